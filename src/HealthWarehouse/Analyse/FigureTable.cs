using System.Data.Common;
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
    public bool Equals(FigureKey other)
    {
        for (var i = 0; i < Codes.Count; i++) if (Codes[i] != other.Codes[i]) return false;
        return Codes.Count == other.Codes.Count;
    }

    public override int GetHashCode()
    {
        var hash = new HashCode();
        for (var i = 0; i < Codes.Count; i++) hash.Add(Codes[i]);
        return hash.ToHashCode();
    }
}

/// <summary>
/// Values of one period: every base measure is read once a fact, from the rollup that suffices or from the fact, and the terms are worked
/// out from them.
/// </summary>
internal sealed class FigureTable
{
    private readonly Dictionary<string, Dictionary<FigureKey, decimal?>> _measures = [];
    private readonly Dictionary<string, decimal?> _totals = [];
    private readonly HashSet<string> _unknown = [];
    private readonly List<Plan> _plans = [];
    private readonly IReadOnlyList<Term> _terms;

    private FigureTable(IReadOnlyList<Term> terms) => _terms = terms;

    public IEnumerable<FigureKey> Keys =>
        _terms.SelectMany(t => t.Numerator).SelectMany(m => _measures.GetValueOrDefault(m)?.Keys.AsEnumerable() ?? []).Distinct();

    public decimal?[] Total => field ??= [.. _terms.Select(t => Of(t, m => _totals.GetValueOrDefault(m)))];

    public IReadOnlyList<Plan> Plans => _plans;

    public decimal?[] Values(FigureKey key) =>
        [.. _terms.Select(t => Of(t, m => _measures.GetValueOrDefault(m)?.TryGetValue(key, out var value) is true ? value : 0))];

    public static async Task<FigureTable> Read(Warehouse warehouse, Question question, IReadOnlyList<Term> terms, Func<string,
        MeasureFile> fileOf, bool steady, Viewer viewer, CancellationToken stop)
    {
        var table = new FigureTable(terms);
        foreach (var group in terms.SelectMany(t => t.Numerator.Concat(t.Denominator ?? [])).Distinct()
            .GroupBy(m => (File: fileOf(m), OnlyOpen: question.OnlyOpen.Contains(m))))
        {
            var (file, measures) = (group.Key.File, group.ToArray());
            if (!FactQuery.CanAnswer(file, question.Slice, viewer) || !question.By.Concat(question.Where.Keys).All(file.By.ContainsKey))
            {
                table._unknown.UnionWith(measures);
                continue;
            }
            foreach (var (key, values) in await table.Run(warehouse, question, file, measures, steady, viewer, stop))
                table.Add(measures, key, values);
            var whole = question.By.Count > 0 && measures.Where(m => !file.Measures[m].IsAdditive).ToArray() is { Length: > 0 } odd
                ? (await table.Run(warehouse, question with { By = [] }, file, odd, steady, viewer, stop))
                    .Select(r => odd.Zip(r.Values).ToDictionary(v => v.First, v => v.Second)).First() : [];
            foreach (var measure in measures)
                table._totals[measure] = whole.TryGetValue(measure, out var total)
                    ? total : table._measures.GetValueOrDefault(measure)?.Values.Sum() ?? 0;
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

    private async Task<IReadOnlyList<(FigureKey Key, decimal?[] Values)>> Run(Warehouse warehouse, Question question, MeasureFile file,
        string[] measures, bool steady, Viewer viewer, CancellationToken stop)
    {
        var onlyOpen = question.OnlyOpen.Contains(measures[0]);
        var rollup = question.OnFacts || onlyOpen
            ? null : Rollup.For(file, measures,
            [.. question.By, .. question.Where.Keys, .. viewer.Communes is null ? Array.Empty<string>() : [FactQuery.Commune]],
            question.Slice, steady);
        var query = new FactQuery(file, question.Slice, viewer, rollup);
        foreach (var (dimension, values) in question.Where) query.Keep(dimension, values);
        if (onlyOpen && file.Of.HasVersions) query.KeepOpen(viewer);
        var byMonth = question.By.Contains("month");
        var columns = question.By.Select((d, i) => $"cast({query.Column(d)} as varchar) as d{i}")
            .Concat(measures.Select((m, i) => $"{Exact(query.Value(m, byMonth))} as v{i}"));
        var places = string.Join(", ", Enumerable.Range(1, question.By.Count));
        var sql = $"select {string.Join(",\n       ", columns)}\n{query.From}{(question.By.Count == 0 ? "" : $"\ngroup by {places}")}";
        var clock = Stopwatch.StartNew();
        var rows = await warehouse.ReadText(sql, query.Arguments, reader =>
            (Key(reader, question.By.Count), Values(reader, question.By.Count, measures.Length)), stop);
        _plans.Add(new(file.Table, rollup?.Table, sql, Math.Round(clock.Elapsed.TotalMilliseconds, 1)));
        return rows;
    }

    /// <summary>Counts are whole as they are; sums get a type wide and exact enough.</summary>
    private static string Exact(string value) =>
        value.StartsWith("count(", StringComparison.Ordinal) ? value : $"cast(coalesce({value}, 0) as decimal(24, 4))";

    private static FigureKey Key(DbDataReader reader, int dimensions)
    {
        var codes = new string?[dimensions];
        for (var i = 0; i < codes.Length; i++) codes[i] = reader.IsDBNull(i) ? null : reader.GetString(i);
        return new(codes);
    }

    private static decimal?[] Values(DbDataReader reader, int first, int count)
    {
        var values = new decimal?[count];
        for (var i = 0; i < count; i++) values[i] = reader.IsDBNull(first + i)
            ? null : Convert.ToDecimal(reader.GetValue(first + i), CultureInfo.InvariantCulture);
        return values;
    }
}
