using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Report;

/// <summary>Works out declared dashboards: every tile is one question to the semantic layer, a few at a time.</summary>
public sealed class Dashboards(CatalogueFiles catalogue, Figures figures)
{
    private const int AtOnce = 4;

    public IEnumerable<Dashboard> All => catalogue.Dashboards.Values.OrderBy(d => d.Title, StringComparer.Ordinal);

    public Dashboard? Find(string code) => catalogue.Dashboards.GetValueOrDefault(code);

    public async Task<IReadOnlyList<TileResult>> Compute(Dashboard dashboard, Slice slice, IReadOnlyDictionary<string, IReadOnlyList<string>> where, Viewer viewer, CancellationToken stop = default)
    {
        using var room = new SemaphoreSlim(AtOnce);
        return await Task.WhenAll(dashboard.Tiles.Select(async tile =>
        {
            await room.WaitAsync(stop);
            try
            {
                return await Compute(tile, slice, where, viewer, stop);
            }
            finally
            {
                room.Release();
            }
        }));
    }

    private async Task<TileResult> Compute(Tile tile, Slice slice, IReadOnlyDictionary<string, IReadOnlyList<string>> where, Viewer viewer, CancellationToken stop)
    {
        var known = figures.Book.Dimensions(tile.Measures).Select(d => d.Code).ToHashSet();
        var filters = where.Concat(tile.Where ?? new Dictionary<string, IReadOnlyList<string>>()).ToArray();
        var question = new Question(tile.Measures, tile.By ?? [], Fit(tile, slice), filters.Where(f => known.Contains(f.Key)).GroupBy(f => f.Key).ToDictionary(f => f.Key, f => f.Last().Value))
        {
            Compare = tile.Compare switch { TileComparison.Previous => Comparison.Previous, TileComparison.LastYear => Comparison.LastYear, _ => null },
            Top = tile.Kind is TileKind.Multiples ? null : tile.Top,
        };
        string[] ignored = [.. filters.Select(f => f.Key).Where(f => !known.Contains(f)).Select(figures.Book.NameOfDimension)];
        return figures.Fault(question, viewer) is { } fault ? new(tile, question, null, ignored, fault) : new(tile, question, await figures.Ask(question, viewer, stop), ignored, null);
    }

    /// <summary>Lines look back over months; maps are drawn on the boundaries of one tree.</summary>
    private static Slice Fit(Tile tile, Slice slice)
    {
        if (tile.Months is { } months) slice = slice with { Period = Period.Ending(slice.Period.End, months) };
        return tile.Kind is TileKind.Map && slice.Geography is Geography.AsWas ? slice with { Geography = Geography.Since2025 } : slice;
    }
}

/// <summary>A tile worked out: what was asked, the answer or why there is none, and the filters its facts do not know.</summary>
public sealed record TileResult(Tile Tile, Question Question, Answer? Answer, IReadOnlyList<string> Ignored, string? Problem);
