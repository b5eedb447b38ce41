using System.Collections.Concurrent;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Claims;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Link;
using HealthWarehouse.Standardise;
using HealthWarehouse.Store;

namespace HealthWarehouse.Operate.Loading;

/// <summary>
/// Moves waiting deliveries from the archive to committed core, in the order of receipt: many small ones in one transaction, a large one
/// streamed in a transaction of its own. A delivery is loaded wholly or not at all; loading it twice is a no-op.
/// </summary>
public sealed class Loader : IDisposable
{
    private const long GroupBytes = 48 << 20;
    private const int GroupDeliveries = 4000;

    private readonly CatalogueFiles _catalogue;
    private readonly Warehouse _warehouse;
    private readonly DeliveryContents _contents;
    private readonly VaultDoor _vault;
    private readonly Ledger _ledger;
    private readonly XmlLimits _limits;
    private readonly Mismatches _mismatches;
    private readonly SemaphoreSlim _alone = new(1, 1);
    private Workshop _workshop = null!;

    public Loader(CatalogueFiles catalogue, Warehouse warehouse, DeliveryContents contents, VaultDoor vault, Ledger ledger, AuditLog audit, XmlLimits limits) =>
        (_catalogue, _warehouse, _contents, _vault, _ledger, _limits, _mismatches) = (catalogue, warehouse, contents, vault, ledger, limits, new(warehouse, audit));

    public void Dispose() => _alone.Dispose();

    /// <summary>How far the deliveries being loaded have come, by number.</summary>
    public ConcurrentDictionary<long, LoadProgress> Progress { get; } = new();

    /// <summary>Told after every committed batch with the numbers of the deliveries in it.</summary>
    public event Action<IReadOnlyCollection<Outcome>>? Committed;

    /// <summary>Told in words when the start found rows that stood twice, or versions known wrongly, and mended them.</summary>
    public event Action<string>? Repaired;

    /// <summary>Makes ready for the declarations as they are now: std tables, dimensions, compiled checks. Called at start and after an import.</summary>
    public async Task Prepare(CancellationToken stop = default) => _workshop = await Prepare(_warehouse, stop);

    /// <summary>What can be told of a content at once, for senders that wait for it; <paramref name="facilities"/> are those it may be of, null = all.</summary>
    public Survey Survey(Stream content, IReadOnlySet<string>? facilities, DateTimeOffset at) =>
        new Surveyor(_workshop).Read(content, new(0, null, DateOnly.FromDateTime(at.UtcDateTime.AddHours(7)), facilities));

    /// <summary>Tools of the declarations as they are now.</summary>
    internal Workshop Workshop => _workshop;

    internal async Task<Workshop> Prepare(Warehouse warehouse, CancellationToken stop)
    {
        var layout = new StdLayout(_catalogue.Claims);
        await warehouse.Write(layout.Prepare, stop);
        await warehouse.Write(writer => Dimensions.Fill(writer, _catalogue), stop);
        var workshop = new Workshop(_catalogue, layout, _vault);
        await warehouse.Write(workshop.Restricted.Prepare, stop);
        if (await new Derived(workshop, warehouse).Repair(stop) is { } repaired) Repaired?.Invoke(repaired);
        await warehouse.Write(workshop.Rollups.Prepare, stop);
        return workshop;
    }

    /// <summary>Loads everything that waits; gives the number of deliveries dealt with.</summary>
    public async Task<int> LoadWaiting(CancellationToken stop = default)
    {
        var done = 0;
        while (await _ledger.Waiting(GroupDeliveries, stop) is { Count: > 0 } waiting)
        {
            await Alone(async () =>
            {
                var fresh = await Forgotten(waiting, stop);
                await LoadAll(_warehouse, _workshop, fresh, async loaded =>
                {
                    var outcomes = await _mismatches.Note(fresh, loaded, stop);
                    await _ledger.Done(outcomes, stop);
                    Committed?.Invoke(outcomes);
                }, stop);
            }, stop);
            done += waiting.Count;
        }
        return done;
    }

