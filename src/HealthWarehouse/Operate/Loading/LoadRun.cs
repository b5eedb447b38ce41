using System.Collections.Concurrent;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Claims;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Standardise;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Operate.Loading;

/// <summary>
/// Loads one group of deliveries. Small ones are read in full, side by side, before the transaction begins, so that a broken one costs the others
/// nothing; a large one streams through the transaction, and if it breaks the transaction is undone and only the refusal is written.
/// </summary>
internal sealed class LoadRun(Workshop workshop, ContentArchive archive, XmlLimits limits, IReadOnlyDictionary<string, Sender> senders, ConcurrentDictionary<long, LoadProgress> progress)
{
    /// <summary>Larger deliveries, in bytes, are streamed.</summary>
    public const long SmallDelivery = 24 << 20;

    /// <summary>Most bytes one group may unpack to in memory; deliveries that would go beyond are streamed, however small they were packed.</summary>
    private const long GroupUnpacked = 64 << 20;

    private const int FlushRows = 60_000;
    private bool _hasActions;

    /// <summary>Reads and binds a group in memory; a large delivery is left to be streamed by <see cref="Write(Warehouse, ReadDelivery[], CancellationToken)"/>.</summary>
    public async Task<ReadDelivery[]> Read(IReadOnlyList<Delivery> group, CancellationToken stop)
    {
        foreach (var delivery in group) progress[delivery.Seq] = new(delivery.ByteCount);
        var read = new ReadDelivery[group.Count];
        var unpacked = 0L;
        await Parallel.ForAsync(0, group.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop },
            (i, token) => { read[i] = Read(group[i], bytes => Interlocked.Add(ref unpacked, bytes) <= GroupUnpacked, token); return ValueTask.CompletedTask; });
        return read;
    }

    /// <summary>Writes a group that was read, in order: small deliveries that stand together in one transaction, each large one in its own.</summary>
    public async Task<IReadOnlyList<Outcome>> Write(Warehouse warehouse, ReadDelivery[] read, CancellationToken stop)
    {
        var outcomes = new List<Outcome>(read.Length);
        for (int from = 0, to; from < read.Length; from = to)
        {
            for (to = from + 1; to < read.Length && !read[from].IsLarge && !read[to].IsLarge;) to++;
            outcomes.AddRange(read[from].IsLarge ? await Large(warehouse, read[from].Delivery, stop) : await Small(warehouse, read[from..to], stop));
        }
        return outcomes;
    }

    private async Task<IReadOnlyList<Outcome>> Small(Warehouse warehouse, ReadDelivery[] read, CancellationToken stop)
    {
        await warehouse.Write(writer => Write(writer, read), stop);
        return await Conclude(warehouse, read, stop);
    }

    private static bool IsLarge(Delivery delivery) => delivery.ByteCount > SmallDelivery && delivery.Contract != EpisodeAction.Contract;

    private async Task<IReadOnlyList<Outcome>> Conclude(Warehouse warehouse, ReadDelivery[] read, CancellationToken stop)
    {
        var counts = await Outcomes.Counts(warehouse, [.. read.Select(r => r.Delivery)], stop);
        foreach (var set in read.SelectMany(r => r.Sets)) workshop.Return(set);
        return [.. read.Select(r => Outcomes.Of(r.Delivery, r.Records, r.Refused, r.Broken is null && r.Kept > 0, r.Broken?.ToString(), counts))];
    }

    private async Task Write(WarehouseWriter writer, ReadDelivery[] read)
    {
        await workshop.Landing.Begin(writer);
        foreach (var r in read)
        {
            if (r.Delivery.State == DeliveryState.Replay) await workshop.Landing.Forget(writer, r.Delivery.Seq);
            await Note(writer, r);
            foreach (var set in r.Sets)
            {
                await Append(writer, set);
                if (workshop.Landing.Rows >= FlushRows) await Flush(writer);
            }
        }
        await Flush(writer);
    }

    private async Task Append(WarehouseWriter writer, BatchSet set)
    {
        _hasActions |= set.Actions.Rows > 0;
        await workshop.Landing.Append(writer, set);
    }

    private async Task Flush(WarehouseWriter writer)
    {
        await workshop.Landing.Check(writer);
        await workshop.Persons.Resolve(writer);
        await workshop.Core.Refresh(writer, _hasActions);
        await workshop.Landing.Begin(writer);
        _hasActions = false;
    }

    private async Task Note(WarehouseWriter writer, ReadDelivery r) =>
        await writer.Execute("std/delivery", new
        {
            delivery = r.Delivery.Seq, tracking = r.Delivery.Id, sender = r.Delivery.Sender, contract = r.Delivery.Contract, hash = r.Delivery.ContentHash,
            at = r.Delivery.ReceivedAt.UtcDateTime, facility = r.Facility, made = r.MadeOn, declared = r.Declared, records = r.Records, refused = r.Refused,
            loaded = r.Broken is null && r.Kept > 0, catalogue = workshop.Catalogue.Digest,
        });

    /// <summary>Reads one small delivery in full; one that is large, or finds no room in memory, is only marked.</summary>
    private ReadDelivery Read(Delivery delivery, Func<long, bool> hasRoom, CancellationToken stop)
    {
        if (IsLarge(delivery)) return new(delivery) { IsLarge = true };
        var result = new ReadDelivery(delivery);
        using var content = archive.Open(delivery.ContentHash);
        if (delivery.Contract == EpisodeAction.Contract) return ReadAction(result, content);
        var reader = new ClaimsReader(workshop.Catalogue.Claims.Envelope, limits);
        var context = Context(delivery);
        foreach (var group in reader.Read(content))
            using (group)
            {
                stop.ThrowIfCancellationRequested();
                if (!hasRoom(group.Bytes))
                {
                    foreach (var set in result.Sets) workshop.Return(set);
                    return new(delivery) { IsLarge = true };
                }
                result.Add(Bind(group, context, delivery.Seq));
            }
        return Close(result, reader);
    }

    private ReadDelivery Close(ReadDelivery result, ClaimsReader reader)
    {
        (result.Records, result.Broken) = (reader.Records, reader.Broken);
        (result.Facility, result.MadeOn, result.Declared) = (reader.Head.FacilityCode, reader.Head.MadeOn, reader.Declared);
        if (reader.Broken is { } broken)
        {
            foreach (var set in result.Sets) workshop.Return(set);
            result.Sets.Clear();
            result.Sets.Add(Refusal(result.Delivery, "R01-unreadable", broken.ToString()));
            (result.Kept, result.Refused) = (0, 0);
        }
        else if (reader.Records == 0) result.Sets.Add(Refusal(result.Delivery, "R01-no-record", null));
        else if (reader.Miscount is { } miscount)
            result.Sets.Add(Refusal(result.Delivery, "R01-count-differs", miscount.Found.ToString(CultureInfo.InvariantCulture), miscount.Declared));
        return result;
    }

    private ReadDelivery ReadAction(ReadDelivery result, Stream content)
    {
        var set = workshop.Set();
        result.Sets.Add(set);
        if (EpisodeAction.Read(content) is { } action)
        {
            ActionBinder.Bind(result.Delivery.Seq, action.FacilityCode, action.EpisodeCode, action.Action.ToString().ToLowerInvariant(), action.Reason, workshop.Vault, set);
            (result.Records, result.Kept, result.Facility) = (1, 1, action.FacilityCode);
        }
        else
        {
            result.Broken = new("nội dung không phải là yêu cầu huỷ hoặc khôi phục", 1, 0, null);
            FindingWriter.Write(set.Findings, new("R01-unreadable", null, null, null, result.Broken.ToString(), null, null), workshop.Catalogue.CheckById("R01-unreadable"), result.Delivery.Seq, null);
        }
        return result;
    }

    private BatchSet Bind(RecordGroup group, BindingContext context, long seq)
    {
        var binder = workshop.Binder();
        var set = workshop.Set();
        foreach (var record in group.Unpack()) binder.Bind(record, context, set);
        binder.Close(context, set);
        workshop.Return(binder);
        if (progress.TryGetValue(seq, out var p)) lock (p) (p.Read, p.Records) = (Math.Min(p.Bytes, p.Read + group.Bytes), p.Records + set.Records.Rows);
        return set;
    }

    private BatchSet Refusal(Delivery delivery, string rule, string? value, string? limit = null)
    {
        var set = workshop.Set();
        FindingWriter.Write(set.Findings, new(rule, null, null, null, value, limit, null), workshop.Catalogue.CheckById(rule), delivery.Seq, null);
        return set;
    }

    private BindingContext Context(Delivery delivery) =>
        new(delivery.Seq, delivery.Version, DateOnly.FromDateTime(delivery.ReceivedAt.UtcDateTime.AddHours(7)), senders.GetValueOrDefault(delivery.Sender)?.AllowedFacilities);

    /// <summary>Streams one large delivery through its own transaction: groups are unpacked on all cores while the one before is written.</summary>
    private async Task<IReadOnlyList<Outcome>> Large(Warehouse warehouse, Delivery delivery, CancellationToken stop)
    {
        var result = new ReadDelivery(delivery);
        try
        {
            await warehouse.Write(async writer =>
            {
                using var content = archive.Open(delivery.ContentHash);
                await workshop.Landing.Begin(writer);
                if (delivery.State == DeliveryState.Replay) await workshop.Landing.Forget(writer, delivery.Seq);
                await Note(writer, result);
                var reader = new ClaimsReader(workshop.Catalogue.Claims.Envelope, limits);
                await Stream(writer, reader, content, result, stop);
                if (reader.Broken is not null) throw new BrokenDeliveryException(reader);
                Close(result, reader);
                foreach (var set in result.Sets) await Append(writer, set);
                await Flush(writer);
                await writer.Execute("std/delivery-counts", new { delivery = delivery.Seq, facility = result.Facility, made = result.MadeOn, declared = result.Declared, records = result.Records, refused = result.Refused, loaded = result.Kept > 0 });
            }, stop);
        }
        catch (BrokenDeliveryException broken)
        {
            result = Close(new ReadDelivery(delivery), broken.Reader);
            await warehouse.Write(writer => Write(writer, [result]), stop);
        }
        return await Conclude(warehouse, [result], stop);
    }

    private async Task Stream(WarehouseWriter writer, ClaimsReader reader, Stream content, ReadDelivery result, CancellationToken stop)
    {
        var context = Context(result.Delivery);
        var ahead = new Queue<Task<BatchSet>>();
        foreach (var group in reader.Read(content))
        {
            ahead.Enqueue(Task.Run(() => Bind(group, context, result.Delivery.Seq), stop));
            if (ahead.Count > Environment.ProcessorCount) await Next();
        }
        while (ahead.Count > 0) await Next();

        async Task Next()
        {
            var set = await ahead.Dequeue();
            result.Count(set);
            await Append(writer, set);
            workshop.Return(set);
            if (workshop.Landing.Rows >= FlushRows) await Flush(writer);
        }
    }

    private sealed class BrokenDeliveryException(ClaimsReader reader) : Exception
    {
        public ClaimsReader Reader { get; } = reader;
    }
}

/// <summary>A delivery read and bound, waiting to be written.</summary>
internal sealed class ReadDelivery(Delivery delivery)
{
    public Delivery Delivery { get; } = delivery;

    /// <summary>Not read: it is to be streamed.</summary>
    public bool IsLarge { get; init; }

    public List<BatchSet> Sets { get; } = [];
    public BrokenFile? Broken { get; set; }
    public int Records { get; set; }
    public int Refused { get; set; }
    public int Kept { get; set; }
    public string? Facility { get; set; }
    public DateOnly? MadeOn { get; set; }
    public int? Declared { get; set; }

    public void Add(BatchSet set)
    {
        Sets.Add(set);
        Count(set);
    }

    public void Count(BatchSet set)
    {
        Refused += set.Refused;
        Kept += set.Records.Rows - set.Refused;
    }
}
