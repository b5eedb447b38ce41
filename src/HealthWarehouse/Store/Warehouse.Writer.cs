using System.Data;
using System.Data.Common;
using DuckDB.NET.Data;
using Npgsql;

namespace HealthWarehouse.Store;

/// <summary>
/// The writer's connection: opened when it is needed, given up when it is no longer well, so that work goes on by itself after a restart of
/// the server or a full disk.
/// </summary>
public sealed partial class Warehouse
{
    private static readonly TimeSpan ReadersLeave = TimeSpan.FromSeconds(30);
    private readonly Door _door = new();
    private DbConnection? _writer;
    private bool _isStarted;
    private long _temporaryMb;

    /// <summary>What a writer needs beside the tables (temporary tables of its own), made again whenever its connection is.</summary>
    public Func<WarehouseWriter, Task>? Furnish { get; set; }

    /// <summary>Why the figures are not to be read for the moment, in words; null when they are.</summary>
    public string? Away { get; set; }

    /// <summary>Changes with every process that had the lease: what was made ready under another number may be otherwise now.</summary>
    public long Holding => _lease?.Held ?? 0;

    /// <summary>
    /// Whether this process may change the warehouse. On PostgreSQL it takes the lease when nobody has it; an embedded one is its own (the
    /// folder is locked).
    /// </summary>
    public async Task<bool> Holds(CancellationToken stop = default) => _lease is null || await _lease.Try(stop);

    /// <summary>Throws <see cref="LeaseTakenException"/> where another process may.</summary>
    public async Task MustHold(CancellationToken stop = default)
    {
        if (!await Holds(stop)) throw new LeaseTakenException();
    }

    public override async Task<DbConnection> Open(CancellationToken stop) =>
        Away is { } why ? throw new WarehouseAwayException(why) : await Enter(stop);

    /// <summary>For the house's own work, which goes on while figures are not to be read.</summary>
    public Task<IReadOnlyList<T>> Behind<T>(string name, object? args = null, CancellationToken stop = default) =>
        BehindText<T>(Sql[name, Engine], args, stop);

    /// <summary>The same for SQL generated from declarations.</summary>
    public Task<IReadOnlyList<T>> BehindText<T>(string text, object? args = null, CancellationToken stop = default) =>
        Steadily<IReadOnlyList<T>>(async () =>
    {
        await using var db = await Enter(stop);
        return [.. await Dapper.SqlMapper.QueryAsync<T>(db, Command(text, args, null, stop))];
    });

    private async Task<DbConnection> Enter(CancellationToken stop)
    {
        if (File is null) return await base.Open(stop);
        await _door.Enter(stop);
        try
        {
            var db = await base.Open(stop);
            db.StateChange += (_, change) =>
            {
                if (change.CurrentState is ConnectionState.Closed) _door.Leave();
            };
            return db;
        }
        catch
        {
            _door.Leave();
            throw;
        }
    }

