using System.Collections.Concurrent;

namespace HealthWarehouse.Web.Accounts;

/// <summary>
/// Where proofs of who somebody is are judged: those of one account one after the other, so that a hundred guesses sent at once are counted
/// like a hundred sent in turn; and of all accounts only as many at a time as there are cores, for each takes many megabytes (Argon2id).
/// </summary>
internal sealed class ProofRoom : IDisposable
{
    private readonly SemaphoreSlim _places = new(Environment.ProcessorCount);
    private readonly ConcurrentDictionary<string, Queue> _queues = new();

    public async Task<T> Judge<T>(string account, Func<Task<T>> work, CancellationToken stop)
    {
        var queue = Join(account);
        try
        {
            await queue.Turn.WaitAsync(stop);
            try
            {
                await _places.WaitAsync(stop);
                try
                {
                    return await work();
                }
                finally
                {
                    _places.Release();
                }
            }
            finally
            {
                queue.Turn.Release();
            }
        }
        finally
        {
            Leave(account, queue);
        }
    }

    private Queue Join(string account)
    {
        while (true)
        {
            var queue = _queues.GetOrAdd(account, _ => new());
            lock (queue)
            {
                if (queue.IsOver) continue;
                queue.People++;
                return queue;
            }
        }
    }

    private void Leave(string account, Queue queue)
    {
        lock (queue)
        {
            if (--queue.People > 0) return;
            queue.IsOver = true;
        }
        _queues.TryRemove(new(account, queue));
        queue.Dispose();
    }

    public void Dispose() => _places.Dispose();

    private sealed class Queue : IDisposable
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);
        public int People { get; set; }
        public bool IsOver { get; set; }

        public void Dispose() => Turn.Dispose();
    }
}