    /// <summary>Runs <paramref name="work"/> while nothing is being loaded, nor read ahead to be loaded.</summary>
    internal async Task Alone(Func<Task> work, CancellationToken stop)
    {
        await _alone.WaitAsync(stop);
        try
        {
            await work();
        }
        finally
        {
            _alone.Release();
        }
    }

    /// <summary>Loads deliveries into a warehouse, group by group: while one group is written, the next is read.</summary>
    internal async Task LoadAll(Warehouse warehouse, Workshop workshop, IReadOnlyList<Delivery> deliveries, Func<IReadOnlyList<Outcome>, Task> committed, CancellationToken stop)
    {
        var run = new LoadRun(workshop, _contents, _limits, Progress);
        var groups = Groups(deliveries);
        Task<ReadGroup>? ahead = null;
        try
        {
            for (var i = 0; i < groups.Count; i++)
            {
                var read = await (ahead ?? run.Read(groups[i], stop));
                ahead = i + 1 < groups.Count ? run.Read(groups[i + 1], stop) : null;
                await committed(await run.Write(warehouse, read, stop));
                foreach (var delivery in groups[i]) Progress.TryRemove(delivery.Seq, out _);
            }
        }
        finally
        {
            if (ahead is not null) await ahead.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            foreach (var delivery in deliveries) Progress.TryRemove(delivery.Seq, out _);
        }
    }

    /// <summary>After a crash the warehouse may hold what the ledger still counts as waiting: those are only noted.</summary>
    private async Task<IReadOnlyList<Delivery>> Forgotten(IReadOnlyList<Delivery> waiting, CancellationToken stop)
    {
        if (waiting.All(d => d.State == DeliveryState.Replay)) return waiting;
        var held = (await _warehouse.Query<Held>("std/loaded", new { deliveries = string.Join(';', waiting.Where(d => d.State == DeliveryState.Queued).Select(d => d.Seq)) }, stop)).ToDictionary(h => h.Delivery);
        var known = waiting.Where(d => d.State == DeliveryState.Queued && held.ContainsKey(d.Seq)).ToArray();
        if (known.Length > 0)
        {
            var counts = await Outcomes.Counts(_warehouse, known, stop);
            Outcome[] outcomes = [.. known.Select(d => Outcomes.Of(d, held[d.Seq].Records, held[d.Seq].Refused, held[d.Seq].Loaded, null, counts))];
            await _ledger.Done([.. await _mismatches.Note(known, outcomes, stop)], stop);
        }
        return [.. waiting.Except(known)];
    }

    private static List<List<Delivery>> Groups(IReadOnlyList<Delivery> deliveries)
    {
        var groups = new List<List<Delivery>>();
        var bytes = 0L;
        foreach (var delivery in deliveries)
        {
            if (groups.Count == 0 || delivery.ByteCount > LoadRun.SmallDelivery || bytes + delivery.ByteCount > GroupBytes)
            {
                groups.Add([]);
                bytes = delivery.ByteCount > LoadRun.SmallDelivery ? GroupBytes : 0;
            }
            groups[^1].Add(delivery);
            bytes += delivery.ByteCount;
        }
        return groups;
    }

    private sealed record Held
    {
        public long Delivery { get; init; }
        public int Records { get; init; }
        public int Refused { get; init; }
        public bool Loaded { get; init; }
    }
}

/// <summary>How far loading one delivery has come: bytes read of bytes in all, and records.</summary>
public sealed class LoadProgress(long bytes)
{
    public long Bytes { get; } = bytes;
    public long Read { get; private set; }
    public int Records { get; private set; }

    public void Add(long bytes, int records)
    {
        lock (this) (Read, Records) = (Math.Min(Bytes, Read + bytes), Records + records);
    }
}
