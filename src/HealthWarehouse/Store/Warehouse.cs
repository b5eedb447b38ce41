using System.Data.Common;
using DuckDB.NET.Data;
using HealthWarehouse.Store.Batches;
using Npgsql;

namespace HealthWarehouse.Store;

/// <summary>
/// The warehouse: DuckDB in a file, or PostgreSQL. Reads go through the questions of <see cref="Database"/>, each on its own connection;
/// all writes go through one writer, in one transaction at a time.
/// </summary>
public sealed partial class Warehouse : Database
{
    private readonly SemaphoreSlim _oneWriter = new(1, 1);
    private const long SettleBytes = 16 << 20;

    private readonly Lease? _lease;
    private readonly DbDataSource _writing;
    private readonly string? _reader;
    private IReadOnlyList<string> _unlocked = [];

    private Warehouse(DbDataSource reading, DbDataSource writing, SqlFiles sql, Engine engine, string? file, Lease? lease = null,
        string? reader = null) : base(reading, sql, engine) =>
        (_writing, File, _lease, _reader) = (writing, file, lease, reader);

    /// <summary>How many transactions this process has committed: what was read before may be another now.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    private long _commits;
    private CommitClock? _commitClock;

    /// <summary>
    /// Number of the last commit of whoever writes to this warehouse; what was read under one number may be given again while it stands.
    /// </summary>
    public ValueTask<long> CommitNumber(CancellationToken stop = default) => _commitClock is { } shared ? shared.Read(stop) : new(Commits);

    /// <summary>The database file in embedded mode, else null.</summary>
    public string? File { get; }

    /// <summary>
    /// Opens a DuckDB file, made on first use. <paramref name="memoryMb"/> bounds what the engine keeps in memory; beyond it works on disk.
    /// </summary>
    /// <param name="unlocked">Settings that may be changed while the engine is open; none but in tests.</param>
    public static Warehouse DuckDb(string file, SqlFiles sql, int memoryMb = 1024, int? threads = null,
        IReadOnlyList<string>? unlocked = null)
    {
        var settings = new DuckDBConnectionStringBuilder { DataSource = file };
        settings["memory_limit"] = $"{memoryMb}MB";
        settings["threads"] = (threads ?? Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture);
        settings["preserve_insertion_order"] = "false";
        settings["checkpoint_threshold"] = "1GB";        // the log is folded in when the house is idle, see Settle
        // Nothing but this file is read or written, nothing is loaded into the engine: none of it can be switched on again while it is
        // open.
        settings["enable_external_access"] = settings["autoload_known_extensions"] = settings["autoinstall_known_extensions"] = "false";
        settings["allow_community_extensions"] = settings["allow_unsigned_extensions"] = "false";
        var source = DuckDBClientFactory.Instance.CreateDataSource(settings.ConnectionString);
        return new(source, source, sql, Engine.DuckDb, file) { _unlocked = unlocked ?? [] };
    }

    /// <param name="connectionString">The login that owns the warehouse: it loads.</param>
    /// <param name="reader">Connection string of a login that may only read: questions are asked by it; null = by the owner.</param>
    public static Warehouse PostgreSql(string connectionString, SqlFiles sql, string? reader = null)
    {
        var owner = NpgsqlDataSource.Create(PostgresPool.Sized(connectionString));
        return new(reader is null ? owner : NpgsqlDataSource.Create(PostgresPool.Sized(reader)), owner, sql, Engine.PostgreSql, null,
            new(connectionString), reader is null ? null : new NpgsqlConnectionStringBuilder(reader).Username);
    }

    /// <summary>
    /// Opens the writer's connection, which also keeps an embedded database open, and brings the tables up to date; where another process
    /// has the lease, it only sees that the tables are those this one knows.
    /// </summary>
    public async Task Start(CancellationToken stop = default)
    {
        _isStarted = true;
        if (!await Holds(stop))
        {
            await Migrations.Verify(this, stop);
            _commitClock = new(this);
            return;
        }
        await Write(Migrations.Apply, stop);
        if (_reader is not null) await Write(Let, stop);
        if (_lease is not null) await _lease.Number(stop);
        if (Engine is Engine.PostgreSql) _commitClock = new(this);
    }

    private async Task Let(WarehouseWriter writer)
    {
        await writer.ExecuteText("select set_config('khoyte.reader', $reader, true)", new { reader = _reader });
        await writer.Execute("roles/reader");
    }

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction; it is committed when the work ends well, else nothing of it stays.
    /// </summary>
    public async Task<T> Write<T>(Func<WarehouseWriter, Task<T>> work, CancellationToken stop = default)
    {
        await _oneWriter.WaitAsync(stop);
        try
        {
            await MustHold(stop);
            return await InTransaction(await Writer(stop), work, stop);
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    public Task Write(Func<WarehouseWriter, Task> work, CancellationToken stop = default) =>
        Write(async writer =>
        {
            await work(writer);
            return true;
        }, stop);

    /// <summary>Folds the write-ahead log into the file when it has grown; for quiet moments, since it competes with loading.</summary>
    public async Task Settle(CancellationToken stop = default)
    {
        if (File is null || !System.IO.File.Exists($"{File}.wal") || new FileInfo($"{File}.wal").Length < SettleBytes) return;
        await Fold(stop);
    }

    /// <summary>Folds the log into the file now: what was taken out of tables does not stand in the log any longer.</summary>
    public async Task Fold(CancellationToken stop = default)
    {
        await _oneWriter.WaitAsync(stop);
        try
        {
            await ExecuteText("checkpoint", null, stop);
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await CloseWriter();
        _oneWriter.Dispose();
        if (_isBeside) return;      // source and lease are those of the warehouse in use
        if (_lease is not null) await _lease.DisposeAsync();
        await _writing.DisposeAsync();
        await base.DisposeAsync();
    }

    internal static Task Append(DbConnection db, string table, ColumnBatch batch, bool temporary, CancellationToken stop)
    {
        if (db is NpgsqlConnection postgres) return PostgresAppend.Append(postgres, table, batch, stop);
        var parts = table.Split('.');
        var (catalog, schema) = temporary ? ("temp", "main") : (null, parts.Length > 1 ? parts[0] : "main");
        DuckDbAppend.Append((DuckDBConnection)db, catalog, schema, parts[^1], batch);
        return Task.CompletedTask;
    }
}
