using HealthWarehouse.Guard;
using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse.Quality;

/// <summary>
/// Records with errors, and how many of them would be free of errors if some rules were mended: overlaps are counted once.
/// </summary>
public sealed record FixPlan
{
    public long Wrong { get; init; }
    public long Cleared { get; init; }
}

/// <summary>What a few fixes bring together to a facility.</summary>
public sealed class FixPlans(Warehouse warehouse)
{
    public async Task<FixPlan> Of(string facility, QualityScope scope, IEnumerable<Fix> fixes, Viewer viewer,
        CancellationToken stop = default) =>
        (await warehouse.Query<FixPlan>("ask/finding/cleared", new
        {
            facility, start = scope.Start.ToDateTime(default), finish = scope.Finish.ToDateTime(default),
            allowed = QualityOffice.Allowed(viewer), fixes = string.Join(';', fixes.Select(f => $"{f.Rule}|{f.Table}|{f.Field}")),
        }, stop))[0];
}
