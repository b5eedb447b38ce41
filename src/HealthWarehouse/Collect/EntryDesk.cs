using System.Text.Json;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Collect;

/// <summary>
/// Enters a group of contents in the ledger, all in one transaction: finds what each is (new, known, or in conflict with its key), lays
/// the new ones ready in the archive, and only then writes their rows; once those are safe the contents are settled. What was laid and not
/// entered is swept away. Whoever takes content out of the archive does it in such a transaction too, and takes the same turn.
/// </summary>
public sealed class EntryDesk(Operations operations, ContentArchive archive, DeliveryContents kept, LastWord words, TimeProvider clock)
{
    private const string Times = "yyyy-MM-dd HH:mm:ss.ffffff";
    internal static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal async Task<IReadOnlyList<Receipt>> Enter(IReadOnlyList<Entry> entries)
    {
        archive.Ready([.. entries.Select(e => e.Content)]);
        var receipts = await operations.Write(async change =>
        {
            await Turn(change);
            var known = await change.Query<KnownDelivery>("ask/delivery/known", new { asked = Asked(entries) });
            var standings = await words.Of(change, [.. known.DistinctBy(k => k.Seq).Where(k => kept.Redacted(k.Seq) is null)]);
            var verdicts = new Verdicts(known, standings, words, clock.GetUtcNow()).Of(entries);
            await Place(change, verdicts);
            await Write(change, verdicts);
            return (IReadOnlyList<Receipt>)[.. verdicts.Select(v => v.Receipt)];
        });
        foreach (var entry in entries) archive.Settle(entry.Content.Archived.Hash);
        return receipts;
    }

    /// <summary>
    /// Settles what was laid and entered, and takes away what nothing holds: its entry failed, or the process died before it. Gives how
    /// many went.
    /// </summary>
    internal async Task<int> Sweep(CancellationToken stop)
    {
        if (archive.Laid.Count == 0) return 0;
        return await operations.Write(async change =>
        {
            await Turn(change);
            var gone = 0;
            foreach (var hash in archive.Laid)
                if ((await change.Query<long>("ask/shredding/holders", new { hash }))[0] > 0) archive.Settle(hash);
                else
                {
                    archive.TakeUp(hash);
                    gone++;
                }
            return gone;
        }, stop);
    }

    /// <summary>Waits until no other process of this house enters anything, or takes content away.</summary>
    internal static Task Turn(OperationsChange change) => change.Query<object>("ask/delivery/turn");

    /// <summary>
    /// A content that is there already stays, unless its keys are gone or about to go; one that a known delivery has lost is given back.
    /// </summary>
    private async Task Place(OperationsChange change, IReadOnlyList<Judged> verdicts)
    {
        var wanted = verdicts.Where(v => v.IsNew
            || (v.Known is { } known && known.ContentHash == v.Entry.Content.Archived.Hash && kept.Redacted(known.Seq) is null
            && !archive.Holds(known.ContentHash)));
        Staged[] contents = [.. wanted.Select(v => v.Entry.Content).DistinctBy(c => c.Archived.Hash)];
        Staged[] there = [.. contents.Where(c => archive.Holds(c.Archived.Hash))];
        if (there.Length > 0)
        {
            var going = (await change.Query<string>("ask/shredding/going")).ToHashSet();
            archive.Place([.. there.Where(c => going.Contains(c.Archived.Hash) || !archive.CanOpen(c.Archived.Hash))]);
        }
        archive.Lay([.. contents.Except(there)]);
    }

    private static async Task Write(OperationsChange change, IReadOnlyList<Judged> verdicts)
    {
        Judged[] taken = [.. verdicts.Where(v => v.IsNew)];
        var known = taken.Length > 0 ? await KnownAt(change, taken) : [];
        var rows = taken.Select((v, i) => new
        {
            i, v.Receipt.TrackingId, v.Entry.From.Sender, v.Entry.From.Channel, v.Entry.From.Contract, v.Entry.From.Version, v.Key,
                Hash = v.Entry.Content.Archived.Hash,
            Bytes = v.Entry.Content.Archived.Length, v.Entry.From.FileName, At = Text(v.At), Known = Text(known[i]), v.Entry.From.Layout,
        }).ToArray();
        if (rows.Length > 0) await change.Execute("ask/delivery/add", new { rows = JsonSerializer.Serialize(rows, Json) });
        var episodes = taken.SelectMany(v =>
            (v.Entry.Episodes ?? []).Select(e => new { delivery = v.Receipt.TrackingId, e.Facility, e.Episode })).ToArray();
        if (episodes.Length > 0) await change.Execute("ask/delivery/episode-add", new { rows = JsonSerializer.Serialize(episodes, Json) });
        var events = verdicts.Where(v => v.Receipt.Kind is not ReceiptKind.Conflict).Select(v => new
        {
            v.Receipt.TrackingId, At = Text(v.At), Type = v.IsNew ? "Received" : "Duplicate", Message = v.IsNew
                ? v.Entry.From.FileName
                : $"Gửi lại qua {v.Entry.From.Channel}{(v.Receipt.Overtaken ? "; đã có bản mới hơn, không thay đổi gì" : "")}",
        });
        await change.Execute("ask/delivery/add-events", new { rows = JsonSerializer.Serialize(events, Json) });
    }

    /// <summary>
    /// When each counts as known: on receipt, but always after the one before it, be it by a millionth of a second; so no two are known
    /// at one instant.
    /// </summary>
    private static async Task<DateTimeOffset[]> KnownAt(OperationsChange change, IReadOnlyList<Judged> taken)
    {
        var last = await change.One<DateTimeOffset?>("ask/delivery/last-known") ?? DateTimeOffset.MinValue;
        return [.. taken.Select(v => last = Whole(v.At) is var at && at > last ? at : last.AddMicroseconds(1))];

        // what the ledger keeps of it
        static DateTimeOffset Whole(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private static string Asked(IReadOnlyList<Entry> entries) =>
        JsonSerializer.Serialize(entries.Select((e, i) =>
            new { i, e.From.Sender, e.From.Contract, Hash = e.Content.Archived.Hash, Key = e.From.IdempotencyKey }), Json);

    internal static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(Times, CultureInfo.InvariantCulture);
}
