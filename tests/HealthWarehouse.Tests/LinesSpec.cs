namespace HealthWarehouse.Tests;

/// <summary>A line is read without scrolling: at most 140 columns, in every language the house is written in.</summary>
public class LinesSpec
{
    private const int Columns = 140;

    /// <summary>Migrations already published: what was run on an installation is never edited.</summary>
    private static readonly string[] Published = ["warehouse/migrations/", "warehouse/operations/"];

    /// <summary>What is not written here: packages, and what a build makes.</summary>
    private static readonly string[] NotOurs = ["node_modules", "wwwroot", "bin", "obj"];

    [Theory, InlineData("warehouse"), InlineData("catalogue"), InlineData("src"), InlineData("tests"), InlineData("bench")]
    public void No_line_is_longer_than_a_screen(string folder) =>
        Directory.EnumerateFiles(Repo.File(folder), "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".cs" or ".razor" or ".sql" or ".ts" or ".mjs" or ".js" or ".css")
            .Select(f => Path.GetRelativePath(Repo.Root, f).Replace('\\', '/'))
            .Where(f => !Published.Any(p => f.StartsWith(p, StringComparison.Ordinal)) && !f.Split('/').Any(NotOurs.Contains))
            .SelectMany(f => File.ReadLines(Repo.File(f)).Select((line, n) => (line, n)).Where(l => l.line.Length > Columns)
                .Select(l => $"{f}:{l.n + 1}"))
            .ShouldBeEmpty();
}
