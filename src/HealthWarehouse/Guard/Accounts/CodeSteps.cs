using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Accounts;

/// <summary>
/// Codes of authenticator apps are good once (RFC 6238, 5.2): an account goes on to later time steps only, however a code is written.
/// </summary>
public sealed class CodeSteps(Operations operations)
{
    /// <summary>Uses the time step of a right code up; false when it, or a later one, was used before, by whoever saw it.</summary>
    public async Task<bool> Use(string account, long step, CancellationToken stop = default) =>
        await operations.Execute("ask/account/use-step", new { account, step }, stop) > 0;
}
