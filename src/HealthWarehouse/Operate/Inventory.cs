using HealthWarehouse.Collect;
using HealthWarehouse.Loading;
using HealthWarehouse.Store;

namespace HealthWarehouse.Operate;

/// <summary>What the comparison of ledger, archive and warehouse found and did.</summary>
public sealed record InventoryResult(int LoadedAgain, int GivenBack, IReadOnlyList<string> MissingFiles, int Unexplained)
{
    public IEnumerable<Notice> Notices()
    {
        if (LoadedAgain > 0)
            yield return new("loaded-again", $"Kho dữ liệu thiếu {LoadedAgain} lần gửi đã nạp; đang nạp lại từ kho lưu trữ.");
        if (GivenBack > 0)
            yield return new("given-back", $"Sổ tiếp nhận thiếu {GivenBack} lần gửi kho đã nạp (sổ cũ được chép lại?); đã ghi lại vào sổ.");
        if (MissingFiles.Count > 0)
            yield return new("archive-missing",
                $"Kho lưu trữ thiếu tệp của {MissingFiles.Count} lần gửi (ví dụ {MissingFiles[0]}); hãy chép lại từ bản sao lưu.");
        if (Unexplained > 0)
            yield return new("unexplained",
                $"Kho dữ liệu giữ {Unexplained} lần gửi mà sổ và kho lưu trữ không có; hãy chạy khoyte rebuild.");
    }
}

/// <summary>
/// Compares ledger, archive and warehouse by content, not by number: after an older ledger was put back, or the warehouse was lost, numbers
/// mean other deliveries. What the warehouse lacks is loaded again; what only the warehouse remembers is given back to the ledger; the rest
/// is told.
/// </summary>
internal sealed class Inventory(House house)
{
    private readonly Dictionary<long, Line> _held = [];

    public async Task<InventoryResult> Take(CancellationToken stop)
    {
        var ledger = await house.Operations.Query<Line>("ask/operate/ledger", null, stop);
        foreach (var held in await house.Warehouse.Behind<Line>("ask/operate/holdings", null, stop)) _held[held.Seq] = held;
        var (again, lost) = (new List<(Line Line, string State)>(), new List<Line>());
        foreach (var line in ledger)
        {
            var isHeld = _held.Remove(line.Seq, out var held);
            if (isHeld && !line.IsSame(held!))
            {
                lost.Add(held!);
                again.Add((line, DeliveryState.Replay));
            }
            else if (isHeld && !held!.Complete && !line.Waits) again.Add((line, DeliveryState.Replay));
            else if (!isHeld && !line.Waits && line.State != DeliveryState.Quarantined) again.Add((line, DeliveryState.Queued));
        }
        var ids = ledger.Select(l => l.Id).ToHashSet();
        lost.AddRange(_held.Values);
        var (back, unexplained) = (0, 0);
        foreach (var one in lost.Where(l => !ids.Contains(l.Id)).OrderBy(l => !_held.ContainsKey(l.Seq)).ThenBy(l => l.Seq))
            if (await GiveBack(one, _held.ContainsKey(one.Seq), stop)) back++;
            else unexplained++;
        if (back > 0) await OldDecisions.Fill(house.Operations, house.Warehouse, stop);
        foreach (var (line, state) in again) await Again(line, state, stop);
        var missing = await Task.Run(() =>
            ledger.Where(l => !house.Archive.Holds(house.Contents.HashOf(l.Seq, l.ContentHash))).Select(l => l.Id).ToArray(), stop);
        return new(again.Count, back, missing, unexplained);
    }

    private Task Again(Line line, string state, CancellationToken stop) => house.Operations.Write(async change =>
    {
        await change.Execute("ask/delivery/again", new { line.Seq, state });
        return await change.Execute("ask/delivery/event",
            new { line.Id, at = house.Clock.GetUtcNow(), type = "Replay", message = "Nạp lại: kho dữ liệu không còn giữ lần gửi này" });
    }, stop);

    /// <summary>Under its own number where that is free in the ledger, else under a new one, to be loaded anew.</summary>
    private async Task<bool> GiveBack(Line lost, bool isFree, CancellationToken stop)
    {
        if (!house.Archive.Holds(lost.ContentHash)) return false;
        long bytes;
        await using (var content = house.Archive.Open(lost.ContentHash)) bytes = await ArchiveCheck.LengthOf(content, stop);
        var at = new DateTimeOffset(lost.ReceivedAt, TimeSpan.Zero);
        await GiveBack(house,
            new(isFree ? lost.Seq : null, lost.Id, lost.Sender, lost.Contract, lost.ContentHash, bytes, at,
            new(lost.KnownAt, TimeSpan.Zero), lost.Rules), "Sổ đã mất dòng này; ghi lại theo kho dữ liệu", stop);
        return true;
    }

    /// <summary>
    /// Writes a line of the ledger that was lost. At the end of it nothing counts as known before what stands there already.
    /// </summary>
    internal static Task GiveBack(House house, LostLine lost, string why, CancellationToken stop) => house.Operations.Write(async change =>
    {
        await EntryDesk.Turn(change);
        var newest = await change.One<Newest>("ask/operate/newest");
        var known = lost.Seq is null && newest?.KnownAt > lost.KnownAt ? newest.KnownAt : lost.KnownAt;
        await change.Execute("ask/delivery/give-back",
            new { seq = lost.Seq ?? (newest?.Seq ?? 0) + 1, lost.Id, lost.Sender, lost.Contract, hash = lost.Hash, lost.Bytes, lost.At,
            known, lost.Rules });
        return await change.Execute("ask/delivery/event", new { lost.Id, at = house.Clock.GetUtcNow(), type = "Received", message = why });
    }, stop);

    private sealed record Newest
    {
        public long Seq { get; init; }
        public DateTimeOffset KnownAt { get; init; }
    }

    /// <summary>A delivery as the ledger or the warehouse knows it.</summary>
    private sealed record Line
    {
        public long Seq { get; init; }
        public required string Id { get; init; }
        public required string Sender { get; init; }
        public required string Contract { get; init; }
        public required string ContentHash { get; init; }
        public string State { get; init; } = "";
        public bool WasLoaded { get; init; }
        public DateTime ReceivedAt { get; init; }
        public DateTime KnownAt { get; init; }
        public int Rules { get; init; }
        public bool Complete { get; init; }

        public bool Waits => State is DeliveryState.Queued or DeliveryState.Replay;

        public bool IsSame(Line other) => Id == other.Id && ContentHash == other.ContentHash;
    }
}

/// <summary>A line the ledger lost; without a number it goes to the end.</summary>
internal sealed record LostLine(long? Seq, string Id, string Sender, string Contract, string Hash, long Bytes, DateTimeOffset At,
    DateTimeOffset KnownAt, int Rules);
