using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse.Quality;

/// <summary>Which findings are looked at: one facility or all the viewer may see, received in a span of days (end excluded).</summary>
public sealed record QualityScope(DateOnly Start, DateOnly Finish, string? Facility = null);

/// <summary>How often a rule is broken.</summary>
public sealed record RuleCount
{
    public required string Rule { get; init; }
    public string? TableName { get; init; }
    public string? Field { get; init; }
    public int Severity { get; init; }
    public long Findings { get; init; }
    public long Records { get; init; }
    public long Facilities { get; init; }
    public DateTimeOffset LastSeen { get; init; }
}

/// <summary>One month of receipt.</summary>
public sealed record QualityMonth
{
    public long Month { get; init; }
    public long Records { get; init; }
    public long WithErrors { get; init; }
}

/// <summary>A fix and what it would bring: records free of errors if this rule alone were mended.</summary>
public sealed record Fix(string Rule, string? Table, string? Field, long Records, long Gain);

/// <summary>
/// How well a facility sends. Score = 100 × (records without error, those with warnings counted three quarters) ÷ records; a record set
/// aside counts as wrong.
/// </summary>
public sealed record FacilityQuality
{
    public required string FacilityCode { get; init; }
    public long Records { get; init; }
    public long Refused { get; init; }
    public long WithErrors { get; init; }
    public long WithWarnings { get; init; }
    public DateTimeOffset LastReceived { get; init; }
    public IReadOnlyList<Fix> Fixes { get; init; } = [];

    public decimal? Score => Records == 0 ? null : 100m * (Records - WithErrors - 0.25m * WithWarnings) / Records;

    /// <summary>The score after a fix.</summary>
    public decimal? ScoreAfter(Fix fix) => Records == 0 ? null : Score + 100m * fix.Gain / Records;
}

/// <summary>
/// What is wrong with what was sent, how often, and what is most worth mending. To who may not see small cells every number of records is
/// told as the next larger multiple of the declared k, over whole months of receipt, and no single record is shown.
/// </summary>
public sealed class QualityOffice(Warehouse warehouse, CatalogueFiles catalogue)
{
    public async Task<IReadOnlyList<RuleCount>> Rules(QualityScope scope, Viewer viewer, CancellationToken stop = default)
    {
        var rules = await warehouse.Query<RuleCount>("ask/finding/overview", Args(scope, viewer), stop);
        return viewer.SeesSmallCells
            ? rules : [.. rules.Select(r => r with { Findings = Coarse(r.Findings), Records = Coarse(r.Records) })
            .OrderByDescending(r => r.Severity).ThenByDescending(r => r.Records).ThenBy(r => r.Rule, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<QualityMonth>> Trend(QualityScope scope, Viewer viewer, CancellationToken stop = default)
    {
        var months = await warehouse.Query<QualityMonth>("ask/finding/trend", Args(scope, viewer), stop);
        return viewer.SeesSmallCells
            ? months : [.. months.Select(m => m with { Records = Coarse(m.Records), WithErrors = Coarse(m.WithErrors) })];
    }

    /// <summary>Facilities with their three most worthwhile fixes, lowest score first.</summary>
    public async Task<IReadOnlyList<FacilityQuality>> Facilities(QualityScope scope, Viewer viewer, CancellationToken stop = default)
    {
        var gains = (await warehouse.Query<Spoilt>("ask/finding/gains", Args(scope, viewer), stop)).ToLookup(g => g.FacilityCode);
        return [.. (await warehouse.Query<FacilityQuality>("ask/finding/facilities", Args(scope, viewer), stop))
            .Select(f =>
                f with { Fixes = [.. gains[f.FacilityCode].Take(3)
                .Select(g => new Fix(g.Rule, g.TableName, g.Field, g.Records, g.Cleared))] })
            .Select(f => viewer.SeesSmallCells ? f : f with
            {
                Records = Coarse(f.Records), Refused = Coarse(f.Refused), WithErrors = Coarse(f.WithErrors),
                    WithWarnings = Coarse(f.WithWarnings),
                Fixes = [.. f.Fixes.Select(x => x with { Records = Coarse(x.Records), Gain = Coarse(x.Gain) })
                    .OrderByDescending(x => x.Gain).ThenBy(x => x.Rule, StringComparer.Ordinal)],
            }).OrderBy(f => f.Score).ThenBy(f => f.FacilityCode, StringComparer.Ordinal)];
    }

    /// <summary>The next larger multiple of k: what it stands for may be any of k numbers, from one on.</summary>
    private long Coarse(long records) => (records + catalogue.Disclosure.K - 1) / catalogue.Disclosure.K * catalogue.Disclosure.K;

    /// <summary>Records that break a rule (or any), newest first. Values are masked where they are identity.</summary>
    public Task<IReadOnlyList<T>> Failing<T>(QualityScope scope, string? rule, string? field, int limit, int offset, Viewer viewer,
        CancellationToken stop = default)
    {
        if (!viewer.SeesSmallCells) return Task.FromResult<IReadOnlyList<T>>([]);
        var (start, finish, facility, allowed) = Parts(scope, viewer);
        return warehouse.Query<T>("ask/finding/failing",
            new { start, finish, facility, allowed, rule = rule ?? "", field = field ?? "", limit, offset, opened = viewer.Opened }, stop);
    }

    /// <summary>Findings of one delivery, worst first, on records the viewer may see.</summary>
    public Task<IReadOnlyList<T>> OfDelivery<T>(long delivery, int limit, Viewer viewer, CancellationToken stop = default) =>
        warehouse.Query<T>("ask/finding/of-delivery", new { delivery, limit, allowed = Allowed(viewer), opened = viewer.Opened }, stop);

    private static object Args(QualityScope scope, Viewer viewer)
    {
        var (start, finish, facility, allowed) = Parts(scope, viewer);
        return new { start, finish, facility, allowed };
    }

    private static (DateTime Start, DateTime Finish, string Facility, string Allowed) Parts(QualityScope scope, Viewer viewer) =>
        ((viewer.SeesSmallCells ? scope.Start : FirstOfMonth(scope.Start)).ToDateTime(default),
            (viewer.SeesSmallCells ? scope.Finish : FirstOfMonth(scope.Finish.AddDays(-1)).AddMonths(1))
            .ToDateTime(default), scope.Facility ?? "", Allowed(viewer));

    private static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>Empty = all; findings are kept by facility, so who is bound to residents of some units sees none.</summary>
    internal static string Allowed(Viewer viewer) =>
        viewer.SeesAll ? "" : viewer.Communes is null && viewer.Facilities is { Count: > 0 } list ? string.Join(';', list) : Nothing;

    private const string Nothing = "-";

    private sealed record Spoilt
    {
        public required string FacilityCode { get; init; }
        public required string Rule { get; init; }
        public string? TableName { get; init; }
        public string? Field { get; init; }
        public long Records { get; init; }
        public long Cleared { get; init; }
    }
}
