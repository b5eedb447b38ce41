using System.Data.Common;
using Dapper;
using Npgsql;

namespace HealthWarehouse.Store;

/// <summary>
/// The right to change a warehouse on PostgreSQL, had by one process at a time: an advisory lock of a session of its own, and a number one
/// higher each time it changes hands, which every transaction of the writer carries. Whose number is not the newest is refused before its
/// commit, even if it never heard that its session had ended.
/// </summary>
internal sealed class Lease(string connectionString) : IAsyncDisposable
{
    private const long Lock = 0x4B484F594B455954;      // "KHOYKEYT", the same for every process
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _one = new(1, 1);
    private NpgsqlConnection? _session;
    private long _seen;

    /// <summary>The number of this holding; null while the tables that know it are not there yet.</summary>
    private long? _number;

    public long? Held => _number;

    public bool IsHeld => _session is { State: System.Data.ConnectionState.Open };

    /// <summary>Takes the lease if nobody has it; true when this process has it.</summary>
    public async Task<bool> Try(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            if (await StillHeld(stop)) return true;
            await Drop();
            var session = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 10,
                ApplicationName = "khoyte lease" }.ConnectionString);
            try
            {
                await session.OpenAsync(stop);
                // A session whose machine is gone is noticed by the server within half a minute, not after hours.
                await session.ExecuteAsync("set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3");
                if (!await session.ExecuteScalarAsync<bool>("select pg_try_advisory_lock(@Lock)", new { Lock }))
                {
                    await session.DisposeAsync();
                    return false;
                }
            }
            catch
            {
                await session.DisposeAsync();
                throw;
            }
            (_session, _seen) = (session, Environment.TickCount64);
            if (await session.ExecuteScalarAsync<bool>("select to_regclass('house.lease') is not null")) await Count(session);
            return true;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Takes a number, once the tables are there.</summary>
    public async Task Number(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            if (_session is { } session && _number is null) await Count(session);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Writes the number in a transaction of the writer; who took the lease over waits until that has ended.</summary>
    public async Task Note(DbConnection db, DbTransaction transaction)
    {
        if (_number is not { } number) return;
        if (await db.ExecuteAsync("update house.lease set written_at = now() where number = @number", new { number }, transaction) == 1)
            return;
        await Drop();
        throw new LeaseTakenException();
    }

    public async ValueTask DisposeAsync()
    {
        await Drop();
        _one.Dispose();
    }

    /// <summary>One row, whatever was restored here: without any, a first one is made.</summary>
    private async Task Count(NpgsqlConnection session)
    {
        var holder = $"{Environment.MachineName}/{Environment.ProcessId}";
        _number = await session.ExecuteScalarAsync<long?>(
            "update house.lease set number = number + 1, holder = @holder, taken_at = now() returning number", new { holder })
            ?? await session.ExecuteScalarAsync<long>(
                "insert into house.lease (number, holder, taken_at) values (1, @holder, now()) returning number", new { holder });
    }

    private async Task<bool> StillHeld(CancellationToken stop)
    {
        if (!IsHeld) return false;
        if (Environment.TickCount64 - _seen < Glance.TotalMilliseconds) return true;
        try
        {
            await _session!.ExecuteScalarAsync<int>(new CommandDefinition("select 1", cancellationToken: stop));
            _seen = Environment.TickCount64;
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task Drop()
    {
        var session = _session;
        (_session, _number) = (null, null);
        if (session is null) return;
        try
        {
            await session.DisposeAsync();
        }
        catch (NpgsqlException)
        {
            // It had ended already.
        }
    }
}

/// <summary>Another process changes this warehouse; this one may read it.</summary>
public sealed class LeaseTakenException() : Exception("Một tiến trình Kho Y tế khác đang giữ quyền nạp vào kho này. Hãy làm việc này " +
    "trên tiến trình đó, hoặc dừng nó rồi thử lại; tiến trình này vẫn nhận dữ liệu và phục vụ số liệu.");
