using System.Text.RegularExpressions;

namespace HealthWarehouse.Tests;

/// <summary>
/// The house knows no source by its name: the words of the first one stand where it is read (Collect/Claims), in what is declared, in SQL
/// and in the made-up province.
/// </summary>
public partial class WordsSpec
{
    [Fact]
    public void The_words_of_one_source_stand_where_it_is_read_and_nowhere_else() =>
        Directory.EnumerateFiles(Repo.File("src/HealthWarehouse"), "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Repo.File("src/HealthWarehouse"), f).Replace('\\', '/'))
            .Where(f => !f.StartsWith("Collect/Claims/", StringComparison.Ordinal))
            .SelectMany(f => File.ReadLines(Repo.File($"src/HealthWarehouse/{f}")).Select((line, n) => (line, n))
                .Where(l => OfOneSource().IsMatch(l.line)).Select(l => $"{f}:{l.n + 1}: {l.line.Trim()}"))
            .ShouldBeEmpty();

    [GeneratedRegex("encounter|claims|XML[0-9]|MA_LK|MA_CSKCB", RegexOptions.IgnoreCase)] private static partial Regex OfOneSource();
}
