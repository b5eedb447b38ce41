using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HealthWarehouse.Store;

/// <summary>The operational database: the delivery ledger, senders, accounts, the audit. SQLite beside the warehouse, or PostgreSQL.</summary>
public sealed class Operations : Database
{
    private readonly SemaphoreSlim _oneWriter = new(1, 1);

    private Operations(DbDataSource source, SqlFiles sql, Engine engine) : base(source, sql, engine) { }

    /// <summary>Opens (and makes) a SQLite file: write-ahead log, synced at every commit.</summary>
    public static Operations Sqlite(string file, SqlFiles sql)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 };
        return new(SqliteFactory.Instance.CreateDataSource(settings.ConnectionString), sql, Engine.Sqlite) { Settings = settings.ConnectionString };
    }

    public static Operations PostgreSql(string connectionString, SqlFiles sql) =>
        new(NpgsqlDataSource.Create(PostgresPool.Sized(connectionString)), sql, Engine.PostgreSql) { Settings = PostgresPool.Sized(connectionString) };

    /// <summary>For the accounts' own mapper, which opens the same database.</summary>
    public string Settings { get; private init; } = "";

    public async Task Start(CancellationToken stop = default)
    {
        if (Engine is Engine.Sqlite) await ExecuteText("pragma journal_mode = wal", null, stop);
        await ExecuteText("create table if not exists migration (name text primary key)", null, stop);
        var done = (await QueryText<string>("select name from migration", null, stop)).ToHashSet();
        foreach (var name in Sql.In("operations", Engine).Where(n => !done.Contains(n)))
            await Write(async change =>
            {
                await change.Execute(name);
                await change.ExecuteText("insert into migration (name) values ($name)", new { name });
                return true;
            }, stop);
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

    /// <summary>All of a transaction but its commit.</summary>
    private async Task<(DbConnection, DbTransaction, T)> Begin<T>(Func<OperationsChange, Task<T>> work, CancellationToken stop)
    {
        var db = await Open(stop);
        try
        {
            var transaction = db is SqliteConnection sqlite ? sqlite.BeginTransaction(deferred: false) : await db.BeginTransactionAsync(stop);
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
