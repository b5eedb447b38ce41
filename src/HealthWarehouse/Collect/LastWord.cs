using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Collect;

/// <summary>
/// How a delivery of the ledger stands. Holds: what it says is what is known, or will be. Overtaken: something else was said since, or it
/// would be taken otherwise today; the same content again says something new. Older: what is known was made later than it, so it would
/// change nothing.
/// </summary>
public enum Standing { Holds, Overtaken, Older }

/// <summary>Tells whether a content that came before would change anything if it were said again.</summary>
public sealed class LastWord(Warehouse warehouse, ContentArchive archive, CatalogueFiles catalogue, KeptLayouts layouts)
{
    private readonly SubjectScan _scan = new(catalogue, layouts);

    /// <summary>Deliveries by number. Asked only for contents that come again, so that ordinary ones cost nothing.</summary>
    internal async Task<IReadOnlyDictionary<long, Standing>> Of(OperationsChange change, IReadOnlyList<KnownDelivery> deliveries)
    {
        var standings = deliveries.ToDictionary(d => d.Seq, _ => Standing.Holds);
        KnownDelivery[] records = [.. deliveries.Where(d => !Actions.Are(d.Contract))];
        if (records.Length == 0) return standings;
        // The queue is read first: what is no longer in it is in the warehouse.
        var waiting = await change.Query<KnownDelivery>("ask/delivery/waiting-after", new { seq = records.Min(d => d.Seq) });
        await layouts.Ready(deliveries.Concat(waiting).Select(d => d.Layout));
        KnownDelivery[] loaded = [.. records.Where(d => d.State != DeliveryState.Queued)];
        foreach (var (delivery, standing) in await InWarehouse(loaded)) standings[delivery] = standing;
        foreach (var again in await TakenOtherwise(change, [.. loaded.Where(d => d.Refused > 0)])) standings[again] = Standing.Overtaken;
        foreach (var delivery in records.Where(d => standings[d.Seq] is Standing.Holds && waiting.Any(w => w.Seq > d.Seq)))
            if (AnyTouches(delivery, waiting.Where(w => w.Seq > delivery.Seq))) standings[delivery.Seq] = Standing.Overtaken;
        return standings;
    }

    /// <summary>Whether any of some entries speaks of an episode another speaks of.</summary>
    internal bool AnyTouches(Entry last, IEnumerable<Entry> since) => Meet(Of(last), since.Select(Of));

    private bool AnyTouches(KnownDelivery last, IEnumerable<KnownDelivery> since) => Meet(Of(last), since.Select(Of));

    private static bool Meet(Func<IReadOnlySet<string>?> last, IEnumerable<Func<IReadOnlySet<string>?>> since)
    {
        foreach (var other in since)
            if (last() is not { } own || other() is not { } theirs || own.Overlaps(theirs)) return true;
        return false;
    }

    private Func<IReadOnlySet<string>?> Of(Entry entry) =>
        () => _scan.Of(entry.Content.Archived.Hash, entry.From.Contract, entry.From.Layout, entry.Content.Archived.Length,
            () => archive.Open(entry.Content));

    private Func<IReadOnlySet<string>?> Of(KnownDelivery delivery) =>
        () => _scan.Of(delivery.ContentHash, delivery.Contract, delivery.Layout, delivery.ByteCount,
            () => archive.Open(delivery.ContentHash));

    private async Task<IEnumerable<(long, Standing)>> InWarehouse(IReadOnlyList<KnownDelivery> loaded) => loaded.Count == 0 ? []
        : (await warehouse.Behind<Line>("ask/delivery/standing", new { deliveries = Joined(loaded) })).GroupBy(l => l.Delivery)
            .Select(g => (g.Key, g.Any(l => !l.Older) ? Standing.Overtaken : Standing.Older));

    /// <summary>
    /// Deliveries with refused records that would be judged otherwise today: the sender has the right now, or lists and rules are others.
    /// </summary>
    private async Task<IReadOnlyList<long>> TakenOtherwise(OperationsChange change, IReadOnlyList<KnownDelivery> refused)
    {
        if (refused.Count == 0) return [];
        var senders = (await change.Query<Sender>("ask/sender/all")).ToDictionary(s => s.Code);
        var codes = refused.ToDictionary(d => d.Seq, d => senders.GetValueOrDefault(d.Sender)?.AllowedFacilities);
        return [.. (await warehouse.Behind<Refusal>("ask/delivery/refusals", new { deliveries = Joined(refused) }))
            .Where(r => r.Catalogue != catalogue.Digest
                || (r.Facility is { } place && (codes[r.Delivery] is null || codes[r.Delivery]!.Contains(place)))).Select(r => r.Delivery)
                .Distinct()];
    }

    private static string Joined(IEnumerable<KnownDelivery> deliveries) =>
        string.Join(',', deliveries.Select(d => d.Seq.ToString(CultureInfo.InvariantCulture)));

    private sealed record Line
    {
        public long Delivery { get; init; }
        public bool Older { get; init; }
    }

    private sealed record Refusal
    {
        public long Delivery { get; init; }
        public required string Catalogue { get; init; }
        public string? Facility { get; init; }
    }
}
