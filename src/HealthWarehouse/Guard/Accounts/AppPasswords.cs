using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Accounts;

/// <summary>
/// Passwords for programs that know no sign-in page (Excel, Power BI): made in a session, shown once, kept as a hash, for figures only.
/// A hundred and twenty random bits; guesses are counted like those at every proof.
/// </summary>
public sealed class AppPasswords(Operations operations, AuditLog audit, ProofLocks locks, TimeProvider clock)
{
    /// <summary>What wrong ones are counted as.</summary>
    public const string Proof = "app-password";

    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int Length = 24, Group = 4, LongestName = 60, Most = 10;
    private static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(1);

    public Task<IReadOnlyList<AppPassword>> Of(string account, CancellationToken stop = default) =>
        operations.Query<AppPassword>("ask/account/app-password-of", new { account }, stop);

    /// <summary>Makes one for the person of a session; throws with words for the asker when it has no name or there are too many.</summary>
    public async Task<string> Make(Session session, string? name, string? source, CancellationToken stop = default)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
            throw new RefusedException($"Hãy đặt tên cho mật khẩu ứng dụng, không quá {LongestName} ký tự.");
        if ((await Of(session.Account, stop)).Count(p => p.EndedAt is null) >= Most)
            throw new RefusedException($"Đã có {Most} mật khẩu ứng dụng; hãy thu hồi một cái trước.");
        var letters = RandomNumberGenerator.GetItems<char>(Letters, Length);
        var id = Guid.CreateVersion7().ToString();
        await audit.Write(new(session.Account, "app-password-make", "account", session.Account, Source: source, Detail: name.Trim()), stop);
        await operations.Execute("ask/account/app-password-add", new { id, account = session.Account,
            hash = HashOf(session.Account, new(letters)), name = name.Trim(), grant = session.Grant, two_steps = session.TwoSteps,
            now = Text(clock.GetUtcNow()) }, stop);
        return string.Join('-', letters.Chunk(Group).Select(c => new string(c)));
    }

    public async Task End(string account, string id, string? source, CancellationToken stop = default)
    {
        await audit.Write(new(account, "app-password-end", "account", account, Source: source, Detail: id), stop);
        await operations.Execute("ask/account/app-password-end", new { account, id, now = Text(clock.GetUtcNow()) }, stop);
    }

    /// <summary>The one typed, when it is good and guesses have not shut this way; a wrong one is counted.</summary>
    public async Task<AppPassword?> Find(string account, string typed, CancellationToken stop = default)
    {
        if (await locks.IsLocked(account, Proof, stop)) return null;
        var found = await operations.Query<AppPassword>("ask/account/app-password-good", new { account, hash = HashOf(account, typed) },
            stop);
        if (found is not [var good])
        {
            await locks.Count(account, Proof, stop);
            return null;
        }
        var now = clock.GetUtcNow();
        if (good.UsedAt is null || string.CompareOrdinal(good.UsedAt, Text(now - NotedEvery)) < 0)
        {
            await locks.Clear(account, Proof, stop);
            await operations.Execute("ask/account/app-password-used", new { id = good.Id, now = Text(now) }, stop);
        }
        return good;
    }

    /// <summary>As random as a key, so that a plain hash tells nothing; bound to its account.</summary>
    private static string HashOf(string account, string typed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{Proof}|{account}|{string.Concat(typed.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit))}")));

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
}

/// <summary>An application password as its owner sees it: all but the password.</summary>
public sealed record AppPassword
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required string Name { get; init; }
    public string? Grant { get; init; }
    public bool TwoSteps { get; init; }
    public required string MadeAt { get; init; }
    public string? UsedAt { get; init; }
    public string? EndedAt { get; init; }
}
