using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Web.Rooms.Dashboards;

/// <summary>What the page for composing dashboards posts: a title and tiles, one line a tile.</summary>
internal sealed class Composing
{
    public const int Lines = 12;

    public string? Title { get; set; }
    public string? About { get; set; }
    public List<ComposedTile> Tiles { get; set; } = [.. Enumerable.Range(0, Lines).Select(_ => new ComposedTile())];

    public static bool May(Viewer viewer) => viewer.SeesAll && viewer.May(Right.Compose);

    public static Composing Of(Dashboard? from) => new()
    {
        Title = from is null ? null : $"{from.Title} (bản của tôi)", About = from?.About,
        Tiles = [.. (from?.Tiles ?? []).Take(Lines).Select(ComposedTile.Of)
            .Concat(Enumerable.Range(0, Lines).Select(_ => new ComposedTile())).Take(Lines)],
    };

    /// <summary>The dashboard as a declaration; its code comes from the title.</summary>
    public Dashboard ToDashboard(string owner) =>
        new(Title?.Trim() ?? "", About?.Trim() ?? "", owner, ["sex", "age_band", "insured", "facility_kind"],
        [.. Tiles.Select((t, i) => t.ToTile($"o{i + 1}")).OfType<Tile>()]) { Code = CodeOf(Title ?? "") };

    private static string CodeOf(string title) =>
        string.Join('-',
        new string([.. VietnameseText.Fold(title).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')])
        .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

internal sealed class ComposedTile
{
    public string? Kind { get; set; }
    public string? Measure { get; set; }
    public string? Second { get; set; }
    public string? By { get; set; }
    public string? Title { get; set; }
    public int? Top { get; set; }
    public int Width { get; set; } = 6;
    public bool Compare { get; set; }

    public static ComposedTile Of(Tile tile) => new()
    {
        Kind = (tile.Kind is TileKind.Ring ? TileKind.Bar : tile.Kind).ToString(), Measure = tile.Measures[0],
        Second = tile.Measures.ElementAtOrDefault(1), By = tile.By is [var by, ..]
            ? by : null, Title = tile.Title, Top = tile.Top, Width = tile.Width, Compare = tile.Compare is not null,
    };

    /// <summary>Null where no measure was chosen. A line runs over months, small lines over members and months.</summary>
    public Tile? ToTile(string id)
    {
        if (string.IsNullOrEmpty(Measure)) return null;
        var kind = Enum.TryParse<TileKind>(Kind, out var k) ? k : TileKind.Number;
        string[]? by = kind switch
        {
            TileKind.Number => null,
            TileKind.Line => ["month"],
            TileKind.Map => ["commune"],
            TileKind.Multiples => [string.IsNullOrEmpty(By) || By == "month" ? "facility" : By, "month"],
            _ => [string.IsNullOrEmpty(By) ? "facility_kind" : By],
        };
        return new(id, kind, string.IsNullOrEmpty(Second) ? [Measure] : [Measure, Second],
            string.IsNullOrWhiteSpace(Title) ? null : Title.Trim(), by, Top is > 0 and <= 100 ? Top : null,
            kind is TileKind.Line or TileKind.Multiples ? 12 : null, Math.Clamp(Width, 3, 12), Compare ? TileComparison.LastYear : null);
    }
}
