using System.Collections.Concurrent;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Link;
using HealthWarehouse.Standardise;
using HealthWarehouse.Store;

namespace HealthWarehouse.Loading;

/// <summary>
/// Moves waiting deliveries from the archive to committed core, in the order of receipt: many small ones in one transaction, a large one
/// streamed in a transaction of its own. A delivery is loaded wholly or not at all; loading it twice is a no-op. One that cannot be loaded
/// holds up nobody: it is set aside (<see cref="CarefulLoad"/>); what is the world's fault (no database, no disk) is thrown, to be tried
/// again.
/// </summary>
public sealed class Loader : IDisposable
{
    private const long GroupBytes = 48 << 20;

    /// <summary>Most deliveries one pass takes at once.</summary>
    public const int GroupDeliveries = 4000;

    private readonly CatalogueFiles _catalogue;
    private readonly Warehouse _warehouse;
    private readonly DeliveryContents _contents;
    private readonly VaultDoor _vault;
    private readonly Ledger _ledger;
    private readonly XmlLimits _limits;
    private readonly Mismatches _mismatches;
    private readonly SemaphoreSlim _alone = new(1, 1);
    private readonly Setbacks _setbacks = new();
    private Workshop _workshop = null!;

    /// <summary>The holding of the lease under which tables and dimensions were made ready; null while another process loads.</summary>
    private long? _preparedUnder;

    public Loader(CatalogueFiles catalogue, Warehouse warehouse, DeliveryContents contents, VaultDoor vault, Ledger ledger, AuditLog audit,
        XmlLimits limits) =>
        (_catalogue, _warehouse, _contents, _vault, _ledger, _limits, _mismatches) =
            (catalogue, warehouse, contents, vault, ledger, limits, new(warehouse, audit));

    public void Dispose() => _alone.Dispose();

    /// <summary>How far the deliveries being loaded have come, by number.</summary>
    public ConcurrentDictionary<long, LoadProgress> Progress { get; } = new();

    /// <summary>Told after every committed batch with the numbers of the deliveries in it.</summary>
    public event Action<IReadOnlyCollection<Outcome>>? Committed;

    /// <summary>Told in words when the start found rows that stood twice, or versions known wrongly, and mended them.</summary>
    public event Action<string>? Repaired;

    /// <summary>
    /// Told of a delivery that was set aside: its tracking id, the number of the trace people are told, and what happened, for the log.
    /// </summary>
    public event Action<SetAside>? PutAside;

    /// <summary>
    /// Makes ready for the declarations as they are now: std tables, dimensions, compiled checks. Called at start and after an import.
    /// </summary>
    public async Task Prepare(CancellationToken stop = default)
    {
        await new TokenCovers(_warehouse, _vault.Tokens).Take(stop);
        if (await _warehouse.Holds(stop)) (_workshop, _preparedUnder) = (await Prepare(_warehouse, stop), _warehouse.Holding);
        else (_workshop, _preparedUnder) = (new(_catalogue, new(_catalogue.Contracts.Values), _vault), null);
    }

    /// <summary>
    /// What can be told of a content at once, for senders that wait for it; <paramref name="facilities"/> are those it may be of, null =
    /// all.
    /// </summary>
    public Survey Survey(string contract, Stream content, IReadOnlySet<string>? facilities, DateTimeOffset at,
        Collect.Formats.SheetMapping? mapping = null) =>
        new Surveyor(_workshop, _catalogue.ContractOf(contract))
            .Read(content, new(0, null, DateOnly.FromDateTime(at.UtcDateTime.AddHours(7)), facilities), mapping);

    /// <summary>What a surveyed content of a sender would change; null where its records stand each for itself.</summary>
    public async Task<Comparison?> Compare(string contract, Survey survey, string sender, CancellationToken stop = default)
    {
        var ends = _catalogue.ContractOf(contract).Subject.Ends;
        if (ends is Ending.Append || survey.Subjects.Count == 0) return null;
        var scopes = survey.Facilities.DefaultIfEmpty(sender);
        var told = (await _warehouse.One<Compared>("ask/delivery/compare",
            new { contract, subjects = string.Join(';', survey.Subjects), scopes = string.Join(';', scopes) }, stop))!;
        return new(told.Named - told.Known, told.Known, ends is Ending.Snapshot ? told.LeftOut : 0);
    }

    private sealed record Compared
    {
        public long Named { get; init; }
        public long Known { get; init; }
        public long LeftOut { get; init; }
    }

    /// <summary>Tools of the declarations as they are now.</summary>
    internal Workshop Workshop => _workshop;

    internal async Task<Workshop> Prepare(Warehouse warehouse, CancellationToken stop)
    {
        var layout = new StdLayout(_catalogue.Contracts.Values);
        warehouse.Furnish = writer => writer.Execute("std/batch-tables");
        await warehouse.Write(layout.Prepare, stop);
        await warehouse.Write(writer => Dimensions.Fill(writer, _catalogue), stop);
        var workshop = new Workshop(_catalogue, layout, _vault);
        await warehouse.Write(workshop.Core.Prepare, stop);
        await warehouse.Write(workshop.Restricted.Prepare, stop);
        if (await new Derived(workshop, warehouse).Repair(stop) is { } repaired) Repaired?.Invoke(repaired);
        await warehouse.Write(workshop.Rollups.Prepare, stop);
        return workshop;
    }

