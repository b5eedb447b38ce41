using System.Collections.Concurrent;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Web.Rooms.Dashboards;

/// <summary>
/// What is on the way: the board an account is composing, looked at before it is saved, and the one it has just deleted, to take back
/// while the page offers it. Kept in memory: a minute's work, no figures.
/// </summary>
internal sealed class BoardDrafts(TimeProvider clock)
{
    /// <summary>The page offers ten seconds; an answer on its way is not refused.</summary>
    private static readonly TimeSpan UndoHolds = TimeSpan.FromSeconds(30);
    private const int Most = 200;
    private readonly ConcurrentDictionary<string, Composing> _drafts = new();
    private readonly ConcurrentDictionary<string, (Dashboard Board, DateTimeOffset At)> _deleted = new();

    public void Keep(string account, Composing draft)
    {
        if (_drafts.Count >= Most) _drafts.Clear();
        _drafts[account] = draft;
    }

    public Composing? Of(string account) => _drafts.GetValueOrDefault(account);

    public void Done(string account) => _drafts.TryRemove(account, out _);

    public void Deleted(string account, Dashboard board)
    {
        if (_deleted.Count >= Most) _deleted.Clear();
        _deleted[account] = (board, clock.GetUtcNow());
    }

    /// <summary>What an account deleted a moment ago.</summary>
    public Dashboard? Undone(string account, string code) =>
        _deleted.TryGetValue(account, out var last) && last.Board.Code == code
            && clock.GetUtcNow() - last.At <= UndoHolds ? last.Board : null;
}
