using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Collect;

/// <summary>A delivery of the ledger that has the content or the key of an entry (its place in the group).</summary>
public sealed record KnownDelivery
{
    public int Entry { get; init; }
    public bool ByKey { get; init; }
    public long Seq { get; init; }
    public required string Id { get; init; }
    public required string Sender { get; init; }
    public required string Contract { get; init; }
    public required string ContentHash { get; init; }
    public required string State { get; init; }
    public int Refused { get; init; }
    public long ByteCount { get; init; }
    public string? Layout { get; init; }
    internal bool IsWaiting => State is DeliveryState.Queued or DeliveryState.Replay;
}

/// <summary>What an entry is: new (then with the key its row is under), or a delivery that is known.</summary>
internal sealed record Judged(Entry Entry, Receipt Receipt, DateTimeOffset At, KnownDelivery? Known = null, string? Key = null)
{
    public bool IsNew => Receipt.Kind is ReceiptKind.Accepted;
}

/// <summary>
/// Judges the entries of a group in their order. A key stands for one content, for good. A content that came before is the delivery it was
/// while that is the last word on its episodes; when something else was said since, or its columns are to be read otherwise, it is a new
/// delivery.
/// </summary>
internal sealed class Verdicts(IEnumerable<KnownDelivery> known, IReadOnlyDictionary<long, Standing> standings, LastWord words,
    DateTimeOffset now)
{
    private readonly ILookup<int, KnownDelivery> _known = known.ToLookup(k => k.Entry);
    private readonly Dictionary<(string, string, string), Judged> _contents = [], _keys = [];
    private readonly List<Judged> _new = [];

    public IReadOnlyList<Judged> Of(IReadOnlyList<Entry> entries) => [.. entries.Select(Judge)];

    private Judged Judge(Entry entry, int i)
    {
        var (from, hash, at) = (entry.From, entry.Content.Archived.Hash, entry.At ?? now);
        var holder = from.IdempotencyKey is { } key ? _keys.GetValueOrDefault((from.Sender, from.Contract, key))
            ?? Ledger(entry, i, byKey: true) : null;
        if (holder is not null && HashOf(holder) != hash) return Again(entry, at, holder, ReceiptKind.Conflict, false);
        if (holder is not null && !from.KeyIsContents && holder.Receipt.State != DeliveryState.Rejected)
            return Again(entry, at, holder, ReceiptKind.Duplicate, Changes(holder) || IsOlder(holder));
        var last = _contents.GetValueOrDefault((from.Sender, from.Contract, hash)) ?? Ledger(entry, i, byKey: false);
        if (last is not null && LayoutOf(last) == from.Layout && !Changes(last))
            return Again(entry, at, last, ReceiptKind.Duplicate, IsOlder(last));
        var taken = new Judged(entry, new(Guid.CreateVersion7(at).ToString(), ReceiptKind.Accepted, DeliveryState.Queued), at,
            Key: holder is null ? from.IdempotencyKey : null);
        _new.Add(taken);
        _contents[(from.Sender, from.Contract, hash)] = taken;
        if (taken.Key is { } own) _keys[(from.Sender, from.Contract, own)] = taken;
        return taken;
    }

    private static Judged Again(Entry entry, DateTimeOffset at, Judged first, ReceiptKind kind, bool overtaken) =>
        new(entry, first.Receipt with { Kind = kind, Overtaken = overtaken && kind is ReceiptKind.Duplicate }, at, first.Known);

    private Judged? Ledger(Entry entry, int i, bool byKey) =>
        _known[i].FirstOrDefault(k => k.ByKey == byKey) is { } known
            ? new(entry, new(known.Id, ReceiptKind.Duplicate, known.State), now, known) : null;

    /// <summary>Whether its content would say something else than what is known, if it came again.</summary>
    private bool Changes(Judged last)
    {
        if (Actions.Are(last.Entry.From.Contract)) return false;
        if (last.Known is { } known && standings.GetValueOrDefault(known.Seq) is Standing.Overtaken) return true;
        if (last.Known is { } kept && !standings.ContainsKey(kept.Seq)) return false;               // shredded in part: it stays as it is
        var since = last.Known is null ? _new.SkipWhile(n => n != last).Skip(1) : _new;
        return words.AnyTouches(last.Entry, since.Select(n => n.Entry));
    }

    private bool IsOlder(Judged last) => last.Known is { } known && standings.GetValueOrDefault(known.Seq) is Standing.Older;

    private static string? LayoutOf(Judged judged) => judged.Known is { } known ? known.Layout : judged.Entry.From.Layout;

    private static string HashOf(Judged judged) => judged.Known?.ContentHash ?? judged.Entry.Content.Archived.Hash;
}
