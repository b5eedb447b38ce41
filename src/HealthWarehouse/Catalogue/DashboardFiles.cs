using HealthWarehouse.Concepts;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace HealthWarehouse.Catalogue;

/// <summary>Dashboards people composed, kept as declarations in the overlay.</summary>
public static class DashboardFiles
{
    private const int LongestCode = 60;

    /// <summary>Pages that stand among the boards: a board of such a code would never be seen.</summary>
    public static IReadOnlyList<string> Pages { get; } = ["day-du"];

    /// <summary>
    /// Writes a dashboard and makes it known; one of the catalogue itself cannot be written over. Throws RefusedException with words for
    /// its author.
    /// </summary>
    public static void Save(CatalogueFiles files, Dashboard dashboard)
    {
        if (dashboard.Code.Length == 0 || dashboard.Code.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
            throw new RefusedException("Tên bảng phải có ít nhất một chữ cái hoặc chữ số.");
        if (dashboard.FaultToSave(files) is { } fault) throw new RefusedException($"Chưa lưu được: {fault}.");
        if (File.Exists(Path.Combine(files.Folder, "dashboards", $"{dashboard.Code}.yaml")))
            throw new RefusedException("Bảng chung của kho không sửa được; hãy soạn một bản của mình.");
        var path = PathOf(files, dashboard.Code);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var yaml = new SerializerBuilder().WithNamingConvention(NullNamingConvention.Instance).WithQuotingNecessaryStrings().Build();
        File.WriteAllText(path, yaml.Serialize(Tree(dashboard)));
        files.LoadDashboards();
    }

    /// <summary>
    /// A code like a wish that no board has yet: a title used before makes a further board, never another's away. A long wish is cut.
    /// </summary>
    public static string NewCode(CatalogueFiles files, string wish) => wish.Length == 0 ? wish
        : wish.Length > LongestCode ? NewCode(files, wish[..LongestCode].TrimEnd('-'))
        : Enumerable.Range(1, int.MaxValue - 1).Select(n => n == 1 ? wish : string.Create(CultureInfo.InvariantCulture, $"{wish}-{n}"))
            .First(code => !files.Dashboards.ContainsKey(code) && !IsSaved(files, code) && !Pages.Contains(code));

    public static bool IsSaved(CatalogueFiles files, string code) => files.Overlay is not null && File.Exists(PathOf(files, code));

    public static void Delete(CatalogueFiles files, string code)
    {
        if (IsSaved(files, code)) File.Delete(PathOf(files, code));
        files.LoadDashboards();
    }

    internal static Dashboard? TryRead(string file)
    {
        try
        {
            return Declaration.Read<Dashboard>(file).Named(file);
        }
        catch (DeclarationException)
        {
            return null;
        }
    }

    private static string PathOf(CatalogueFiles files, string code) =>
        Path.Combine(files.Overlay ?? throw new InvalidOperationException("Kho này không có chỗ lưu bảng."), "dashboards",
        $"{Path.GetFileName(code)}.yaml");

    private static Dictionary<string, object?> Tree(Dashboard d) => new Dictionary<string, object?>
    {
        ["title"] = d.Title, ["about"] = d.About, ["owner"] = d.Owner, ["account"] = d.Account,
        ["basis"] = d.Basis, ["filters"] = d.Filters,
        ["tiles"] = d.Tiles.Select(t => new Dictionary<string, object?>
        {
            ["id"] = t.Id, ["kind"] = t.Kind.ToString().ToLowerInvariant(), ["measures"] = t.Measures, ["title"] = t.Title, ["by"] = t.By,
                ["top"] = t.Top, ["months"] = t.Months, ["width"] = t.Width,
            ["compare"] = t.Compare switch { TileComparison.Previous => "previous", TileComparison.LastYear => "last-year", _ => null },
            ["where"] = t.Where,
        }.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value)).ToArray(),
    }.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value);
}
