using System.Diagnostics;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse;

/// <summary>What is asked for by a name: a measure, or so many of a numerator per denominator.</summary>
internal sealed record Term(IReadOnlyList<string> Numerator, IReadOnlyList<string>? Denominator, decimal Per);

/// <summary>A place on the dimensions asked for.</summary>
internal readonly record struct FigureKey(IReadOnlyList<string?> Codes)
{
    public bool Equals(FigureKey other) => Codes.SequenceEqual(other.Codes);

    public override int GetHashCode() => Codes.Aggregate(17, (hash, code) => HashCode.Combine(hash, code));
}

/// <summary>Values of one period: every base measure is read once a fact, from the rollup that suffices or from the fact, and the terms are worked out from them.</summary>
internal sealed class FigureTable
{
    private readonly Dictionary<string, Dictionary<FigureKey, decimal?>> _measures = [];
    private readonly Dictionary<string, decimal?> _totals = [];
    private readonly HashSet<string> _unknown = [];
    private readonly List<Plan> _plans = [];
    private readonly IReadOnlyList<Term> _terms;

    private FigureTable(IReadOnlyList<Term> terms) => _terms = terms;

    public IEnumerable<FigureKey> Keys => _terms.SelectMany(t => t.Numerator).SelectMany(m => _measures.GetValueOrDefault(m)?.Keys.AsEnumerable() ?? []).Distinct();

    public decimal?[] Total => [.. _terms.Select(t => Of(t, m => _totals.GetValueOrDefault(m)))];

    public IReadOnlyList<Plan> Plans => _plans;

    public decimal?[] Values(FigureKey key) => [.. _terms.Select(t => Of(t, m => _measures.GetValueOrDefault(m)?.TryGetValue(key, out var value) is true ? value : 0))];

    public static async Task<FigureTable> Read(Warehouse warehouse, Question question, IReadOnlyList<Term> terms, Func<string, MeasureFile> fileOf, Viewer viewer, CancellationToken stop)
    {
        var table = new FigureTable(terms);
        foreach (var group in terms.SelectMany(t => t.Numerator.Concat(t.Denominator ?? [])).Distinct().GroupBy(fileOf))
        {
            var (file, measures) = (group.Key, group.ToArray());
            if (!FactQuery.CanAnswer(file, question.Slice, viewer) || !question.By.Concat(question.Where.Keys).All(file.By.ContainsKey))
            {
                table._unknown.UnionWith(measures);
                continue;
            }
            foreach (var (key, values) in await table.Run(warehouse, question, file, measures, viewer, stop)) table.Add(measures, key, values);
            var whole = question.By.Count > 0 && measures.Where(m => !file.Measures[m].IsAdditive).ToArray() is { Length: > 0 } odd
                ? (await table.Run(warehouse, question with { By = [] }, file, odd, viewer, stop)).Select(r => odd.Zip(r.Values).ToDictionary(v => v.First, v => v.Second)).First() : [];
            foreach (var measure in measures) table._totals[measure] = whole.TryGetValue(measure, out var total) ? total : table._measures.GetValueOrDefault(measure)?.Values.Sum() ?? 0;
        }
        return table;
    }

    private void Add(string[] measures, FigureKey key, decimal?[] values)
    {
        for (var i = 0; i < measures.Length; i++)
        {
            if (!_measures.TryGetValue(measures[i], out var rows)) _measures[measures[i]] = rows = [];
            rows[key] = values[i];
        }
    }

    /// <summary>Sums of numerator and denominator; unknown when any part is, or when there is nothing to divide by.</summary>
    private decimal? Of(Term term, Func<string, decimal?> value)
    {
        if (Sum(term.Numerator, value) is not { } numerator) return null;
        if (term.Denominator is null) return numerator;
        return Sum(term.Denominator, value) is { } denominator and not 0 ? Math.Round(term.Per * numerator / denominator, 4) : null;
    }

    private decimal? Sum(IReadOnlyList<string> measures, Func<string, decimal?> value)
    {
        decimal? sum = 0;
        foreach (var measure in measures) sum = _unknown.Contains(measure) ? null : sum + value(measure);
        return sum;
    }

    private async Task<IReadOnlyList<(FigureKey Key, decimal?[] Values)>> Run(Warehouse warehouse, Question question, MeasureFile file, string[] measures, Viewer viewer, CancellationToken stop)
    {
        var rollup = question.OnFacts ? null : Rollup.For(file, measures, [.. question.By, .. question.Where.Keys], question.Slice);
        var query = new FactQuery(file, question.Slice, viewer, rollup);
        foreach (var (dimension, values) in question.Where) query.Keep(dimension, values);
        var byMonth = question.By.Contains("month");
        var columns = question.By.Select((d, i) => $"cast({query.Column(d)} as varchar) as d{i}").Concat(measures.Select((m, i) => $"cast(coalesce({query.Value(m, byMonth)}, 0) as decimal(24, 4)) as v{i}"));
        var places = string.Join(", ", Enumerable.Range(1, question.By.Count));
        var sql = $"select {string.Join(",\n       ", columns)}\n{query.From}{(question.By.Count == 0 ? "" : $"\ngroup by {places}")}";
        var clock = Stopwatch.StartNew();
        var rows = await warehouse.QueryText<dynamic>(sql, query.Arguments, stop);
        _plans.Add(new(file.Fact, rollup?.Table, sql, Math.Round(clock.Elapsed.TotalMilliseconds, 1)));
        return [.. rows.Select(r => (IDictionary<string, object?>)r).Select(r => (new FigureKey([.. question.By.Select((_, i) => (string?)r[$"d{i}"])]),
            measures.Select((_, i) => r[$"v{i}"] is { } v ? Convert.ToDecimal(v, CultureInfo.InvariantCulture) : (decimal?)null).ToArray()))];
    }
}
