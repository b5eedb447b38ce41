using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Web.Access;

/// <summary>
/// Lets heavy requests in a few at a time. Accounts that wait are served in turn, one request each, and one account never takes all places:
/// a thousand requests of one keep nobody else waiting. Who would have to wait in too long a line is told so at once.
/// </summary>
internal sealed class Turnstile(HeavyRule rule, TimeProvider clock)
{
    private readonly Lock _door = new();
    private readonly Dictionary<string, Line> _lines = [];
    private readonly LinkedList<Line> _turns = [];
    private int _inside, _waiting;

    /// <summary>A place inside, to be given back; null when the line is full or the wait was too long.</summary>
    public async ValueTask<IDisposable?> Enter(string account, CancellationToken stop)
    {
        if (Step(account) is not { } waiting) return null;
        try
        {
            return await waiting.WaitAsync(TimeSpan.FromSeconds(rule.Seconds), clock, stop);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            GiveUp(account, waiting);
            if (e is TimeoutException) return null;
            throw;
        }
    }

    private Task<Place>? Step(string account)
    {
        lock (_door)
        {
            if (!_lines.TryGetValue(account, out var line)) _lines[account] = line = new(account);
            if (line.Waiting.Count == 0 && _inside < rule.AtOnce && line.Inside < rule.OfOne) return Task.FromResult(Seat(line));
            if (line.Waiting.Count >= rule.WaitingOfOne || _waiting >= rule.Waiting) return null;
            var ticket = new TaskCompletionSource<Place>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (line.Waiting.Count == 0) _turns.AddLast(line);
            line.Waiting.AddLast(ticket);
            _waiting++;
            return ticket.Task;
        }
    }

    private Place Seat(Line line)
    {
        _inside++;
        line.Inside++;
        return new(this, line);
    }

    private void Leave(Line line)
    {
        lock (_door)
        {
            _inside--;
            line.Inside--;
            Call();
            if (line is { Inside: 0, Waiting.Count: 0 }) _lines.Remove(line.Account);
        }
    }

    /// <summary>
    /// Calls the next of those whose account has not all the places one may have; the account called goes to the end of the turns.
    /// </summary>
    private void Call()
    {
        while (_inside < rule.AtOnce && _turns.FirstOrDefault(l => l.Inside < rule.OfOne) is { } line)
        {
            var ticket = line.Waiting.First!.Value;
            line.Waiting.RemoveFirst();
            _waiting--;
            _turns.Remove(line);
            if (line.Waiting.Count > 0) _turns.AddLast(line);
            ticket.SetResult(Seat(line));
        }
    }

    /// <summary>Takes who went away out of the line; was he called at that very moment, his place is given back.</summary>
    private void GiveUp(string account, Task<Place> waiting)
    {
        lock (_door)
        {
            if (_lines.TryGetValue(account, out var line) && line.Waiting.FirstOrDefault(t => t.Task == waiting) is { } ticket)
            {
                line.Waiting.Remove(ticket);
                _waiting--;
                if (line.Waiting.Count == 0) _turns.Remove(line);
                if (line is { Inside: 0, Waiting.Count: 0 }) _lines.Remove(account);
                return;
            }
        }
        waiting.Result.Dispose();
    }

    private sealed class Line(string account)
    {
        public string Account { get; } = account;
        public int Inside { get; set; }
        public LinkedList<TaskCompletionSource<Place>> Waiting { get; } = [];
    }

    private sealed class Place(Turnstile turnstile, Line line) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) turnstile.Leave(line);
        }
    }
}
