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
/// What is wrong with what was sent, how often, and what is most worth mending; nothing of it for who may only read what is published.
/// </summary>
public sealed class QualityOffice(Warehouse warehouse)
{
    public async Task<IReadOnlyList<RuleCount>> Rules(QualityScope scope, Viewer viewer, CancellationToken stop = default) =>
        await warehouse.Query<RuleCount>("ask/finding/overview", Args(scope, viewer), stop);

    public async Task<IReadOnlyList<QualityMonth>> Trend(QualityScope scope, Viewer viewer, CancellationToken stop = default) =>
        await warehouse.Query<QualityMonth>("ask/finding/trend", Args(scope, viewer), stop);

    /// <summary>Facilities with their three most worthwhile fixes, lowest score first.</summary>
    public async Task<IReadOnlyList<FacilityQuality>> Facilities(QualityScope scope, Viewer viewer, CancellationToken stop = default)
    {
        var gains = (await warehouse.Query<Spoilt>("ask/finding/gains", Args(scope, viewer), stop)).ToLookup(g => g.FacilityCode);
        return [.. (await warehouse.Query<FacilityQuality>("ask/finding/facilities", Args(scope, viewer), stop)).Select(f => f with
            {
                Fixes = [.. gains[f.FacilityCode].Take(3).Select(g => new Fix(g.Rule, g.TableName, g.Field, g.Records, g.Cleared))],
            }).OrderBy(f => f.Score).ThenBy(f => f.FacilityCode, StringComparer.Ordinal)];
    }

    /// <summary>Records that break a rule (or any), newest first. Values are masked where they are identity.</summary>
    public Task<IReadOnlyList<T>> Failing<T>(QualityScope scope, string? rule, string? field, int limit, int offset, Viewer viewer,
        CancellationToken stop = default)
    {
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
        (scope.Start.ToDateTime(default), scope.Finish.ToDateTime(default), scope.Facility ?? "", Allowed(viewer));

    /// <summary>Empty = all; findings are kept by facility, so who is bound to residents of some units sees none.</summary>
    internal static string Allowed(Viewer viewer) => !viewer.SeesSmallCells ? Nothing
        : viewer.SeesAll ? "" : viewer.Communes is null && viewer.Facilities is { Count: > 0 } list ? string.Join(';', list) : Nothing;

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
