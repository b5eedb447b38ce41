using System.Collections.Concurrent;
using System.Security.Cryptography;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Accounts;

/// <summary>
/// Sessions of people: kept on the server, so that ending one ends it at once, wherever its cookie is (TCVN 14423:2026, A4).
/// </summary>
public sealed class Sessions(Operations operations, SessionRules rules, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (Session Session, DateTimeOffset Read)> _known = new();
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Begins a session under a new random id: whatever id a browser brought before the sign-in is worth nothing after it.
    /// </summary>
    public Task<Session> Begin(string account, string way, bool twoSteps, string? source, string? device,
        CancellationToken stop = default) =>
        Keep(new() { Id = NewId(), Account = account, Way = way, TwoSteps = twoSteps, Source = source,
            Device = device is { Length: > 200 } ? device[..200] : device, BegunAt = Now, SeenAt = Now }, stop);

    /// <summary>
    /// Goes on under a new id when somebody's rights in it change (another grant, a second step): the old id is worth nothing any more. It
    /// does not last longer for that.
    /// </summary>
    public async Task<Session> Renew(Session old, string? grant, bool twoSteps, CancellationToken stop = default)
    {
        await End(old.Account, old.Id, "Thay bằng phiên mới", stop: stop);
        return await Keep(old with { Id = NewId(), Grant = grant, TwoSteps = twoSteps, SeenAt = Now }, stop);
    }

    private async Task<Session> Keep(Session session, CancellationToken stop)
    {
        await operations.Write(change =>
            change.Execute("ask/account/begin",
            new { session.Id, session.Account, session.Grant, two_steps = session.TwoSteps, session.Way, session.Source, session.Device,
            begun = session.BegunAt, at = Now }), stop);
        return session;
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>
    /// The session of an id if it still holds; it is seen now. Null after its end, too long without a request, or too long in all.
    /// </summary>
    public async Task<Session?> Touch(string id, CancellationToken stop = default)
    {
        var now = clock.GetUtcNow();
        if (!_known.TryGetValue(id, out var known) || now - known.Read > KnownFor)
        {
            if (await operations.One<Session>("ask/account/session", new { id }, stop) is not { } read) return null;
            known = (read, now);
            if (Holds(read, now)) await operations.Execute("ask/account/seen", new { id, at = Now }, stop);
            _known[id] = known;
        }
        return Holds(known.Session, now) ? known.Session : null;
    }

    /// <summary>
    /// Ends a session that no longer holds by itself (too long without a request, or in all), noting it first; one that has ended stays as
    /// it is.
    /// </summary>
    public async Task Expire(string id, AuditLog audit, CancellationToken stop = default)
    {
        if (await operations.One<Session>("ask/account/session", new { id }, stop) is not { EndedAt: null } session
            || Holds(session, clock.GetUtcNow()))
            return;
        await audit.Write(new(session.Account, "session-end", "account", session.Account, Detail: "Hết hạn"), stop);
        await End(session.Account, id, "Hết hạn", stop: stop);
    }

    /// <summary>Ends all that no longer hold: what has once been over stays so, though the clock be set back.</summary>
    public async Task EndOverdue(AuditLog audit, CancellationToken stop = default)
    {
        var now = clock.GetUtcNow();
        var limits = new { seen = Text(now.AddMinutes(-rules.IdleMinutes)), begun = Text(now.AddHours(-rules.LongestHours)) };
        foreach (var session in await operations.Query<Session>("ask/account/overdue", limits, stop)) await Expire(session.Id, audit, stop);
    }

    public Task<IReadOnlyList<Session>> Of(string account, CancellationToken stop = default) =>
        operations.Query<Session>("ask/account/sessions", new { account }, stop);

    /// <summary>Ends one session of an account, or all when <paramref name="id"/> is null, but for <paramref name="except"/>.</summary>
    public Task End(string account, string? id, string why, string? except = null, CancellationToken stop = default) =>
        Change("ask/account/finish", new { account, id = id ?? "", except = except ?? "", why, at = Now }, id, stop);

    private async Task Change(string question, object args, string? id, CancellationToken stop)
    {
        await operations.Write(change => change.Execute(question, args), stop);
        if (id is null) _known.Clear();
        else _known.TryRemove(id, out _);
    }

    private bool Holds(Session session, DateTimeOffset now) =>
        session.EndedAt is null && now - At(session.SeenAt) <= TimeSpan.FromMinutes(rules.IdleMinutes)
            && now - At(session.BegunAt) <= TimeSpan.FromHours(rules.LongestHours);

    private string Now => Text(clock.GetUtcNow());

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
}
