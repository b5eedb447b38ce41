using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace HealthWarehouse.Store;

/// <summary>
/// Answers of the warehouse, kept until something is committed. Who asks while the same is being worked out waits for that answer instead
/// of asking once more; the work ends when nobody waits for it any longer.
/// </summary>
/// <param name="warehouse">Whose commit number says how long an answer holds.</param>
/// <param name="room">Weight of all that is kept at most.</param>
/// <param name="weigh">Weight of an answer, in the unit of the room.</param>
/// <param name="after">How long an answer is still given to who began to read it before a commit; none by default.</param>
public sealed class CommitMemory<T>(Warehouse warehouse, long room, Func<T, long> weigh, TimeSpan? after = null) : IDisposable
{
    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = room, CompactionPercentage = 0.25 });
    private readonly ConcurrentDictionary<string, Flight> _flights = new();
    private long _commit = -1;

    /// <summary>The answer to a question, which stands for everything it depends on: what is asked and who asks.</summary>
    public async Task<T> Get(string question, Func<CancellationToken, Task<T>> work, CancellationToken stop) =>
        (await GetWithCommit(question, work, stop)).Answer;

    /// <summary>The answer to a question, and the commit it is kept under.</summary>
    public async Task<(T Answer, long Commit)> GetWithCommit(string question, Func<CancellationToken, Task<T>> work, CancellationToken stop)
    {
        var commit = await warehouse.CommitNumber(stop);
        if (Interlocked.Exchange(ref _commit, commit) != commit && after is null) _kept.Clear();
        // The number stands in the key as well: what was being worked out before a commit is no answer to who asks after it.
        var key = Key(commit, question);
        if (_kept.TryGetValue(key, out T? known)) return (known!, commit);
        while (true)
        {
            var flight = _flights.GetOrAdd(key, _ => new(work));
            if (!flight.Join()) continue;
            try
            {
                var answer = await flight.Answer.WaitAsync(stop);
                _kept.Set(key, answer, new MemoryCacheEntryOptions { Size = weigh(answer), SlidingExpiration = after });
                return (answer, commit);
            }
            finally
            {
                if (flight.Leave())
                {
                    _flights.TryRemove(new(key, flight));
                    flight.Dispose();
                }
            }
        }
    }

    /// <summary>The answer to a question as it was at a commit, as long as it is kept; the default where it is not any more.</summary>
    public T? At(long commit, string question) => _kept.TryGetValue(Key(commit, question), out T? known) ? known : default;

    private static string Key(long commit, string question) => string.Create(CultureInfo.InvariantCulture, $"{commit}|{question}");

    public void Dispose() => _kept.Dispose();

    /// <summary>Work under way for all who ask the same.</summary>
    private sealed class Flight(Func<CancellationToken, Task<T>> work) : IDisposable
    {
        private readonly CancellationTokenSource _nobody = new();
        private readonly Lock _door = new();
        private Task<T>? _answer;
        private int _waiting;
        private bool _over;

        public Task<T> Answer => _answer!;

        /// <summary>Waits with the others; false when the last of them has just gone.</summary>
        public bool Join()
        {
            lock (_door)
            {
                if (_over) return false;
                _waiting++;
                _answer ??= Task.Run(() => work(_nobody.Token));
                return true;
            }
        }

        /// <summary>Goes; true for the last, who ends the work.</summary>
        public bool Leave()
        {
            lock (_door)
            {
                if (--_waiting > 0) return false;
                _over = true;
            }
            _nobody.Cancel();
            return true;
        }

        public void Dispose() => _nobody.Dispose();
    }
}
