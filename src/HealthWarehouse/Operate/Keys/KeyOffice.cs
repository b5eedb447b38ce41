using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Vault;

namespace HealthWarehouse.Operate.Keys;

/// <summary>A key in the list: never the key itself; <c>Needed</c> is what stands under it, null where that is not counted.</summary>
public sealed record KeyLine(KeyCard Card, bool IsNewest, long? Needed);

/// <summary>Work that puts what stands under old keys under the newest.</summary>
public sealed record KeyJob
{
    public const string Waiting = "waiting", Finished = "done", Cancelled = "cancelled", Failed = "failed";

    public required string Id { get; init; }
    public required string KeyUse { get; init; }
    public int Number { get; init; }
    public required string State { get; init; }
    public long Done { get; init; }
    public long Total { get; init; }
    public required string Place { get; init; }
    public required string ByAccount { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? Problem { get; init; }
}

/// <summary>
/// The life of the keys (domain §5.3 A6): made, rotated without stopping, retired once nothing needs them. Each step is in the audit before
/// it is taken; the keys themselves are never told.
/// </summary>
public sealed class KeyOffice(House house) : IDisposable
{
    private readonly SemaphoreSlim _asked = new(0);
    private CancellationTokenSource? _running;

    public void Dispose() => _asked.Dispose();

    /// <summary>Every key with what stands under it.</summary>
    public async Task<IReadOnlyList<KeyLine>> List(CancellationToken stop = default)
    {
        var needed = await Needed(stop);
        return [.. house.Keys.Cards.Select(c =>
            new KeyLine(c, c.Number == house.Keys.Newest(c.Use), IsCounted(c.Use) ? needed.GetValueOrDefault((c.Use, c.Number)) : null))];
    }

    public Task<IReadOnlyList<KeyJob>> Jobs(CancellationToken stop = default) => house.Operations.Query<KeyJob>("ask/key/jobs", null, stop);

    /// <summary>Makes a new key; new content is under it at once, what stands under older ones follows in the background.</summary>
    public async Task<int> Rotate(string use, Viewer viewer, CancellationToken stop = default)
    {
        Must(viewer);
        await house.Warehouse.MustHold(stop);
        if (house.Keys.Newest(use) == 0) throw new RefusedException($"Không có loại khoá '{use}'.");
        if (use is nameof(KeyUse.Signing)) throw new RefusedException("Khoá ký mốc đổi cùng với khoá nhật ký: hãy đổi khoá Audit.");
        if (use is nameof(KeyUse.Cover)) throw new RefusedException("Khoá che thẻ nhận dạng đổi cùng mỗi lần huỷ khoá.");
        if (use is nameof(KeyUse.Tokens)) throw new RefusedException("Khoá thẻ nhận dạng chỉ đổi được khi dựng lại kho.");
        if (use is nameof(KeyUse.Audit)) house.AuditKeys.MustBeNewest();
        await Audit(viewer, "key-rotate", $"{use}/{house.Keys.Newest(use) + 1}", null, stop);
        var number = house.Keys.Rotate(use);
        if (use is nameof(KeyUse.Audit)) await house.Audit.Turn(stop);
        else if (use is nameof(KeyUse.Leaves)) house.Leaves.Save();
        else if (IsCounted(use)) await Ask(use, number, viewer, stop);
        return number;
    }

    /// <summary>Changes the master key; no data key and no data changes.</summary>
    public async Task ChangeMaster(Viewer viewer, CancellationToken stop = default)
    {
        Must(viewer);
        await house.Warehouse.MustHold(stop);
        await Audit(viewer, "key-rotate", "master", null, stop);
        house.Keys.ChangeMaster();
    }

    /// <summary>
    /// Does away with an old key. Refused while anything stands under it: loading is held meanwhile, so that nothing read ahead still does.
    /// </summary>
    public async Task Retire(string use, int number, Viewer viewer, CancellationToken stop = default)
    {
        Must(viewer);
        await house.Warehouse.MustHold(stop);
        if (!IsCounted(use) && use is not nameof(KeyUse.Leaves))
            throw new RefusedException($"Khoá {use} cũ còn cần để kiểm chứng những gì đã ghi, không thôi được.");
        await house.Loader.Alone(async () =>
        {
            var needed = use is nameof(KeyUse.Leaves) ? (house.Leaves.KeyNumber == number ? 1 : 0) : (await Needed(stop))
                .GetValueOrDefault((use, number)) + (await Needed(stop)).GetValueOrDefault((use, 0));
            if (needed > 0) throw new RefusedException($"Còn {needed} mục dưới khoá {use} số {number}: hãy chờ chuyển khoá xong rồi thôi.");
            if (number >= house.Keys.Newest(use)) throw new RefusedException("Khoá mới nhất đang dùng, không thôi được.");
            await Audit(viewer, "key-retire", $"{use}/{number}", null, stop);
            house.Keys.Retire(use, number);
        }, stop);
    }

