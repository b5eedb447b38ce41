using System.Collections.Concurrent;

namespace HealthWarehouse.Web.Rooms.Accounts;

/// <summary>Passwords just made, kept in memory under a ticket until they are shown once: none ever stands in an address.</summary>
internal sealed class NewPasswords
{
    private readonly ConcurrentDictionary<string, string> _kept = new();

    public string Keep(string password)
    {
        if (_kept.Count > 100) _kept.Clear();
        var ticket = Guid.NewGuid().ToString("N");
        _kept[ticket] = password;
        return ticket;
    }

    public string? Take(string? ticket) => ticket is not null && _kept.TryRemove(ticket, out var password) ? password : null;
}
