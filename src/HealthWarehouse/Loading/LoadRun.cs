using System.Collections.Concurrent;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Standardise;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Loading;

/// <summary>
/// Loads one group of deliveries. Small ones are read in full, side by side, before the transaction begins, so that a broken one costs the
/// others nothing; a large one is streamed, slice by slice.
/// </summary>
internal sealed class LoadRun(Workshop workshop, DeliveryContents contents, XmlLimits limits, ConcurrentDictionary<long,
    LoadProgress> progress)
{
    /// <summary>Larger deliveries, in bytes, are streamed.</summary>
    public const long SmallDelivery = 24 << 20;

    /// <summary>
    /// Most bytes one group may unpack to in memory; one that goes beyond is halved, and a delivery that does so alone is streamed, however
    /// small it was packed.
    /// </summary>
    private const long GroupUnpacked = 96 << 20;

    private const int SliceRows = 40_000, SetRows = 50_000;
    private readonly ConcurrentDictionary<string, IReadOnlySet<string>?> _facilities = new();
    private bool _hasActions;

    /// <summary>
    /// Reads and binds a group in memory, spread over all cores; a large delivery is left to be streamed by <see cref="Write(Warehouse,
    /// ReadGroup, CancellationToken)"/>.
    /// </summary>
    public async Task<ReadGroup> Read(IReadOnlyList<Delivery> group, CancellationToken stop)
    {
        foreach (var delivery in group) progress[delivery.Seq] = new(delivery.ByteCount);
        await contents.Ready(group, stop);
        var read = new ReadGroup([.. group.Select(d => new ReadDelivery(d))]);
        if (IsLarge(group[0]))
        {
            read.Deliveries[0].IsLarge = true;
            return read;
        }
        var unpacked = 0L;
        // Neighbours share a batch set: the engine takes few large appends far better than many small ones.
        var share = (group.Count + Environment.ProcessorCount - 1) / Environment.ProcessorCount;
        await Parallel.ForEachAsync(read.Deliveries.Chunk(share),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop }, (neighbours, token) =>
        {
            var set = read.Add(workshop.Set());
            foreach (var delivery in neighbours)
            {
                token.ThrowIfCancellationRequested();
                var before = set.Mark();
                try
                {
                    Read(delivery, set, bytes => Interlocked.Add(ref unpacked, bytes) <= GroupUnpacked);
                }
                catch (Exception fault) when (!Trouble.IsOfTheWorld(fault))
                {
                    if (!contents.IsThere) throw new ArchiveLostException(fault);
                    set.Revert(before);
                    delivery.Fault = fault;
                }
                if (set.Rows > SetRows) set = read.Add(workshop.Set());
            }
            return ValueTask.CompletedTask;
        });
        return read;
    }

    /// <summary>Writes a group that was read, in one transaction.</summary>
    public async Task<IReadOnlyList<Outcome>> Write(Warehouse warehouse, ReadGroup read, CancellationToken stop)
    {
        if (read.Deliveries is [{ IsLarge: true } only]) return await Large(warehouse, only.Delivery, stop);
        if (read.Deliveries.Any(r => r.IsLarge)) return await Halves(warehouse, read, stop);
        await warehouse.Write(writer => Write(writer, read), stop);
        return await Conclude(warehouse, read, stop);
    }

    private async Task<IReadOnlyList<Outcome>> Halves(Warehouse warehouse, ReadGroup read, CancellationToken stop)
    {
        foreach (var set in read.Sets) workshop.Return(set);
        var deliveries = read.Deliveries.Select(r => r.Delivery).ToArray();
        var outcomes = new List<Outcome>();
        foreach (var half in deliveries.Chunk((deliveries.Length + 1) / 2))
            outcomes.AddRange(await Write(warehouse, await Read(half, stop), stop));
        return outcomes;
    }

    private static bool IsLarge(Delivery delivery) => delivery.ByteCount > SmallDelivery && !Actions.Are(delivery.Contract);

    private async Task<IReadOnlyList<Outcome>> Conclude(Warehouse warehouse, ReadGroup read, CancellationToken stop)
    {
        var counts = await Outcomes.Counts(warehouse, [.. read.Deliveries.Select(r => r.Delivery)], stop);
        foreach (var set in read.Sets) workshop.Return(set);
        return [.. read.Deliveries.Select(r => Outcomes.Of(r.Delivery, r.Records, r.Refused, r.Loaded, r.Broken?.ToString(), counts))];
    }

    private async Task Write(WarehouseWriter writer, ReadGroup read)
    {
        await workshop.Landing.Begin(writer);
        await workshop.Landing.Note(writer, [.. read.Deliveries.Select(r => r.Note(workshop.Digest))]);
        foreach (var set in read.Sets) await Append(writer, set);
        await Flush(writer);
    }

    private async Task Append(WarehouseWriter writer, BatchSet set)
    {
        _hasActions |= set.Actions.Rows + set.DeliveryActions.Rows > 0;
        await workshop.Landing.Append(writer, set);
    }

    private async Task Flush(WarehouseWriter writer)
    {
        await workshop.Landing.Check(writer);
        await workshop.Restricted.Mark(writer, workshop.Landing.Tables);
        await workshop.Persons.Resolve(writer);
        var touched = await workshop.Core.Refresh(writer, workshop.Landing.Tables, _hasActions);
        await workshop.Rollups.Refresh(writer, touched);
        await workshop.Landing.CheckAgainstCore(writer);
        await workshop.Landing.Guard(writer);
        await workshop.Landing.Begin(writer);
        _hasActions = false;
    }

    /// <summary>
    /// Reads one small delivery into a set; when it breaks the set is as before, but for the finding; when there is no room for it in
    /// memory it is only marked.
    /// </summary>
    private void Read(ReadDelivery result, BatchSet set, Func<long, bool> hasRoom)
    {
        var before = set.Mark();
        using var content = contents.Open(result.Delivery);
        if (Actions.Are(result.Delivery.Contract))
        {
            ReadAction(result, content, set);
            return;
        }
        var reader = Reader(result.Delivery);
        var context = Context(result.Delivery);
        foreach (var group in reader.Read(content))
            using (group)
            {
                if (!hasRoom(group.Bytes))
                {
                    set.Revert(before);
                    result.IsLarge = true;
                    return;
                }
                Bind(group, context, result.Delivery, set);
            }
        result.Count(set, before);
        if (reader.Broken is not null) set.Revert(before);
        Close(result, reader, set);
    }

    /// <summary>What only the end of the file tells: whether it broke, how many records it held against those declared.</summary>
    private void Close(ReadDelivery result, DeliveryReader reader, BatchSet set)
    {
        (result.Records, result.Broken) = (reader.Records, reader.Broken);
        (result.Facility, result.MadeOn, result.Declared) = (reader.Head.FacilityCode, reader.Head.MadeOn, reader.Declared);
        if (reader.Broken is { } broken)
        {
            (result.Kept, result.Refused) = (0, 0);
            Tell(result.Delivery, set, "R01-unreadable", broken.ToString());
        }
        else if (reader.Records == 0) Tell(result.Delivery, set, "R01-no-record");
        else if (reader.Miscount is { } miscount)
            Tell(result.Delivery, set, "R01-count-differs", miscount.Found.ToString(CultureInfo.InvariantCulture), miscount.Declared);
        if (reader.Broken is not null) return;
        foreach (var note in reader.Notes) Tell(result.Delivery, set, note.Rule, note.Value, note.Limit);
    }

    private void ReadAction(ReadDelivery result, Stream content, BatchSet set)
    {
        if (result.Delivery.Contract == DeliveryAction.Contract)
        {
            if (DeliveryAction.Read(content) is { } whole)
            {
                ActionBinder.Bind(result.Delivery.Seq, whole.Delivery, whole.Action.ToString().ToLowerInvariant(), whole.Reason,
                    workshop.Vault, set);
                (result.Records, result.Kept) = (1, 1);
                return;
            }
        }
        else if (EpisodeAction.Read(content) is { } action)
        {
            ActionBinder.Bind(workshop.Catalogue.Usual.Subject, result.Delivery.Seq, action.FacilityCode, action.EpisodeCode,
                action.Action.ToString().ToLowerInvariant(), action.Reason, action.Record, workshop.Vault, set);
            (result.Records, result.Kept, result.Facility) = (1, 1, action.FacilityCode);
            return;
        }
        result.Broken = new("nội dung không phải là yêu cầu huỷ hoặc khôi phục", 1, 0, null);
        Tell(result.Delivery, set, "R01-unreadable", result.Broken.ToString());
    }

    private DeliveryReader Reader(Delivery delivery) =>
        contents.Reader(workshop.Catalogue.ContractOf(delivery.Contract), delivery, limits);

    private void Bind(RecordGroup group, BindingContext context, Delivery delivery, BatchSet set)
    {
        var binder = workshop.Binder(delivery.Contract);
        foreach (var record in group.Unpack()) binder.Bind(record, context, set);
        binder.Close(context, set);
        workshop.Return(binder);
        if (progress.TryGetValue(delivery.Seq, out var p)) p.Add(group.Bytes, group.Taken);
    }

    /// <summary>A finding about the delivery as a whole.</summary>
    private void Tell(Delivery delivery, BatchSet set, string rule, string? value = null, string? limit = null) =>
        FindingWriter.Write(set.Findings, new(rule, null, null, null, value, limit, null), workshop.Catalogue.CheckById(rule),
            delivery.Seq, null);

    private BindingContext Context(Delivery delivery) =>
        Context(delivery,
            delivery.Facilities is { } list
            ? _facilities.GetOrAdd(list, Sender.FacilitiesIn) : null) with { Redaction = Residues.Read(contents.Residue(delivery.Seq)) };

    internal static BindingContext Context(Delivery delivery, IReadOnlySet<string>? facilities) =>
        new(delivery.Seq, delivery.Version, DateOnly.FromDateTime(delivery.ReceivedAt.UtcDateTime.AddHours(7)), facilities)
        {
            KnownAt = delivery.KnownAt.UtcDateTime.AddHours(7), ByReceipt = delivery.Rules < 2,
        };

    /// <summary>
    /// Loads one large delivery in bounded memory: read to its end once, so that a broken one leaves only its refusal, then written slice
    /// by slice, each in its own transaction. Until the last slice its row in std.delivery says it is not complete; whoever finds it so
    /// begins again.
    /// </summary>
    private async Task<IReadOnlyList<Outcome>> Large(Warehouse warehouse, Delivery delivery, CancellationToken stop)
    {
        var result = new ReadDelivery(delivery) { IsComplete = false };
        var reader = Survey(delivery, stop);
        if (reader.Broken is not null)
        {
            var refusal = new ReadGroup([new ReadDelivery(delivery)]);
            Close(refusal.Deliveries[0], reader, refusal.Add(workshop.Set()));
            await warehouse.Write(writer => Write(writer, refusal), stop);
            return await Conclude(warehouse, refusal, stop);
        }
        await warehouse.Write(async writer =>
        {
            await workshop.Landing.Begin(writer);
            await workshop.Landing.Note(writer, [result.Note(workshop.Digest)]);
            await Flush(writer);
        }, stop);
        await Stream(warehouse, result, stop);
        var last = workshop.Set();
        Close(result, reader, last);
        await warehouse.Write(async writer =>
        {
            await workshop.Landing.Begin(writer);
            await Append(writer, last);
            await Flush(writer);
            await writer.Execute("std/delivery-counts",
                new { delivery = delivery.Seq, facility = result.Facility, made = result.MadeOn, declared = result.Declared,
                records = result.Records, refused = result.Refused, loaded = result.Loaded });
        }, stop);
        workshop.Return(last);
        return await Conclude(warehouse, new([result]), stop);
    }

    private DeliveryReader Survey(Delivery delivery, CancellationToken stop)
    {
        using var content = contents.Open(delivery);
        return Reader(delivery).Survey(content, stop);
    }

    /// <summary>Writes slices of a large delivery while the next groups are unpacked on all cores.</summary>
    private async Task Stream(Warehouse warehouse, ReadDelivery result, CancellationToken stop)
    {
        using var content = contents.Open(result.Delivery);
        using var groups = Reader(result.Delivery).Read(content).GetEnumerator();
        var context = Context(result.Delivery);
        var ahead = new Queue<Task<BatchSet>>();
        for (var set = await Next(); set is not null;)
            await warehouse.Write(async writer =>
            {
                await workshop.Landing.Begin(writer);
                for (; set is not null && workshop.Landing.Rows < SliceRows; set = await Next())
                {
                    result.Count(set, BatchMark.Start);
                    await Append(writer, set);
                    workshop.Return(set);
                }
                await Flush(writer);
            }, stop);

        async Task<BatchSet?> Next()
        {
            while (ahead.Count <= Environment.ProcessorCount && groups.MoveNext())
            {
                var group = groups.Current;
                ahead.Enqueue(Task.Run(() =>
                {
                    var set = workshop.Set();
                    using (group) Bind(group, context, result.Delivery, set);
                    return set;
                }, stop));
            }
            return ahead.TryDequeue(out var first) ? await first : null;
        }
    }
}
