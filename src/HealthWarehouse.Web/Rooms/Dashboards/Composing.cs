using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Web.Shared.Forms;
using Microsoft.Extensions.Primitives;

namespace HealthWarehouse.Web.Rooms.Dashboards;

/// <summary>What the page for composing dashboards posts: a title, filters and tiles, and the board they were copied from.</summary>
internal sealed class Composing
{
    private const int Least = 12, Spare = 4, Most = 80;
    private static readonly string[] UsualFilters = ["sex", "age_band", "insured", "facility_kind"];

    public string? Title { get; set; }
    public string? About { get; set; }

    /// <summary>The board whose tiles these are, as far as they were not changed.</summary>
    public string? From { get; set; }

    /// <summary>The own board that is changed; null makes a new one.</summary>
    public string? Code { get; set; }
    public IReadOnlyList<string> Filters { get; set; } = UsualFilters;
    public IReadOnlyList<ComposedTile> Tiles { get; set; } = Blank(Least);

    public static bool May(Viewer viewer) => viewer.SeesAll && viewer.May(Right.Compose);

    /// <summary>Who composed a board changes and deletes it; stewards also those nobody owns any more.</summary>
    public static bool Owns(Dashboard? board, Viewer viewer) =>
        May(viewer) && board is not null && (board.Account == viewer.Account || (board.Account is null && viewer.May(Right.Steward)));

    /// <summary>All of a board, and some lines more; to change it, or to make another like it.</summary>
    public static Composing Of(Dashboard? from, bool change) => from is null ? new() : new()
    {
        Title = change ? from.Title : $"{from.Title} (bản của tôi)", About = from.About, From = from.Code, Code = change ? from.Code : null,
        Filters = from.Filters,
        Tiles = [.. from.Tiles.Select(ComposedTile.Of), .. Blank(Math.Max(Spare, Least - from.Tiles.Count))],
    };

    /// <summary>What was typed before the form could not be saved.</summary>
    public static Composing Of(KeptForm kept) =>
        Of(new FormCollection(kept.Fields.ToDictionary(f => f.Key, f => new StringValues(f.Value))));

    public static Composing Of(IFormCollection form)
    {
        var lines = int.TryParse(form["lines"], out var count) ? Math.Clamp(count, 0, Most) : Least;
        return new()
        {
            Title = form["title"], About = form["about"], From = Text("from"), Code = Text("code"),
            Filters = [.. form["filter"].OfType<string>()],
            Tiles = [.. Enumerable.Range(0, lines).Select(n => new ComposedTile
            {
                Id = Text($"id{n}"), Kind = Text($"kind{n}"), Measure = Text($"measure{n}"), Second = Text($"second{n}"),
                By = Text($"by{n}"), Title = Text($"title{n}"), Compare = form[$"compare{n}"] == "true",
                Top = int.TryParse(form[$"top{n}"], out var top) ? top : null,
                Width = Text($"width{n}") is not { } width ? 6 : int.TryParse(width, out var twelfths) ? twelfths : 0,
            })],
        };

        string? Text(string name) => form[name].ToString() is { Length: > 0 } text ? text : null;
    }

    /// <summary>The dashboard as a declaration; its code comes from the title, or is that of the board changed.</summary>
    public Dashboard ToDashboard(Viewer owner, Dashboard? from)
    {
        var tiles = (from?.Tiles ?? []).ToDictionary(t => t.Id);
        var used = new HashSet<string>(Tiles.Select(t => t.Id).OfType<string>());
        return new(Title?.Trim() ?? "", About?.Trim() ?? "", owner.Name,
            [.. (from?.Filters ?? []).Where(Filters.Contains), .. Filters.Except(from?.Filters ?? [])],
            [.. Tiles.Select(t => t.ToTile(tiles.GetValueOrDefault(t.Id ?? ""), NewId)).OfType<Tile>()], from?.Basis, owner.Account)
            { Code = Code ?? CodeOf(Title ?? "") };

        string NewId() => Enumerable.Range(1, Most * 2).Select(n => $"o{n}").First(used.Add);
    }

    private static ComposedTile[] Blank(int count) => [.. Enumerable.Range(0, count).Select(_ => new ComposedTile())];

    private static string CodeOf(string title) =>
        string.Join('-',
        new string([.. VietnameseText.Fold(title).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')])
        .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>One line of the page: the parts of a tile that can be chosen there.</summary>
internal sealed record ComposedTile
{
    /// <summary>The tile of the board copied that this line began as.</summary>
    public string? Id { get; set; }
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
        Id = tile.Id, Kind = (tile.Kind is TileKind.Ring ? TileKind.Bar : tile.Kind).ToString(), Measure = tile.Measures[0],
        Second = tile.Measures.ElementAtOrDefault(1), By = tile.By is [var by, ..] ? by : null, Title = tile.Title, Top = tile.Top,
        Width = tile.Width, Compare = tile.Compare is not null,
    };

    /// <summary>
    /// Null where no measure was chosen. What the page does not show of the tile copied stays: further measures and dimensions, months,
    /// conditions. A line runs over months, small lines over members and months.
    /// </summary>
    public Tile? ToTile(Tile? from, Func<string> newId)
    {
        if (string.IsNullOrEmpty(Measure)) return null;
        var was = from is null ? null : Of(from);
        var kind = Enum.TryParse<TileKind>(Kind, out var k) && Enum.IsDefined(k) ? k : TileKind.Number;
        var (sameKind, sameBy) = (was?.Kind == Kind, was?.Kind == Kind && was?.By == By);
        string[]? by = kind switch
        {
            TileKind.Number => null,
            TileKind.Line => ["month"],
            TileKind.Map => ["commune"],
            TileKind.Multiples => [string.IsNullOrEmpty(By) || By == "month" ? "facility" : By, "month"],
            _ => [string.IsNullOrEmpty(By) ? "facility_kind" : By],
        };
        return new(from?.Id ?? newId(), sameKind ? from!.Kind : kind,
            [Measure, .. string.IsNullOrEmpty(Second) ? [] : new[] { Second }, .. from?.Measures.Skip(2) ?? []],
            string.IsNullOrWhiteSpace(Title) ? null : Title.Trim(), sameBy ? from!.By : by, Top is > 0 and <= 100 ? Top : null,
            sameKind ? from!.Months : kind is TileKind.Line or TileKind.Multiples ? 12 : null, Width,
            !Compare ? null : from?.Compare ?? TileComparison.LastYear, from?.Where);
    }
}