    /// <summary>Figures are not told while the warehouse lacks what it had: zeros in their place would be believed.</summary>
    internal async Task LookAway(CancellationToken stop) => _warehouse.Away = await _ledger.Left(stop) is > 0 and var left
        ? $"Kho dữ liệu đang được dựng lại từ kho lưu trữ (còn {left} lần gửi). Số liệu tạm dừng; dữ liệu gửi đến vẫn được nhận." : null;

    /// <summary>The lease has come here: another process may have imported lists meanwhile, and tables are made ready.</summary>
    private async Task TakeOver(CancellationToken stop)
    {
        _catalogue.LoadLists();
        await Prepare(stop);
    }

    /// <summary>
    /// Loads everything that waits; gives the number of deliveries dealt with. Where another process has the lease it is that one's to
    /// load.
    /// </summary>
    public async Task<int> LoadWaiting(CancellationToken stop = default)
    {
        var done = 0;
        await LookAway(stop);
        if (!await _warehouse.Holds(stop)) return 0;
        await _warehouse.Attend(stop);
        if (_preparedUnder != _warehouse.Holding) await TakeOver(stop);
        while (await _ledger.Waiting(GroupDeliveries, stop) is { Count: > 0 } waiting)
        {
            await Alone(async () =>
            {
                var settled = await Settled(_warehouse, waiting, stop);
                if (settled.Count > 0) await Note(waiting, settled);
                Delivery[] fresh = [.. waiting.ExceptBy(settled.Select(o => o.Seq), d => d.Seq)];
                await LoadAll(_warehouse, _workshop, fresh, loaded => Note(fresh, loaded), stop);
            }, stop);
            done += waiting.Count;
            await LookAway(stop);
        }
        if (done > 0) await Alone(() => new Derived(_workshop, _warehouse).Relink(stop), stop);
        return done;

        async Task Note(IReadOnlyList<Delivery> deliveries, IReadOnlyList<Outcome> loaded)
        {
            var outcomes = await _mismatches.Note(deliveries, loaded, stop);
            await _ledger.Done(outcomes, stop);
            Committed?.Invoke(outcomes);
        }
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
    internal async Task LoadAll(Warehouse warehouse, Workshop workshop, IReadOnlyList<Delivery> deliveries, Func<IReadOnlyList<Outcome>,
        Task> committed, CancellationToken stop)
    {
        var run = new LoadRun(workshop, _contents, _limits, Progress);
        var careful = new CarefulLoad(warehouse, workshop, run, group => Settled(warehouse, group, stop), committed, PutAside);
        var groups = Groups(deliveries);
        Task<ReadGroup>? ahead = null;
        try
        {
            for (var i = 0; i < groups.Count; i++)
            {
                (var group, var reading, ahead) = (groups[i], ahead, null);
                await _setbacks.Guard(group[0].Seq, async () =>
                {
                    var read = await (reading ?? run.Read(group, stop));
                    ahead = i + 1 < groups.Count ? run.Read(groups[i + 1], stop) : null;
                    await careful.Write(read, stop);
                }, fault => careful.Halve(group, fault, stop));
                foreach (var delivery in group) Progress.TryRemove(delivery.Seq, out _);
            }
        }
        finally
        {
            if (ahead is not null)
                await ahead.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            foreach (var delivery in deliveries) Progress.TryRemove(delivery.Seq, out _);
        }
    }

    /// <summary>
    /// After a crash, or a commit whose outcome nobody heard, the warehouse may hold what the ledger still counts as waiting: those are
    /// only noted.
    /// </summary>
    private static async Task<IReadOnlyList<Outcome>> Settled(Warehouse warehouse, IReadOnlyList<Delivery> waiting, CancellationToken stop)
    {
        Delivery[] queued = [.. waiting.Where(d => d.State == DeliveryState.Queued)];
        if (queued.Length == 0) return [];
        var held = (await warehouse.Behind<Held>("ask/operate/held", new { deliveries = string.Join(';', queued.Select(d => d.Seq)) },
            stop)).ToDictionary(h => h.Delivery);
        var known = queued.Where(d => held.GetValueOrDefault(d.Seq)?.Id == d.Id).ToArray();
        if (known.Length == 0) return [];
        var counts = await Outcomes.Counts(warehouse, known, stop);
        return [.. known.Select(d => held[d.Seq] is var h && h.SetAside
            ? CarefulLoad.Outcome(d, $"{h.Problem}.") : Outcomes.Of(d, h.Records, h.Refused, h.Loaded, null, counts))];
    }

    /// <summary>Writes into another warehouse what stands there of deliveries that were set aside.</summary>
    internal async Task NoteAside(Warehouse warehouse, Workshop workshop, IReadOnlyList<Delivery> aside, CancellationToken stop)
    {
        var run = new LoadRun(workshop, _contents, _limits, Progress);
        var careful =
            new CarefulLoad(warehouse, workshop, run, _ => Task.FromResult<IReadOnlyList<Outcome>>([]), _ => Task.CompletedTask, null);
        foreach (var delivery in aside) await careful.Note(delivery, delivery.Problem ?? "", stop);
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
        public required string Id { get; init; }
        public long Delivery { get; init; }
        public int Records { get; init; }
        public int Refused { get; init; }
        public bool Loaded { get; init; }
        public bool SetAside { get; init; }
        public string? Problem { get; init; }
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
