namespace HealthWarehouse.Store;

/// <summary>The commit number of a warehouse several processes use, read from it again when the last look is a moment old.</summary>
internal sealed class CommitClock(Warehouse warehouse)
{
    /// <summary>
    /// Milliseconds one look holds: figures are that much older at most, and a busy portal asks ten times a second instead of thousands.
    /// </summary>
    private const long Moment = 100;

    private volatile Look _seen = new(-1, long.MinValue, -1);

    public async ValueTask<long> Read(CancellationToken stop)
    {
        if (_seen is var seen && seen.Own == warehouse.Commits && Environment.TickCount64 - seen.At < Moment) return seen.Number;
        // What this process has committed itself it sees at once: the look is dated before the question.
        var (at, own) = (Environment.TickCount64, warehouse.Commits);
        return (_seen = new((await warehouse.Query<long>("house/commit-number", null, stop))[0], at, own)).Number;
    }

    private sealed record Look(long Number, long At, long Own);
}
