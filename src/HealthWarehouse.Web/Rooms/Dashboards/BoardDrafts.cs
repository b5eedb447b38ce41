using System.Collections.Concurrent;

namespace HealthWarehouse.Web.Rooms.Dashboards;

/// <summary>The board an account is composing, looked at before it is saved. Kept in memory: a minute's work, no figures.</summary>
internal sealed class BoardDrafts
{
    private const int Most = 200;
    private readonly ConcurrentDictionary<string, Composing> _drafts = new();

    public void Keep(string account, Composing draft)
    {
        if (_drafts.Count >= Most) _drafts.Clear();
        _drafts[account] = draft;
    }

    public Composing? Of(string account) => _drafts.GetValueOrDefault(account);

    public void Done(string account) => _drafts.TryRemove(account, out _);
}
