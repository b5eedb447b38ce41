using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Accounts;

/// <summary>Codes of authenticator apps are good once, though each stands for some minutes (RFC 6238, 5.2).</summary>
public sealed class UsedCodes(Operations operations, TimeProvider clock)
{
    /// <summary>Longer than a code is taken: ninety seconds before and after it shows.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    /// <summary>Uses a right code up; false when it was used before, by whoever saw it.</summary>
    public async Task<bool> Use(string account, string code, CancellationToken stop = default)
    {
        var now = clock.GetUtcNow();
        await operations.Execute("ask/account/forget-codes", new { before = Text(now - Kept) }, stop);
        return await operations.Execute("ask/account/use-code", new { account, code, at = Text(now) }, stop) > 0;
    }

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
}
