using HealthWarehouse.Collect;
using HealthWarehouse.Store;

namespace HealthWarehouse.Loading;

/// <summary>
/// Deliveries of before the ledger kept what their senders might send get it once: what the warehouse took of each stays taken, what it
/// refused stays refused, and of the rest today's rights are the best there is.
/// </summary>
internal static class OldDecisions
{
    public static async Task Fill(Operations operations, Warehouse warehouse, CancellationToken stop)
    {
        var old = await operations.Query<Old>("ask/delivery/undecided", null, stop);
        if (old.Count == 0) return;
        var taken = (await warehouse.Behind<Line>("std/taken-facilities", null, stop)).ToLookup(l => l.Delivery, l => l.Facility);
        var refused = (await warehouse.Behind<Line>("std/refused-facilities", null, stop)).ToLookup(l => l.Delivery, l => l.Facility);
        await operations.Write(async change =>
        {
            foreach (var delivery in old)
                if (Decided(delivery.Facilities, [.. taken[delivery.Seq]], [.. refused[delivery.Seq]]) is var decided
                    && decided != delivery.Facilities)
                    await change.Execute("ask/delivery/decide", new { delivery.Seq, facilities = decided });
            return await change.Execute("ask/delivery/decide-rest");
        }, stop);
    }

    private static string Decided(string today, HashSet<string> taken, HashSet<string> refused)
    {
        if (today == "*" && refused.Count == 0) return today;
        var allowed = (Sender.FacilitiesIn(today) ?? new HashSet<string>()).Except(refused).ToHashSet();
        return taken.IsSubsetOf(allowed) && refused.Count == 0
            ? today : string.Join(';', allowed.Union(taken).Order(StringComparer.Ordinal));
    }

    private sealed record Old
    {
        public long Seq { get; init; }
        public required string Facilities { get; init; }
    }

    private sealed record Line
    {
        public long Delivery { get; init; }
        public required string Facility { get; init; }
    }
}
