using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Accounts;

/// <summary>What somebody can guess at.</summary>
public static class Proofs
{
    public const string Password = "password", Code = "code";
}

/// <summary>
/// Wrong proofs of accounts: after so many in a row that proof is not taken for a while (QĐ 326/QĐ-BYT). Each proof has a count of its own,
/// so that whoever guesses at a password shuts the password only: a passkey or the SSO still lets its owner in.
/// </summary>
public sealed class ProofLocks(Operations operations, LockoutRules rules, TimeProvider clock)
{
    public async Task<bool> IsLocked(string account, string proof, CancellationToken stop = default) =>
        (await Locked(account, stop)).Any(l => l.Proof == proof);

    /// <summary>Accounts of which a proof is not taken just now.</summary>
    public async Task<IReadOnlySet<string>> All(CancellationToken stop = default) =>
        (await Locked("", stop)).Select(l => l.Account).ToHashSet();

    /// <summary>Until when which proofs of an account are not taken; none when it is open.</summary>
    public async Task<IReadOnlyList<(string Proof, DateTimeOffset Until)>> Of(string account, CancellationToken stop = default) =>
        [.. (await Locked(account, stop)).Select(l => (l.Proof, DateTimeOffset.Parse(l.LockedUntil, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal)))];

    /// <summary>Counts a wrong proof; true when this one locks it.</summary>
    public async Task<bool> Count(string account, string proof, CancellationToken stop = default)
    {
        await operations.Execute("ask/account/fail",
            new { account, proof, most = rules.Failures, until = Text(clock.GetUtcNow().AddMinutes(rules.Minutes)) }, stop);
        return await IsLocked(account, proof, stop);
    }

    /// <summary>A proof was right, or all are made anew (null): nothing is held against the account any more.</summary>
    public Task Clear(string account, string? proof, CancellationToken stop = default) =>
        operations.Execute("ask/account/unfail", new { account, proof = proof ?? "" }, stop);

    private Task<IReadOnlyList<Lock>> Locked(string account, CancellationToken stop) =>
        operations.Query<Lock>("ask/account/locked", new { account, now = Text(clock.GetUtcNow()) }, stop);

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    private sealed record Lock
    {
        public required string Account { get; init; }
        public required string Proof { get; init; }
        public required string LockedUntil { get; init; }
    }
}
