using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Web.Rooms.Explore;
using HealthWarehouse.Web.Rooms.Reports;

namespace HealthWarehouse.Web.Rooms.Dashboards;

/// <summary>What an address asks of a board: slice and filters, and the same in words.</summary>
public sealed record BoardRequest(ReportRequest Asked, IReadOnlyDictionary<string, IReadOnlyList<string>> Where, DateOnly Today,
    string Words, CatalogueFiles Catalogue, Viewer Viewer)
{
    /// <summary>What is said of a filter whose value its dimension has not; null when all are known.</summary>
    public string? Strange(MeasureBook book) => book.Strange(new([], [], Slice, Where));

    private Slice? _slice;

    /// <summary>Throws when the address asks for a period or place there is not.</summary>
    public Slice Slice => _slice ??= Asked.ToSlice(Catalogue);

    public string Scope => ReportScope.Of(Slice, new Geographies(Catalogue).ScopeOf(Slice, Viewer));

    /// <summary>Filters by dimension as they stand in the address, beginning with an ampersand.</summary>
    public string Filters { get; } = string.Concat(Where.SelectMany(w => w.Value.Select(v => $"&{w.Key}={Uri.EscapeDataString(v)}")));

    public string Query => $"{Asked.Query()}{Filters}";
}

/// <summary>Reads the addresses of boards and of their tiles.</summary>
internal sealed class BoardRequests(CatalogueFiles catalogue, Figures figures, Choices choices, TimeProvider clock)
{
    public BoardRequest Of(Dashboard dashboard, IQueryCollection query, Viewer viewer)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(7));
        string? Text(string name) => query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;
        var asked = new ReportRequest
        {
            Period = Text("period") ?? $"{today.Year}", Org = Org(Text("org")),
            Place = Text("place"), Geography = Text("geography"), Known = Text("known"),
        };
        var where = dashboard.Filters.Select(f => (Dimension: f, Values: query[f].OfType<string>().Where(v => v.Length > 0).ToArray()))
            .Where(f => f.Values.Length > 0)
            .ToDictionary(f => f.Dimension, f => (IReadOnlyList<string>)f.Values);
        var words = string.Join(" · ",
            where.Select(w => $"{figures.Book.NameOfDimension(w.Key)}: {string.Join(", ", w.Value.Select(v => Name(w.Key, v)))}"));
        return new(asked, where, today, words, catalogue, viewer);

        // What names no place stays as it was typed: the page says so where it asks for figures.
        string? Org(string? typed)
        {
            try { return choices.PlaceOf(typed, viewer); }
            catch (RefusedException) { return typed; }
        }

        string Name(string dimension, string value) =>
            figures.Book.MembersOf(dimension, today).FirstOrDefault(m => m.Code == value)?.Name ?? value;
    }
}
