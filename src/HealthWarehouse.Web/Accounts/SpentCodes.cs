using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace HealthWarehouse.Web.Accounts;

/// <summary>
/// The code each account proved itself with last. Sent again within a minute, a form that was posted several times, it counts as one wrong
/// proof and not as many: who knows it guesses at nothing, and its owner is not locked out. Asked in the account's turn only (<see
/// cref="ProofRoom"/>).
/// </summary>
internal sealed class SpentCodes(TimeProvider clock)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Spent> _last = new();

    public void Spend(string account, string code) => _last[account] = new(Hash(code), clock.GetUtcNow());

    /// <summary>Whether a code that was not taken is the one just spent, and was counted once already.</summary>
    public bool IsCounted(string account, string code)
    {
        if (!_last.TryGetValue(account, out var spent) || clock.GetUtcNow() - spent.At > Moment
            || !CryptographicOperations.FixedTimeEquals(spent.Hash, Hash(code)))
            return false;
        var counted = spent.IsCounted;
        spent.IsCounted = true;
        return counted;
    }

    private static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code.ToUpperInvariant()));

    private sealed record Spent(byte[] Hash, DateTimeOffset At)
    {
        public bool IsCounted { get; set; }
    }
}
