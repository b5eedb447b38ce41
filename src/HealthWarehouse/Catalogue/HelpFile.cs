namespace HealthWarehouse.Catalogue;

/// <summary>Help for pages and a first way for each role: catalogue/help.yaml.</summary>
public sealed record HelpFile(IReadOnlyList<PageHelp> Pages, IReadOnlyList<RoleTour> Tours)
{
    private const string Name = "help.yaml";

    /// <summary>The help of a page: its own, or that of the nearest page above it.</summary>
    public PageHelp Of(string path) =>
        Pages.Where(p => p.At == path || path.StartsWith($"{p.At.TrimEnd('/')}/", StringComparison.Ordinal)).MaxBy(p => p.At.Length)
            ?? Pages.First(p => p.At == "/");

    public RoleTour? Tour(string role) => Tours.FirstOrDefault(t => t.Role == role);

    internal void Verify(CatalogueFiles files)
    {
        CatalogueRules.Require(Pages.Any(p => p.At == "/"), Name, "thiếu trợ giúp của trang đầu (at: /)");
        CatalogueRules.Require(Pages.DistinctBy(p => p.At).Count() == Pages.Count, Name, "mỗi đường dẫn chỉ một mục");
        foreach (var tour in Tours)
            CatalogueRules.Require(files.Access.Role(tour.Role) is not null, Name, $"không có vai trò '{tour.Role}'");
    }
}

/// <param name="At">Path of the page.</param>
/// <param name="Name">What the page is called.</param>
/// <param name="For">What it is for.</param>
/// <param name="How">How something is done there, step by step.</param>
/// <param name="Words">Words that are hard, and what they mean.</param>
public sealed record PageHelp(string At, string Name, string For, IReadOnlyList<string> How,
    IReadOnlyDictionary<string, string>? Words = null);

/// <summary>Where a role begins: pages in their order, and what is done at each.</summary>
public sealed record RoleTour(string Role, IReadOnlyList<TourStep> Steps);

public sealed record TourStep(string At, string Text);