    /// <summary>Ends the work that is going on; what was put under the new key stays there, and asking again goes on from there.</summary>
    public async Task Cancel(string id, Viewer viewer, CancellationToken stop = default)
    {
        Must(viewer);
        await Audit(viewer, "key-job-cancel", id, null, stop);
        await End(id, KeyJob.Cancelled, null, stop);
        _running?.Cancel();
    }

    /// <summary>Asks for what still stands under old keys of a kind to be put under the newest.</summary>
    public async Task Ask(string use, int number, Viewer viewer, CancellationToken stop = default)
    {
        Must(viewer);
        foreach (var other in (await Jobs(stop)).Where(j => j.State == KeyJob.Waiting && j.KeyUse == use))
            await End(other.Id, KeyJob.Cancelled, "thay bằng lần đổi khoá sau", stop);
        var at = house.Clock.GetUtcNow();
        await house.Operations.Write(change =>
            change.Execute("ask/key/job-add", new { id = Guid.CreateVersion7(at).ToString(), use, number, by = viewer.Account, at }), stop);
        _asked.Release();
    }

    /// <summary>There is something to be done.</summary>
    internal void Nudge() => _asked.Release();

    /// <summary>Waits until work was asked for, or the time is over.</summary>
    public Task<bool> Asked(TimeSpan atMost, CancellationToken stop) => _asked.WaitAsync(atMost, stop);

    /// <summary>
    /// Does the work that waits, the oldest first; stopped anywhere it goes on from there. Gives the number of jobs that ended well.
    /// </summary>
    public async Task<int> Work(CancellationToken stop = default)
    {
        var ended = 0;
        while ((await Jobs(stop)).LastOrDefault(j => j.State == KeyJob.Waiting) is { } job)
        {
            using var running = _running = CancellationTokenSource.CreateLinkedTokenSource(stop);
            try
            {
                await new KeyRun(house, job).Run(running.Token);
                await End(job.Id, KeyJob.Finished, null, stop);
                ended++;
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                // It was cancelled on the page, and is noted so.
                await End(job.Id, KeyJob.Cancelled, null, stop);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                await End(job.Id, KeyJob.Failed, e.Message, stop);
            }
            finally
            {
                _running = null;
            }
        }
        return ended;
    }

    /// <summary>Whether content stands under keys of this kind that can be counted and put under another.</summary>
    public static bool IsCounted(string use) =>
        use is nameof(KeyUse.Archive) or nameof(KeyUse.Identity) or nameof(KeyUse.Clinical) || !Enum.TryParse<KeyUse>(use, out _);

    private Task End(string id, string state, string? problem, CancellationToken stop) =>
        house.Operations.Write(change => change.Execute("ask/key/job-end", new { id, state, at = house.Clock.GetUtcNow(), problem }), stop);

    private async Task<Dictionary<(string, int), long>> Needed(CancellationToken stop)
    {
        var needed = (await house.Warehouse.Query<Usage>("ask/key/usage", null, stop))
            .ToDictionary(u => (u.KeyUse, u.KeyNo), u => u.Pieces);
        foreach (var (number, files) in await Task.Run(() => house.Archive.KeyNumbers(stop), stop))
            needed[(nameof(KeyUse.Archive), number)] = files;
        return needed;
    }

    private Task Audit(Viewer viewer, string action, string key, string? detail, CancellationToken stop) =>
        house.Audit.Write(new(viewer.Account, action, "key", key, Source: viewer.Source, Detail: detail), stop);

    private static void Must(Viewer viewer)
    {
        if (!viewer.May(Right.Operate)) throw new NotAllowedException("Vai trò này không được quản lý khoá.");
    }

    private sealed record Usage
    {
        public required string KeyUse { get; init; }
        public int KeyNo { get; init; }
        public long Pieces { get; init; }
    }
}
