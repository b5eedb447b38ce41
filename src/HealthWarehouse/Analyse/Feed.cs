using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Analyse;

/// <summary>
/// A flat table for other programmes, one row a facility, month and member of some dimensions, one column an additive measure: what a
/// rollup holds.
/// </summary>
public sealed record Feed(string Name, string Title, IReadOnlyList<string> By, IReadOnlyList<string> Measures);

/// <summary>The feeds that follow from the declared rollups; read through <see cref="Figures"/> like everything else.</summary>
public sealed class Feeds(CatalogueFiles catalogue, Figures figures)
{
    public IReadOnlyList<Feed> All { get; } = [.. catalogue.Measures.Values.SelectMany(file => (file.Rollups ?? []).Select((by, i) =>
        new Feed($"{file.Code}_{i + 1}", file.Grain, ["facility", "month", .. by],
            [.. file.Measures.Where(m => m.Value.IsAdditive).Select(m => m.Key)])))];

    public async Task<Answer> Read(Feed feed, Period period, string? facility, Viewer viewer, CancellationToken stop = default) =>
        await figures.Ask(new(feed.Measures, feed.By, new(period, facility), new Dictionary<string, IReadOnlyList<string>>()), viewer,
            stop);
}
