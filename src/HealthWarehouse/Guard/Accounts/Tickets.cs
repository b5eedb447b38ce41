using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Accounts;

/// <summary>
/// One-time codes that are handed over by a person to a person: for one account and one thing, good once and for the declared hours. Eighty
/// random bits, shown once, kept as a hash.
/// </summary>
public sealed class Tickets(Operations operations, AuditLog audit, TicketRules rules, TimeProvider clock)
{
    /// <summary>What a ticket is for: choosing a password of one's own, or the first second step.</summary>
    public const string Password = "password", SecondStep = "second-step";

    /// <summary>None that look alike.</summary>
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int Length = 16, Group = 4;

    /// <summary>Makes a ticket; earlier ones for the same thing are good no more.</summary>
    public async Task<string> Give(string account, string kind, Viewer by, TimeSpan? life = null, CancellationToken stop = default)
    {
        var letters = RandomNumberGenerator.GetItems<char>(Letters, Length);
        var now = clock.GetUtcNow();
        await audit.Write(new(by.Account, "ticket-give", "account", account, Source: by.Source, Detail: kind), stop);
        await operations.Write(async change =>
        {
            await change.Execute("ask/account/ticket-void", new { account, kind, now = Text(now) });
            return await change.Execute("ask/account/ticket-give",
                new { hash = HashOf(account, kind, new(letters)), account, kind, by = by.Account, now = Text(now),
                until = Text(now + (life ?? TimeSpan.FromHours(rules.Hours))) });
        }, stop);
        return string.Join('-', letters.Chunk(Group).Select(c => new string(c)));
    }

    public async Task<bool> IsGood(string account, string kind, string? typed, CancellationToken stop = default) =>
        (await operations.Query<long>("ask/account/ticket-good",
            new { account, kind, hash = HashOf(account, kind, typed), now = Text(clock.GetUtcNow()) }, stop))[0] > 0;

    /// <summary>Uses a ticket up; false when it is not good, or no more.</summary>
    public async Task<bool> Use(string account, string kind, string? typed, CancellationToken stop = default) =>
        await operations.Execute("ask/account/ticket-use",
            new { account, kind, hash = HashOf(account, kind, typed), now = Text(clock.GetUtcNow()) }, stop) > 0;

    /// <summary>Nothing handed over for an account is good any more.</summary>
    public Task Void(string account, CancellationToken stop = default) =>
        operations.Execute("ask/account/ticket-void", new { account, kind = "", now = Text(clock.GetUtcNow()) }, stop);

    /// <summary>As random as a key, so that a plain hash tells nothing; bound to its account and thing.</summary>
    private static string HashOf(string account, string kind, string? typed) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{kind}|{account}|{string.Concat((typed ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit))}")));

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
}
