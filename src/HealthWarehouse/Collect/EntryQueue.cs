using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Collect;

/// <summary>A content ready to be entered in the ledger.</summary>
public sealed record Entry(Staged Content, Handover From, DateTimeOffset? At = null, IReadOnlyList<WaitingEpisode>? Episodes = null);

/// <summary>
/// Entries that come while others are being written wait and are written together in the next transaction. What was handed over together is
/// entered together; a member that cannot be entered fails alone.
/// </summary>
internal sealed class EntryQueue(Func<IReadOnlyList<Entry>, Task<IReadOnlyList<Receipt>>> enter)
{
    private const int LargestGroup = 1000;

    private readonly Queue<Waiting> _waiting = [];
    private readonly Lock _lock = new();
    private bool _isWriting;

    /// <summary>Returns when the entries are durable. Who stops waiting may still find them entered.</summary>
    public async Task<IReadOnlyList<Receipt>> Enter(IReadOnlyList<Entry> entries, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var waiting = new Waiting(entries);
        bool isFirst;
        lock (_lock)
        {
            _waiting.Enqueue(waiting);
            (isFirst, _isWriting) = (!_isWriting, true);
        }
        if (isFirst) ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.WriteWaiting(), this, preferLocal: false);
        // The staged bytes belong to the caller, who lets go of them after this: it may not leave before they are written.
        return await waiting.Done.Task;
    }

    private async Task WriteWaiting()
    {
        while (Next() is { Count: > 0 } group)
            if (!await Write(group) && group.Count > 1)
                foreach (var alone in group) await Write([alone]);
    }

    /// <summary>False when nothing of the group was entered; one that stood alone was told why.</summary>
    private async Task<bool> Write(List<Waiting> group)
    {
        try
        {
            var receipts = await enter([.. group.SelectMany(w => w.Entries)]);
            var at = 0;
            foreach (var waiting in group)
            {
                waiting.Done.TrySetResult([.. receipts.Skip(at).Take(waiting.Entries.Count)]);
                at += waiting.Entries.Count;
            }
            return true;
        }
        catch (Exception e)
        {
            if (group is [var alone]) alone.Done.TrySetException(e);
            return false;
        }
    }

    private List<Waiting> Next()
    {
        var group = new List<Waiting>();
        var entries = 0;
        lock (_lock)
        {
            while (_waiting.TryPeek(out var next) && (group.Count == 0 || entries + next.Entries.Count <= LargestGroup))
            {
                group.Add(_waiting.Dequeue());
                entries += next.Entries.Count;
            }
            if (group.Count == 0) _isWriting = false;
        }
        return group;
    }

    private sealed class Waiting(IReadOnlyList<Entry> entries)
    {
        public IReadOnlyList<Entry> Entries { get; } = entries;
        public TaskCompletionSource<IReadOnlyList<Receipt>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
