using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Systems;
using HealthWarehouse.Store;

namespace HealthWarehouse.Collect;

/// <summary>Systems that send, and who they are by a key of theirs.</summary>
public sealed class Senders(Operations operations, AuditLog audit, Credentials credentials, TimeProvider clock)
{
    /// <summary>
    /// Adds a sender with a key, or gives a known one a new key in the place of those it had. Returns the key in clear, this once.
    /// </summary>
    public async Task<string> Add(string code, string name, string facilities, CancellationToken stop = default)
    {
        await Put(code, name, facilities, Viewer.House, stop);
        await operations.Write(change =>
            change.Execute("ask/credential/end-all",
            new { sender = code, kind = nameof(CredentialKind.Key), at = clock.GetUtcNow(), by = Viewer.House.Account }), stop);
        return (await credentials.Make(new(code, CredentialKind.Key, "Khoá ban đầu"), Viewer.House, stop)).Secret!;
    }

    /// <summary>Adds a sender without any credential, or takes up a known one again.</summary>
    public async Task Put(string code, string name, string facilities, Viewer by, CancellationToken stop = default)
    {
        await audit.Write(new(by.Account, "sender-add", "sender", code, Source: by.Source, Detail: facilities), stop);
        await Enter(code, name, facilities, stop);
    }

    /// <summary>The house's own sender; nobody holds a key of it.</summary>
    internal async Task EnsureLocal(CancellationToken stop)
    {
        if (await Find(Sender.Local, stop) is null) await Enter(Sender.Local, "Kho Y tế (dòng lệnh, thư mục)", "*", stop);
    }

    /// <summary>The sender a key belongs to, while both hold and it may prove itself by key.</summary>
    public async Task<(Sender Sender, Credential Credential)?> ByKey(string key, CancellationToken stop = default) =>
        await credentials.BySecret(key, CredentialKind.Key, stop) is { } credential
            && await Find(credential.Sender, stop) is { Active: true } sender && sender.MayProveBy(CredentialKind.Key)
            ? (sender, credential) : null;

    public Task<Sender?> Find(string code, CancellationToken stop = default) =>
        operations.One<Sender>("ask/sender/one", new { code }, stop);

    public Task<IReadOnlyList<Sender>> All(CancellationToken stop = default) => operations.Query<Sender>("ask/sender/all", null, stop);

    /// <summary>Senders all of whose facilities a viewer may see; null = every sender.</summary>
    public async Task<IReadOnlyCollection<string>?> SeenBy(Viewer viewer, CancellationToken stop = default) =>
        viewer.SeesAll ? null : viewer.Communes is not null
            ? [] : [.. (await All(stop)).Where(s => s.AllowedFacilities is { Count: > 0 } own && own.All(viewer.Sees)).Select(s => s.Code)];

    /// <summary>
    /// The sender in whose name a person hands in: the house's own, or for who is bound to facilities one bound to the same.
    /// </summary>
    public async Task<string> Of(Viewer viewer, CancellationToken stop = default)
    {
        if (viewer.Facilities is not { } own) return Sender.Local;
        var list = string.Join(';', own);
        var code = own.Count == 1 ? $"co-so-{own[0]}"
            : $"co-so-{(own.Count > 0 ? own[0] : "khong")}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)))[..8]}";
        if (await Find(code, stop) is null)
            await Put(code, $"Cổng: cơ sở {string.Join(", ", own.Take(3))}{(own.Count > 3 ? ", …" : "")}", list, viewer, stop);
        return code;
    }

    private Task Enter(string code, string name, string facilities, CancellationToken stop) =>
        operations.Write(change => change.Execute("ask/sender/put", new { code, name, facilities, at = clock.GetUtcNow() }), stop);
}
