using System.Text.Json.Serialization;

namespace HealthWarehouse.Catalogue;

/// <summary>
/// A dashboard as data (catalogue/dashboards/*.yaml, or composed on a page): tiles over measures and indicators, and the dimensions people
/// may filter by. <c>Account</c> is who composed it and alone may change it; those of the catalogue have none.
/// </summary>
public sealed record Dashboard(string Title, string About, string Owner, IReadOnlyList<string> Filters, IReadOnlyList<Tile> Tiles,
    string? Basis = null, string? Account = null)
{
    /// <summary>Name of the file.</summary>
    [JsonIgnore] public string Code { get; init; } = "";

    public Dashboard Named(string file) => this with { Code = Path.GetFileNameWithoutExtension(file) };

    /// <summary>What keeps it from being shown, in words; null when nothing does.</summary>
    public string? Fault(CatalogueFiles files)
    {
        foreach (var tile in Tiles)
        {
            if (tile.Measures.Count == 0) return $"ô '{tile.Id}' chưa có chỉ số";
            foreach (var measure in tile.Measures)
                if (!files.Indicators.ContainsKey(measure) && files.Measures.Values.All(f => !f.Measures.ContainsKey(measure)))
                    return $"ô '{tile.Id}': không có chỉ số '{measure}'";
            foreach (var dimension in tile.By ?? [])
                if (files.Measures.Values.All(f => !f.By.ContainsKey(dimension))) return $"ô '{tile.Id}': không có chiều '{dimension}'";
            if (tile.Kind is not TileKind.Number && tile.By is not { Count: > 0 })
                return $"ô '{tile.Id}': dạng {tile.Kind} cần ít nhất một chiều";
        }
        return Tiles.Count == 0 ? "chưa có ô nào" : Tiles.GroupBy(t => t.Id).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? $"ô '{twice.Key}' có hai lần" : null;
    }

    /// <summary>What keeps it from being saved, in words: more than from being shown, for boards saved before stay.</summary>
    public string? FaultToSave(CatalogueFiles files) => Fault(files) ??
        (Title.Length > LongestTitle ? $"tên bảng không quá {LongestTitle} ký tự"
        : Filters.FirstOrDefault(f => files.Measures.Values.All(m => !m.By.ContainsKey(f))) is { } filter
            ? $"không lọc được theo '{filter}', không có chiều này"
        : Tiles.FirstOrDefault(t => t.Width is < 1 or > Columns) is { } tile ? $"ô '{tile.Id}': chiều rộng phải từ 1 đến {Columns}"
        : null);

    private const int LongestTitle = 120, Columns = 12;
}

/// <summary>
/// A tile: measures as numbers, or by dimensions as a line over so many <c>Months</c>, bars, a ring, a table, a map of communes, or small
/// lines side by side.
/// <c>Width</c> is in twelfths of the page.
/// </summary>
public sealed record Tile(
    string Id, TileKind Kind, IReadOnlyList<string> Measures, string? Title = null, IReadOnlyList<string>? By = null, int? Top = null,
        int? Months = null, int Width = 3,
    TileComparison? Compare = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? Where = null);

public enum TileKind { Number, Line, Bar, Ring, Table, Map, Multiples }

public enum TileComparison { Previous, LastYear }
