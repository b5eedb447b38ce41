using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Store;

namespace HealthWarehouse.Collect;

/// <summary>Senders and their keys. A key is shown once, when it is made; the database keeps only its hash.</summary>
public sealed class Senders(Operations operations, TimeProvider clock)
{
    /// <summary>Adds a sender, or gives a known one a new key. Returns the key in clear, this once.</summary>
    public async Task<string> Add(string code, string name, string facilities, string? key = null, CancellationToken stop = default)
    {
        key ??= $"kyt_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}";
        await operations.Write(change => change.Execute("ask/sender/add", new { code, name, hash = Hash(key), facilities, at = clock.GetUtcNow() }), stop);
        return key;
    }

    /// <summary>The sender a bearer key belongs to, or null.</summary>
    public Task<Sender?> ByKey(string key, CancellationToken stop = default) => operations.One<Sender>("ask/sender/by-key", new { hash = Hash(key) }, stop);

    public Task<Sender?> Find(string code, CancellationToken stop = default) => operations.One<Sender>("ask/sender/one", new { code }, stop);

    public Task<IReadOnlyList<Sender>> All(CancellationToken stop = default) => operations.Query<Sender>("ask/sender/all", null, stop);

    /// <summary>Senders all of whose facilities a viewer may see; null = every sender.</summary>
    public async Task<IReadOnlyCollection<string>?> SeenBy(Guard.Viewer viewer, CancellationToken stop = default) =>
        viewer.SeesAll ? null : viewer.Communes is not null ? [] : [.. (await All(stop)).Where(s => s.AllowedFacilities is { } own && own.All(viewer.Sees)).Select(s => s.Code)];

    /// <summary>The sender in whose name a person hands in: the house's own, or for who is bound to facilities one bound to the same.</summary>
    public async Task<string> Of(Guard.Viewer viewer, CancellationToken stop = default)
    {
        if (viewer.Facilities is not { } own) return Sender.Local;
        var list = string.Join(';', own);
        var code = own.Count == 1 ? $"co-so-{own[0]}" : $"co-so-{(own.Count > 0 ? own[0] : "khong")}-{Hash(list)[..8]}";
        if (await Find(code, stop) is null) await Add(code, $"Cổng: cơ sở {string.Join(", ", own.Take(3))}{(own.Count > 3 ? ", …" : "")}", list, stop: stop);
        return code;
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
