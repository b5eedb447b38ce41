using HealthWarehouse.Collect;
using HealthWarehouse.Store;

namespace HealthWarehouse.Loading;

/// <summary>Works out how loading ended from what was found.</summary>
internal static class Outcomes
{
    public static async Task<IReadOnlyDictionary<long,
        (int Errors, int Warnings)>> Counts(Warehouse warehouse, IReadOnlyList<Delivery> deliveries, CancellationToken stop) =>
        (await warehouse.Behind<FindingCount>("std/finding-counts", new { deliveries = string.Join(';', deliveries.Select(d => d.Seq)) },
            stop))
            .ToDictionary(c => c.Delivery, c => ((int)c.Errors, (int)c.Warnings));

    public static Outcome Of(Delivery delivery, int records, int refused, bool loaded, string? problem, IReadOnlyDictionary<long,
        (int Errors, int Warnings)> counts)
    {
        var (errors, warnings) = counts.GetValueOrDefault(delivery.Seq);
        var state = loaded ? DeliveryState.Loaded : problem is not null || records == 0
            ? DeliveryState.StructurallyInvalid : DeliveryState.Rejected;
        var verdict = !loaded ? null : errors > 0 ? Verdict.ValidatedWithErrors : warnings > 0
            ? Verdict.ValidatedWithWarnings : Verdict.Validated;
        return new(delivery.Seq, delivery.Id, state, verdict, records, refused, errors, warnings, problem);
    }

    private sealed record FindingCount
    {
        public long Delivery { get; init; }
        public long Errors { get; init; }
        public long Warnings { get; init; }
    }
}
