using System.Collections.Concurrent;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Web.Rooms.SenderShapes;

/// <summary>
/// Counts failed logins by user with address, and by address, in windows of time; kept in memory, each node its own. A try is counted
/// before it is judged and taken back when it was right, so that guesses sent at once count like guesses sent in turn, and a hospital whose
/// desks share an address and an account logs in as often as it likes.
/// </summary>
internal sealed class LoginPacer(TimeProvider clock)
{
    private const int MostKept = 50_000;
    private readonly ConcurrentDictionary<string, (DateTimeOffset Begun, int Tries, bool Told)> _windows = new();

    /// <summary>
    /// Counts a try. Null when it may go on; else it is not counted, and this says whether it is the first refusal of the window, the one
    /// that is noted.
    /// </summary>
    public bool? Hold(SenderShape shape, string user, string source)
    {
        if (_windows.Count > MostKept) Forget(shape.Login.Seconds);
        var (one, all) = Keys(shape, user, source);
        if (Hold(one, shape.Login.Tries, shape.Login.Seconds) is { } first) return first;
        if (Hold(all, shape.Login.TriesOfAddress, shape.Login.Seconds) is not { } ofAddress) return null;
        TakeBack(one);
        return ofAddress;
    }

    /// <summary>The try was right: it is not counted against anybody.</summary>
    public void Right(SenderShape shape, string user, string source)
    {
        var (one, all) = Keys(shape, user, source);
        TakeBack(one);
        TakeBack(all);
    }

    private static (string One, string All) Keys(SenderShape shape, string user, string source) =>
        ($"{shape.Code}\n{source}\n{user.ToUpperInvariant()}", $"{shape.Code}\n{source}");

    private bool? Hold(string key, int most, int seconds)
    {
        var (now, refused, first) = (clock.GetUtcNow(), false, false);
        _windows.AddOrUpdate(key, _ => (now, 1, false), (_, w) =>
        {
            if (now - w.Begun >= TimeSpan.FromSeconds(seconds)) w = (now, 0, false);
            (refused, first) = (w.Tries >= most, w.Tries >= most && !w.Told);
            return refused ? w with { Told = true } : w with { Tries = w.Tries + 1 };
        });
        return refused ? first : null;
    }

    private void TakeBack(string key)
    {
        while (_windows.TryGetValue(key, out var window) && window.Tries > 0
            && !_windows.TryUpdate(key, window with { Tries = window.Tries - 1 }, window))
        {
            // Another try of the same key was counted meanwhile: look again.
        }
    }

    private void Forget(int seconds)
    {
        var old = clock.GetUtcNow().AddSeconds(-seconds);
        foreach (var (key, window) in _windows)
            if (window.Begun <= old) _windows.TryRemove(key, out _);
    }
}
