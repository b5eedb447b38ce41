using HealthWarehouse.Collect;
using HealthWarehouse.Guard.Audit;

namespace HealthWarehouse.Operate;

/// <summary>Looks at how the house is, each part on its own, so that one that does not answer hides none of the others.</summary>
public sealed class Condition(House house)
{
    private const long LittleMb = 2048, NothingMb = 200;
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(15), Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task<Readiness>? _glance;
    private long _glancedAt;

    /// <summary>What the start found that cannot be mended by itself.</summary>
    public IReadOnlyList<Notice> Found { get; set; } = [];

    /// <summary>As <see cref="Look"/>, at most a second old: anybody may ask, and however often.</summary>
    public Task<Readiness> Glance()
    {
        lock (_lock)
        {
            if (_glance is { IsFaulted: false } && Environment.TickCount64 - _glancedAt < 1000) return _glance;
            (_glance, _glancedAt) = (Look(), Environment.TickCount64);
            return _glance;
        }
    }

    public async Task<Readiness> Look(CancellationToken stop = default)
    {
        var notices = new List<Notice>(Found);
        if (house.Warehouse.Away is { } away) notices.Add(new("away", away, true));
        var alive = await Answers(() => house.Warehouse.Behind<int>("ask/operate/alive", null, stop), notices,
            new("warehouse", "Kho dữ liệu không trả lời; số liệu tạm dừng.", true));
        var queue = new Queue();
        var counts = (IReadOnlyDictionary<string, long>)new Dictionary<string, long>();
        var taking = await Answers(async () =>
        {
            queue = await house.Operations.One<Queue>("ask/operate/queue", null, stop) ?? queue;
            counts = await house.Ledger.Counts(null, stop);
        }, notices, new("ledger", "Sổ tiếp nhận không trả lời; chưa nhận được dữ liệu.", true));
        var waited = queue.Oldest is { } oldest ? (long)Math.Max(0, (house.Clock.GetUtcNow() - oldest).TotalSeconds) : 0;
        var aside = counts.GetValueOrDefault(DeliveryState.Quarantined);
        var free = new DriveInfo(house.Settings.Data).AvailableFreeSpace >> 20;
        var audit = taking ? await Audit(notices, stop) : new(false, 0);

        if (house.Pulse.IsFailing)
            notices.Add(new("loading", $"Việc nạp đang gặp sự cố và được thử lại (mã vết {house.Pulse.LastTrace})."));
        if (waited > LongWait.TotalSeconds)
            notices.Add(new("queue", $"Còn {queue.Deliveries} lần gửi chờ nạp, lâu nhất {waited / 60} phút."));
        if (aside > 0) notices.Add(new("quarantine", $"Có {aside} lần gửi để riêng vì chưa nạp được."));
        if (free < LittleMb) notices.Add(new("disk", $"Đĩa của thư mục dữ liệu chỉ còn {free} MB.", free < NothingMb));
        return new(new(alive && !house.Pulse.IsFailing, await Lease(stop), house.Pulse.LastSuccess, house.Pulse.LastFailure),
            new(queue.Deliveries, waited), aside, free, audit, notices);
    }

    /// <summary>
    /// The audit takes rows when the ledger's database takes a change and the mark outside of it can be moved; its newest row is not older
    /// than that mark.
    /// </summary>
    private async Task<AuditState> Audit(List<Notice> notices, CancellationToken stop)
    {
        var head = 0L;
        var canWrite = await Answers(async () =>
        {
            head = (await house.Operations.Write(change => change.One<AuditRow>("ask/audit/last"), stop))?.Seq ?? 0;
            using var probe = new FileStream(Path.Combine(house.AuditMarks.Folder, $".probe-{Guid.NewGuid():n}"), FileMode.Create,
                FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }, notices, new("audit", "Không ghi được nhật ký; dữ liệu cá nhân không mở được và không nhận được dữ liệu.", true));
        if (canWrite && head < house.AuditMarks.At)
            notices.Add(new("audit-cut",
                $"Nhật ký mất các dòng sau {head}: phải có đến {house.AuditMarks.At}. Hãy báo cán bộ an toàn thông tin."));
        return new(canWrite, head);
    }

    private async Task<string> Lease(CancellationToken stop)
    {
        try
        {
            return await house.Warehouse.Holds(stop) ? "here" : "elsewhere";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return "nobody";
        }
    }

    private static async Task<bool> Answers(Func<Task> ask, List<Notice> notices, Notice otherwise)
    {
        try
        {
            await ask().WaitAsync(Patience);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            notices.Add(otherwise);
            return false;
        }
    }

    private sealed record Queue
    {
        public long Deliveries { get; init; }
        public DateTimeOffset? Oldest { get; init; }
    }
}
