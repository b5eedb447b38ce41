using System.Collections.Concurrent;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Web.Rooms.SenderShapes;

/// <summary>Counts logins by user with address, and by address, in windows of time; kept in memory, each node its own.</summary>
internal sealed class LoginPacer(TimeProvider clock)
{
    private const int MostKept = 50_000;
    private readonly ConcurrentDictionary<string, (DateTimeOffset Begun, int Tries)> _windows = new();

    /// <summary>
    /// Counts a try. Null when it may go on; else whether this is the first refusal of the window, the one that is noted.
    /// </summary>
    public bool? Hold(SenderShape shape, string user, string source)
    {
        if (_windows.Count > MostKept) Forget(shape.Login.Seconds);
        return Hold($"{shape.Code}\n{source}\n{user.ToUpperInvariant()}", shape.Login.Tries, shape.Login.Seconds)
            ?? Hold($"{shape.Code}\n{source}", shape.Login.TriesOfAddress, shape.Login.Seconds);
    }

    private bool? Hold(string key, int most, int seconds)
    {
        var now = clock.GetUtcNow();
        var window = _windows.AddOrUpdate(key, _ =>
            (now, 1), (_, w) => now - w.Begun >= TimeSpan.FromSeconds(seconds) ? (now, 1) : (w.Begun, w.Tries + 1));
        return window.Tries <= most ? null : window.Tries == most + 1;
    }

    private void Forget(int seconds)
    {
        var old = clock.GetUtcNow().AddSeconds(-seconds);
        foreach (var (key, window) in _windows)
            if (window.Begun <= old) _windows.TryRemove(key, out _);
    }
}
