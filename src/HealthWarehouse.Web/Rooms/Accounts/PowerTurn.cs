using HealthWarehouse.Store;

namespace HealthWarehouse.Web.Rooms.Accounts;

/// <summary>
/// One turn for everything that gives power or opens an account, in this process and among nodes: else a code asked for while the account
/// had no power yet is made the moment after it came to power.
/// </summary>
internal sealed class PowerTurn(Operations operations) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task<T> Take<T>(Func<Task<T>> work, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            return await operations.InTurn("ask/approval/turn", work, stop);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
