using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Systems;

/// <summary>
/// Credentials of systems. Keys and secrets are 256 random bits made here and told once, so a plain SHA-256 is kept of them: there is
/// nothing to guess and no slow hash to tire the server with. Every change is audited first.
/// </summary>
public sealed class Credentials(Operations operations, AuditLog audit, TokenRules rules, TimeProvider clock)
{
    private static readonly TimeSpan NoteUseEvery = TimeSpan.FromHours(1);

    /// <summary>All credentials of a system, ended ones too, newest first.</summary>
    public Task<IReadOnlyList<Credential>> Of(string sender, CancellationToken stop = default) =>
        operations.Query<Credential>("ask/credential/of", new { sender }, stop);

    public Task<IReadOnlyList<Credential>> All(CancellationToken stop = default) =>
        operations.Query<Credential>("ask/credential/all", null, stop);

    public Task<Credential?> Find(string id, CancellationToken stop = default) =>
        operations.One<Credential>("ask/credential/one", new { id }, stop);

    /// <summary>The credential a key or secret belongs to, when it still holds.</summary>
    public async Task<Credential?> BySecret(string secret, CredentialKind kind, CancellationToken stop = default) =>
        await operations.One<Credential>("ask/credential/by-hash", new { hash = Hash(secret) }, stop) is { } known && known.Method == kind
            && known.HoldsAt(clock.GetUtcNow()) ? known : null;

    /// <summary>Those of a kind that hold now.</summary>
    public async Task<IReadOnlyList<Credential>> Holding(string sender, CredentialKind kind, CancellationToken stop = default) =>
        [.. (await Of(sender, stop)).Where(c => c.Method == kind && c.HoldsAt(clock.GetUtcNow()))];

    /// <summary>
    /// Makes a credential. The secret is given back in clear, this once; null for a public key. Throws a RefusedException with words for
    /// the asker.
    /// </summary>
    public Task<(Credential Made, string? Secret)> Make(CredentialRequest asked, Viewer by, CancellationToken stop = default) =>
        Make(asked, by, null, stop);

    /// <summary>The same under an id that was drawn beforehand.</summary>
    public async Task<(Credential Made, string? Secret)> Make(CredentialRequest asked, Viewer by, string? id,
        CancellationToken stop = default)
    {
        if (string.IsNullOrWhiteSpace(asked.Name) || asked.Name.Length > 120)
            throw new FieldException("name", "Hãy đặt tên cho khoá hoặc bí mật (không quá 120 ký tự), ví dụ máy chủ nào dùng.");
        var now = clock.GetUtcNow();
        var ends = asked.Ends is { } day ? new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(7))
            .ToUniversalTime() : now.AddDays(rules.CredentialDays);
        if (ends <= now) throw new FieldException("ends", "Ngày hết hạn phải sau hôm nay.");
        var key = asked.Kind is CredentialKind.PublicKey ? PublicKeys.Read(asked.PublicKey ?? "") : null;
        var secret = key is not null ? null
            : $"{(asked.Kind is CredentialKind.Key ? "kyt" : "kyts")}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        if (key is not null && (await Holding(asked.Sender, CredentialKind.PublicKey, stop)).Any(c => c.KeyId == key.Id))
            throw new FieldException("public_key", "Khoá công khai này đã đăng ký.");
        var made = new Credential
        {
            Id = id ?? Guid.CreateVersion7(now).ToString(), Sender = asked.Sender, Kind = asked.Kind.ToString(), Name = asked.Name.Trim(),
                Hash = secret is null ? null : Hash(secret),
            PublicKey = key?.Jwk, KeyId = key?.Id, MadeAt = now, MadeBy = by.Account, EndsAt = ends,
        };
        await audit.Write(new(by.Account, "credential-add", "sender", asked.Sender, Source: by.Source,
            Detail: $"{made.Id}; {made.Kind}; {made.Name}"), stop);
        await operations.Write(change =>
            change.Execute("ask/credential/add",
            new { made.Id, made.Sender, made.Kind, made.Name, made.Hash, made.PublicKey, made.KeyId, at = made.MadeAt, by = made.MadeBy,
            ends = made.EndsAt }), stop);
        return (made, secret);
    }

    /// <summary>A new credential in the place of an old one, which goes on for the declared days or ends at once.</summary>
    public async Task<(Credential Made, string? Secret)> Replace(string sender, string id, bool atOnce, string? publicKey, Viewer by,
        CancellationToken stop = default)
    {
        var (old, now) = (await Own(sender, id, stop), clock.GetUtcNow());
        if (!old.HoldsAt(now)) throw new RefusedException("Khoá hoặc bí mật này đã ngừng; hãy cấp mới.");
        var made = await Make(new(sender, old.Method, old.Name, publicKey), by, stop);
        var until = now.AddDays(rules.OverlapDays);
        if (atOnce || rules.OverlapDays == 0) await End(sender, id, by, stop);
        else if (old.EndsAt is null || until < old.EndsAt)
        {
            await audit.Write(new(by.Account, "credential-replace", "sender", sender, Source: by.Source,
                Detail: $"{id} → {made.Made.Id}; {until:yyyy-MM-dd}"), stop);
            await operations.Write(change => change.Execute("ask/credential/shorten", new { id, ends = until }), stop);
        }
        return made;
    }

    /// <summary>Ends a credential at once; tokens given for it end with it.</summary>
    public async Task End(string sender, string id, Viewer by, CancellationToken stop = default)
    {
        await Own(sender, id, stop);
        await audit.Write(new(by.Account, "credential-end", "sender", sender, Source: by.Source, Detail: id), stop);
        await operations.Write(change => change.Execute("ask/credential/end", new { id, at = clock.GetUtcNow(), by = by.Account }), stop);
    }

    /// <summary>Ends every credential of a system at once, and with them the tokens given for them.</summary>
    public async Task EndAll(string sender, Viewer by, CancellationToken stop = default)
    {
        await audit.Write(new(by.Account, "credential-end", "sender", sender, Source: by.Source, Detail: "*"), stop);
        await operations.Write(change =>
            change.Execute("ask/credential/end-all", new { sender, kind = "", at = clock.GetUtcNow(), by = by.Account }), stop);
    }

    /// <summary>Notes that a credential was used, at most once an hour.</summary>
    public async Task Used(Credential credential, CancellationToken stop = default)
    {
        var now = clock.GetUtcNow();
        if (credential.UsedAt is { } last && now - last < NoteUseEvery) return;
        await operations.Write(change => change.Execute("ask/credential/used", new { credential.Id, at = now }), stop);
    }

    /// <summary>Notes a signed assertion as used until it ends; false when it was used before (RFC 7523, jti).</summary>
    public Task<bool> FirstUse(string client, string jti, DateTimeOffset until, CancellationToken stop = default) =>
        operations.Write(async change =>
    {
        var hash = Hash(jti);
        await change.Execute("ask/credential/assertions-over", new { now = clock.GetUtcNow().AddHours(-1) });
        if (await change.One<long>("ask/credential/assertion-seen", new { client, hash }) > 0) return false;
        await change.Execute("ask/credential/assertion", new { client, hash, until });
        return true;
    }, stop);

    internal static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private async Task<Credential> Own(string sender, string id, CancellationToken stop) =>
        await Find(id, stop) is { } credential && credential.Sender == sender
            ? credential : throw new RefusedException("Không có khoá hoặc bí mật này.");
}
