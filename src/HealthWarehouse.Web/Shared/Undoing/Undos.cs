using System.Collections.Concurrent;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Web.Shared.Undoing;

/// <summary>What an account has just done, in words.</summary>
/// <param name="Id">Names it in the form that takes it back.</param>
/// <param name="Words">What the next page says.</param>
/// <param name="Route">The route it was done by: who takes it back needs the same right.</param>
/// <param name="At">When it was done.</param>
/// <param name="Back">Takes it back, by a later request of the same account; null when there is nothing to take back.</param>
/// <param name="To">The page to come back to; null: the one it is offered on.</param>
internal sealed record JustDone(string Id, string Words, string Route, DateTimeOffset At, Func<HttpContext, Task>? Back = null,
    string? To = null);

/// <summary>The last thing each account did, in memory for a minute: shown to nobody else, taken back by nobody else, and once.</summary>
internal sealed class Undos(CatalogueFiles catalogue, TimeProvider clock)
{
    private const int Most = 500;
    private readonly ConcurrentDictionary<string, JustDone> _last = new(StringComparer.OrdinalIgnoreCase);

    public void Offer(string account, string route, Func<HttpContext, Task> back, string? about, string? to)
    {
        var act = catalogue.Undo.Of(route) ?? throw new InvalidOperationException($"undo.yaml: '{route}' không khai báo là hoàn tác được");
        var words = about is null ? act.Done : $"{act.Done}: {about}";
        Keep(account, new(Guid.NewGuid().ToString("N"), words, route, clock.GetUtcNow(), back, to));
    }

    /// <summary>Tells the next page of an account what became of taking something back; what is still offered stays offered.</summary>
    public void Say(string account, string words)
    {
        if (Last(account) is not { Back: not null } offered || IsOver(offered)) Keep(account, new("", words, "", clock.GetUtcNow()));
    }

    public JustDone? Last(string account) => _last.GetValueOrDefault(account);

    public void Drop(string account, JustDone done) => _last.TryRemove(new(account, done));

    /// <summary>What is said and offered on a page now, and for how many seconds still.</summary>
    public (JustDone Done, int Seconds)? Shown(string account) =>
        _last.TryGetValue(account, out var last) && catalogue.Undo.Seconds - (int)Age(last).TotalSeconds is > 0 and var left
            ? (last, left) : null;

    public JustDone? Take(string account, string? id) =>
        _last.TryGetValue(account, out var last) && last.Id == id && last.Back is not null && !IsOver(last)
            && _last.TryRemove(new(account, last)) ? last : null;

    /// <summary>Why nothing is taken back by this name.</summary>
    public string WhyNot(string account, string? id) => Last(account) is { Back: not null } last && last.Id == id
        ? "Đã quá thời gian hoàn tác; chưa đổi gì" : "Không còn gì để hoàn tác";

    private void Keep(string account, JustDone done)
    {
        if (_last.Count >= Most)
            foreach (var old in _last.Where(l => IsOver(l.Value))) _last.TryRemove(old);
        if (_last.Count < Most || _last.ContainsKey(account)) _last[account] = done;
    }

    private bool IsOver(JustDone done) => Age(done).TotalSeconds > catalogue.Undo.Holds;

    private TimeSpan Age(JustDone done) => clock.GetUtcNow() - done.At;
}