    /// <summary>Sees that the writer's connection is there and well; a database that refuses everything is opened anew.</summary>
    public async Task Attend(CancellationToken stop = default)
    {
        await _oneWriter.WaitAsync(stop);
        try
        {
            if (!await Holds(stop)) return;
            if (_writer is { } there && !await IsWell(there)) await GiveUp();
            await Writer(stop);
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    private async Task<T> InTransaction<T>(DbConnection db, Func<WarehouseWriter, Task<T>> work, CancellationToken stop)
    {
        try
        {
            var transaction = await db.BeginTransactionAsync(stop);
            try
            {
                if (_lease is not null) await _lease.Note(db, transaction);
                var writer = new WarehouseWriter(this, db, transaction, stop);
                var result = await work(writer);
                if (_commitClock is not null) await writer.Execute("house/count-commit");
                await transaction.CommitAsync(CancellationToken.None);
                Interlocked.Increment(ref _commits);
                return result;
            }
            finally
            {
                await Quietly(transaction.DisposeAsync);
            }
        }
        catch
        {
            if (!await IsWell(db)) await GiveUp();
            throw;
        }
    }

    private async Task<DbConnection> Writer(CancellationToken stop)
    {
        if (!_isStarted) throw new InvalidOperationException("Kho chưa được mở.");
        if (_writer is { State: ConnectionState.Open } there)
        {
            await LimitTemporary(there);
            return there;
        }
        await CloseWriter();
        try
        {
            _writer = await _writing.OpenConnectionAsync(stop);
        }
        catch (DbException e)
        {
            throw new WarehouseLostException(e);
        }
        _temporaryMb = 0;
        await LimitTemporary(_writer);
        await Lock(_writer);
        if (Furnish is { } furnish)
            await InTransaction(_writer, async writer =>
            {
                await furnish(writer);
                return true;
            }, stop);
        return _writer;
    }

    /// <summary>
    /// Whether the connection can still be used after something failed on it; a DuckDB database that met a fatal error refuses everything.
    /// </summary>
    private static async Task<bool> IsWell(DbConnection db)
    {
        if (db.State is not ConnectionState.Open) return false;
        try
        {
            await using var transaction = await db.BeginTransactionAsync(CancellationToken.None);
            await using var command = db.CreateCommand();
            (command.CommandText, command.Transaction) = ("select 1", transaction);
            await command.ExecuteScalarAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            return true;
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>
    /// Closes the writer's connection. An embedded database is closed wholly, readers waiting at the door, so that the next to come opens
    /// it anew.
    /// </summary>
    private async Task GiveUp()
    {
        if (File is null)
        {
            await CloseWriter();
            Forget();
            return;
        }
        try
        {
            await _door.Shut(ReadersLeave, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            return;
        }
        try
        {
            await CloseWriter();
        }
        finally
        {
            _door.Open();
        }
    }

    /// <summary>
    /// Closes idle connections of PostgreSQL: each may be as broken as the one that was met, or see tables that are gone.
    /// </summary>
    private void Forget()
    {
        foreach (var source in new[] { Source, _writing }.Distinct()) (source as NpgsqlDataSource)?.Clear();
    }

    private async Task CloseWriter()
    {
        if (_writer is not { } writer) return;
        _writer = null;
        await Quietly(writer.DisposeAsync);
    }

    /// <summary>
    /// Work that does not fit into memory goes to the disk: at most half of what is free there now, so that the archive and the ledger
    /// never lack room for it.
    /// </summary>
    private async Task LimitTemporary(DbConnection db)
    {
        if (db is not DuckDBConnection || File is null) return;
        var free = Math.Max(64, new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(File))!).AvailableFreeSpace / 2 >> 20);
        if (_temporaryMb > 0 && Math.Abs(free - _temporaryMb) < _temporaryMb / 10) return;
        await using var command = db.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"set max_temp_directory_size = '{free}MB'");
        await command.ExecuteNonQueryAsync();
        _temporaryMb = free;
    }

    /// <summary>
    /// Locks the settings of DuckDB: no statement, whoever wrote it, changes what the engine may do. Its own client and the limit above
    /// need two of them.
    /// </summary>
    private async Task Lock(DbConnection db)
    {
        if (db is not DuckDBConnection) return;
        await using var command = db.CreateCommand();
        command.CommandText = "select current_setting('lock_configuration')";
        if (await command.ExecuteScalarAsync() is true) return;      // readers kept the database open
        var left = string.Join(", ",
            new[] { "max_temp_directory_size", "current_transaction_invalidation_policy" }.Concat(_unlocked).Select(s => $"'{s}'"));
        command.CommandText = $"set allowed_configs = [{left}]; set lock_configuration = true";
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Closing what is broken may fail, and matters to nobody.</summary>
    private static async Task Quietly(Func<ValueTask> close)
    {
        try
        {
            await close();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or IOException)
        {
            // It is broken already.
        }
    }
}

/// <summary>Figures are not to be read for the moment: the warehouse is gone, or is being built again.</summary>
public sealed class WarehouseAwayException(string why) : Exception(why);

/// <summary>The warehouse cannot be reached or opened: nothing was begun.</summary>
public sealed class WarehouseLostException(Exception cause) : Exception("Chưa mở được kho dữ liệu; sẽ thử lại.", cause);
