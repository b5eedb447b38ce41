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

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
