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

    public async Task<IReadOnlyList<TileResult>> Compute(Dashboard dashboard, Slice slice, IReadOnlyDictionary<string,
        IReadOnlyList<string>> where, Viewer viewer, CancellationToken stop = default)
    {
        await Note(dashboard, slice, where, viewer, stop);
        return await ComputeNoted(dashboard, slice, where, viewer, stop);
    }

    private async Task<AskedTile[]> Asked(Dashboard dashboard, Slice slice, IReadOnlyDictionary<string, IReadOnlyList<string>> where,
        Viewer viewer, CancellationToken stop)
    {
        var known = await figures.KnownTo(slice, viewer, stop);
        return [.. dashboard.Tiles.Select(t => Asked(t, slice, where, known))];
    }

    /// <summary>Writes down which tiles ask about a restricted compartment, before any of them is shown, from memory or not.</summary>
    public async Task Note(Dashboard dashboard, Slice slice, IReadOnlyDictionary<string, IReadOnlyList<string>> where, Viewer viewer,
        CancellationToken stop = default)
    {
        figures.Demand(slice, where, viewer);
        await Task.WhenAll((await Asked(dashboard, slice, where, viewer, stop)).Select(t => figures.Note(t.Question, viewer, stop)));
    }

    /// <summary>Works out a dashboard that was noted.</summary>
    public async Task<IReadOnlyList<TileResult>> ComputeNoted(Dashboard dashboard, Slice slice, IReadOnlyDictionary<string,
        IReadOnlyList<string>> where, Viewer viewer, CancellationToken stop = default)
    {
        var asked = await Asked(dashboard, slice, where, viewer, stop);
        using var room = new SemaphoreSlim(AtOnce);
        // Single figures that differ in nothing but the measure, and count the same records, are asked for together: the facts are read
        // once for all of them.
        var together = asked.Where(a =>
            a.Question is { By.Count: 0, Top: null } && !figures.Screens(a.Question, viewer) && figures.Fault(a.Question, viewer) is null)
            .GroupBy(a => ((a.Question with { Measures = [] }).Key, figures.LeavesOut(a.Question, viewer))).Where(g => g.Count() > 1)
            .SelectMany(g => Shared(g.ToArray())).ToDictionary(s => s.Tile, s => s.Answer);
        return await Task.WhenAll(asked.Select(async a =>
            figures.Fault(a.Question, viewer) is { } fault ? new(a.Tile, a.Question, null, a.Ignored, fault)
            : new TileResult(a.Tile, a.Question, together.TryGetValue(a.Tile, out var shared) ? await shared : await Answered(a.Question),
                a.Ignored, null)));

        IEnumerable<(Tile Tile, Task<Answer> Answer)> Shared(AskedTile[] tiles)
        {
            var all = Answered(tiles[0].Question with { Measures = [.. tiles.SelectMany(t => t.Question.Measures).Distinct()] });
            return tiles.Select(t => (t.Tile, Of(all, t.Question.Measures)));
        }

        static async Task<Answer> Of(Task<Answer> all, IReadOnlyList<string> measures) => (await all).Only(measures);

        async Task<Answer> Answered(Question question)
        {
            await room.WaitAsync(stop);
            try
            {
                return await figures.Answer(question, viewer, stop);
            }
            finally
            {
                room.Release();
            }
        }
    }

    private const int SparkMonths = 13;

    /// <summary>
    /// The last thirteen months of every measure a single figure is shown of, by code; asked for together, so that the facts are read once.
    /// Nothing where months may have to be hidden.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<decimal?>>> Sparks(Dashboard dashboard, Slice slice,
        IReadOnlyDictionary<string, IReadOnlyList<string>> where, DateOnly today, Viewer viewer, CancellationToken stop = default)
    {
        var period = Period.Ending(slice.Period.End < today ? slice.Period.End : today, SparkMonths);
        var sparks = new Dictionary<string, IReadOnlyList<decimal?>>();
        foreach (var group in dashboard.Tiles.Where(t => t.Kind is TileKind.Number).Select(t => Asked(t, slice, where, today).Question)
            .Select(q => q with { By = ["month"], Slice = q.Slice with { Period = period }, Compare = null, Top = null })
            .GroupBy(q => ((q with { Measures = [] }).Key, figures.LeavesOut(q, viewer))))
        {
            var question = group.First() with { Measures = [.. group.SelectMany(q => q.Measures).Distinct()] };
            if (figures.Screens(question, viewer) || figures.Fault(question, viewer) is not null) continue;
            var rows = (await figures.Answer(question, viewer, stop)).Rows.ToLookup(r => r.Keys[0].Code);
            var months = Enumerable.Range(0, SparkMonths)
                .Select(i => period.Start.AddMonths(i).ToString("yyyy-MM", CultureInfo.InvariantCulture)).ToArray();
            for (var i = 0; i < question.Measures.Count; i++)
                sparks[question.Measures[i]] = [.. months.Select(m => rows[m].FirstOrDefault()?.Values[i])];
        }
        return sparks;
    }

    private AskedTile Asked(Tile tile, Slice slice, IReadOnlyDictionary<string, IReadOnlyList<string>> where, DateOnly? until)
    {
        var known = figures.Book.Dimensions(tile.Measures).Select(d => d.Code).ToHashSet();
        var filters = where.Concat(tile.Where ?? new Dictionary<string, IReadOnlyList<string>>()).ToArray();
        var question = new Question(tile.Measures, tile.By ?? [], Fit(tile, slice, until),
            filters.Where(f => known.Contains(f.Key)).GroupBy(f => f.Key).ToDictionary(f => f.Key, f => f.Last().Value))
        {
            Compare = tile.Compare switch { TileComparison.Previous =>
                Comparison.Previous, TileComparison.LastYear => Comparison.LastYear, _ => null },
            Top = tile.Kind is TileKind.Multiples ? null : tile.Top,
        };
        return new(tile, question, [.. filters.Select(f => f.Key).Where(f => !known.Contains(f)).Select(figures.Book.NameOfDimension)]);
    }

    /// <summary>Lines look back over months, as many as declared and none to come; maps are drawn on the boundaries of one tree.</summary>
    private static Slice Fit(Tile tile, Slice slice, DateOnly? known)
    {
        if (tile.Months is { } months)
            slice = slice with { Period = Period.Ending(known < slice.Period.End ? known.Value : slice.Period.End, months) };
        return tile.Kind is TileKind.Map && slice.Geography is Geography.AsWas ? slice with { Geography = Geography.Since2025 } : slice;
    }
}

/// <summary>A tile as a question, and the filters its facts do not know.</summary>
internal sealed record AskedTile(Tile Tile, Question Question, IReadOnlyList<string> Ignored);

/// <summary>A tile worked out: what was asked, the answer or why there is none, and the filters its facts do not know.</summary>
public sealed record TileResult(Tile Tile, Question Question, Answer? Answer, IReadOnlyList<string> Ignored, string? Problem);
