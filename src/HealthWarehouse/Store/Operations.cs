using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HealthWarehouse.Store;

/// <summary>
/// The operational database: the delivery ledger, senders, accounts, the audit. SQLite beside the warehouse, or PostgreSQL.
/// </summary>
public sealed class Operations : Database
{
    private readonly SemaphoreSlim _oneWriter = new(1, 1);

    private Operations(DbDataSource source, SqlFiles sql, Engine engine) : base(source, sql, engine) { }

    /// <summary>Opens (and makes) a SQLite file: write-ahead log, synced at every commit.</summary>
    public static Operations Sqlite(string file, SqlFiles sql)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 };
        return new(SqliteFactory.Instance.CreateDataSource(settings.ConnectionString), sql,
            Engine.Sqlite) { Settings = settings.ConnectionString };
    }

    public static Operations PostgreSql(string connectionString, SqlFiles sql) =>
        new(NpgsqlDataSource.Create(PostgresPool.Sized(connectionString)), sql,
            Engine.PostgreSql) { Settings = PostgresPool.Sized(connectionString) };

    /// <summary>What every connection to a SQLite file says first: what is deleted is written over, not only let go.</summary>
    public const string Wiping = "pragma secure_delete = on";

    public override async Task<DbConnection> Open(CancellationToken stop)
    {
        var db = await base.Open(stop);
        if (db is SqliteConnection) await db.ExecuteAsync(Wiping);
        return db;
    }

    /// <summary>For the accounts' own mapper, which opens the same database.</summary>
    public string Settings { get; private init; } = "";

    /// <summary>
    /// Brings the tables up to date; throws <see cref="NotOwnerException"/> where that is due and the login does not own them.
    /// </summary>
    public async Task Start(CancellationToken stop = default)
    {
        if (Engine is Engine.Sqlite) await Prepare(stop);
        var done = await Done(stop);
        try
        {
            foreach (var name in Sql.In("operations", Engine).Where(n => !done.Contains(n)))
                await Write(async change =>
                {
                    await change.ExecuteText("create table if not exists migration (name text primary key)");
                    await change.Execute(name);
                    await change.ExecuteText("insert into migration (name) values ($name)", new { name });
                    return true;
                }, stop);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new NotOwnerException(e);
        }
    }

    /// <summary>
    /// Takes what was forgotten off the disk too: it stood in the log of the database and in the places of rows of before.
    /// </summary>
    public async Task Wipe(CancellationToken stop = default)
    {
        if (Engine is Engine.PostgreSql)
        {
            await Execute("ask/shredding/wipe", null, stop);
            return;
        }
        await _oneWriter.WaitAsync(stop);
        try
        {
            // Who still reads in the log is through in a moment; if not, the next end of a shredding, or the next start, does it.
            for (var tries = 0; tries < 50
                && (await Query<Checkpoint>("ask/shredding/wipe", null, stop))[0].Busy > 0; tries++) await Task.Delay(100, stop);
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    /// <summary>A file of before deleted content was written over is written anew once, without what was let go in it.</summary>
    private async Task Prepare(CancellationToken stop)
    {
        await ExecuteText("pragma journal_mode = wal", null, stop);
        if ((await QueryText<long>("pragma user_version", null, stop))[0] == 0)
        {
            await ExecuteText("vacuum", null, stop);
            await ExecuteText("pragma user_version = 1", null, stop);
        }
        await Wipe(stop);
    }

    private sealed record Checkpoint
    {
        public long Busy { get; init; }
    }

    /// <summary>
    /// On PostgreSQL, as the owner of the tables: lets another login work with their rows, but not with tables, triggers and books that
    /// only grow.
    /// </summary>
    public Task Let(string writer, CancellationToken stop = default) => Write(async change =>
    {
        await change.ExecuteText("select set_config('khoyte.writer', $writer, true)", new { writer });
        return await change.Execute("roles/writer");
    }, stop);

    private async Task<HashSet<string>> Done(CancellationToken stop)
    {
        var there = Engine is Engine.Sqlite
            ? "select exists (select 1 from sqlite_master where name = 'migration')" : "select to_regclass('migration') is not null";
        return (await QueryText<bool>(there, null, stop))[0] ? [.. await QueryText<string>("select name from migration", null, stop)] : [];
    }

    /// <summary>Runs <paramref name="work"/> in one transaction, one writer at a time in this process; durable when it returns.</summary>
    public async Task<T> Write<T>(Func<OperationsChange, Task<T>> work, CancellationToken stop = default)
    {
        await _oneWriter.WaitAsync(stop);
        try
        {
            var (db, transaction, result) = await Steadily(() => Begin(work, stop));
            await using (db)
            await using (transaction)
            {
                await transaction.CommitAsync(CancellationToken.None);
                return result;
            }
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/>, which may write, while nobody on another node runs any under the same turn: the turn is held in a
    /// transaction of its own. Who uses SQLite is alone in the folder.
    /// </summary>
    public async Task<T> InTurn<T>(string turn, Func<Task<T>> work, CancellationToken stop = default)
    {
        if (Engine is Engine.Sqlite) return await work();
        await using var db = await Open(stop);
        await using var transaction = await db.BeginTransactionAsync(stop);
        await db.ExecuteAsync(Command(Sql[turn, Engine], null, transaction, stop));
        return await work();
    }

    /// <summary>All of a transaction but its commit.</summary>
    private async Task<(DbConnection, DbTransaction, T)> Begin<T>(Func<OperationsChange, Task<T>> work, CancellationToken stop)
    {
        var db = await Open(stop);
        try
        {
            var transaction = db is SqliteConnection sqlite
                ? sqlite.BeginTransaction(deferred: false) : await db.BeginTransactionAsync(stop);
            try
            {
                return (db, transaction, await work(new(this, db, transaction, stop)));
            }
            catch
            {
                await transaction.DisposeAsync();
                throw;
            }
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _oneWriter.Dispose();
        if (Engine is Engine.Sqlite) SqliteConnection.ClearPool(new SqliteConnection(Settings));
    }
}

/// <summary>The tables of operations are older than this version, and their owner is another login than the one used here.</summary>
public sealed class NotOwnerException(Exception cause) : Exception(
    "Bảng vận hành trên PostgreSQL chưa có hoặc cũ hơn phiên bản này, và tài khoản trong KHOYTE_OPERATIONS không phải chủ của chúng. "
    + "Hãy dừng máy chủ, chạy khoyte migrate với KHOYTE_OPERATIONS_OWNER là chuỗi kết nối của chủ bảng, rồi khởi động lại.", cause);
