using HealthWarehouse.Collect;
using HealthWarehouse.Operate.Keys;
using HealthWarehouse.Operate.Loading;
using HealthWarehouse.Store;
using Npgsql;

namespace HealthWarehouse.Operate;

/// <summary>How a table compares after a rebuild. <c>Apart</c>: deliveries left out, since they were standardised with other declarations or lists than today's.</summary>
public sealed record Compared(string Table, long Rows, long RebuiltRows, bool Same, int Apart = 0);

/// <summary>
/// Builds the warehouse again from the raw archive and the ledger, in a place of its own. Verifying compares digests table by table and throws
/// the copy away; otherwise the copy takes the place of the old one.
/// </summary>
public sealed class Rebuild(House house)
{
    /// <summary>Rebuilds and compares; nothing of the house changes. <paramref name="progress"/> is told deliveries done of all.</summary>
    public async Task<IReadOnlyList<Compared>> Verify(IProgress<(int Done, int All)>? progress = null, CancellationToken stop = default)
    {
        await house.Loader.LoadWaiting(stop);
        await using var copy = await Copy.Make(house, stop);
        await Fill(copy.Warehouse, progress, stop);
        var before = (await Digests.Of(house.Warehouse, stop)).ToDictionary(d => d.Table);
        var after = (await Digests.Of(copy.Warehouse, stop)).ToDictionary(d => d.Table);
        Compared[] compared = [.. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal).Select(t =>
            new Compared(t, before.GetValueOrDefault(t)?.Rows ?? -1, after.GetValueOrDefault(t)?.Rows ?? -1, before.GetValueOrDefault(t)?.Digest == after.GetValueOrDefault(t)?.Digest))];
        if (compared.Any(c => !c.Same) && await Apart(stop) is { Count: > 0 } apart) compared = await WithoutApart(compared, copy.Warehouse, apart, stop);
        // Old keys are being changed for new: the pieces are compared opened.
        var pieces = Array.FindIndex(compared, c => c is { Table: "vault.sealed", Same: false } && c.Rows == c.RebuiltRows);
        if (pieces >= 0) compared[pieces] = compared[pieces] with { Same = await SealedContents.Same(house, house.Warehouse, copy.Warehouse, stop) };
        return compared;
    }

    /// <summary>Deliveries that were standardised with other declarations or lists than today's: built again they may rightly come out otherwise.</summary>
    private Task<IReadOnlyList<long>> Apart(CancellationToken stop) => house.Warehouse.Query<long>("std/apart", new { digest = house.Loader.Workshop.Digest }, stop);

    /// <summary>Like is compared with like: tables that differ are looked at again without the rows of deliveries of other declarations.</summary>
    private async Task<Compared[]> WithoutApart(Compared[] compared, Warehouse copy, IReadOnlyList<long> apart, CancellationToken stop)
    {
        var before = (await Digests.Of(house.Warehouse, stop, apart)).ToDictionary(d => d.Table);
        var after = (await Digests.Of(copy, stop, apart)).ToDictionary(d => d.Table);
        return [.. compared.Select(c => c.Same ? c : c with { Same = before.GetValueOrDefault(c.Table)?.Digest == after.GetValueOrDefault(c.Table)?.Digest, Apart = apart.Count })];
    }

    /// <summary>Rebuilds an embedded warehouse and puts it in the place of the old one, which is kept beside it. The house must be opened again after.</summary>
    public async Task<string> Replace(IProgress<(int Done, int All)>? progress = null, CancellationToken stop = default)
    {
        var file = house.Warehouse.File ?? throw new InvalidOperationException("Dựng lại tại chỗ chỉ làm được với kho nhúng (DuckDB); với PostgreSQL hãy dựng vào một cơ sở dữ liệu mới.");
        await house.Loader.LoadWaiting(stop);
        var apart = (await Apart(stop)).ToHashSet();
        var replayed = new List<Outcome>();
        string rebuilt;
        await using (var copy = await Copy.Make(house, stop))
        {
            await Fill(copy.Warehouse, progress, stop, outcomes => replayed.AddRange(outcomes.Where(o => apart.Contains(o.Seq))));
            rebuilt = copy.Keep();
        }
        await house.Ledger.Replayed(replayed, "Dựng lại kho: chuẩn hoá lại theo khai báo và danh mục hiện hành", stop);
        await house.Warehouse.DisposeAsync();
        var old = $"{file}.{house.Clock.GetUtcNow():yyyyMMddHHmmss}.old";
        File.Move(file, old);
        File.Move(rebuilt, file);
        return old;
    }

    private async Task Fill(Warehouse warehouse, IProgress<(int, int)>? progress, CancellationToken stop, Action<IReadOnlyList<Outcome>>? filled = null)
    {
        var workshop = await house.Loader.Prepare(warehouse, stop);
        var all = (await house.Ledger.All(stop)).Where(d => d.State != DeliveryState.Queued).Select(d => d with { State = DeliveryState.Queued }).ToArray();
        var done = 0;
        await house.Loader.LoadAll(warehouse, workshop, all, outcomes =>
        {
            progress?.Report((done += outcomes.Count, all.Length));
            filled?.Invoke(outcomes);
            return Task.CompletedTask;
        }, stop);
    }

    /// <summary>An empty warehouse beside the real one: a file in the data folder, or a database on the same server.</summary>
    private sealed class Copy : IAsyncDisposable
    {
        private readonly string? _file;
        private readonly string? _server;
        private readonly string? _database;
        private bool _kept;

        private Copy(Warehouse warehouse, string? file, string? server, string? database) => (Warehouse, _file, _server, _database) = (warehouse, file, server, database);

        public Warehouse Warehouse { get; }

        public static async Task<Copy> Make(House house, CancellationToken stop)
        {
            var name = $"rebuild_{Guid.CreateVersion7():n}";
            if (house.Settings.WarehousePostgres is { } connection)
            {
                await Run(connection, $"create database {name}");
                var elsewhere = new NpgsqlConnectionStringBuilder(connection) { Database = name };
                var postgres = Warehouse.PostgreSql(elsewhere.ConnectionString, house.Sql);
                await postgres.Start(stop);
                return new(postgres, null, connection, name);
            }
            var file = Path.Combine(house.Settings.Data, $"{name}.duckdb");
            var warehouse = Warehouse.DuckDb(file, house.Sql, house.Settings.WarehouseMemoryMb);
            await warehouse.Start(stop);
            return new(warehouse, file, null, null);
        }

        /// <summary>The file stays when the copy is closed.</summary>
        public string Keep()
        {
            _kept = true;
            return _file!;
        }

        public async ValueTask DisposeAsync()
        {
            await Warehouse.DisposeAsync();
            if (_database is not null) await Run(_server!, $"drop database {_database} with (force)");
            if (_file is null || _kept) return;
            File.Delete(_file);
            File.Delete($"{_file}.wal");
        }

        private static async Task Run(string connection, string sql)
        {
            await using var db = new NpgsqlConnection(connection);
            await db.OpenAsync();
            await using var command = new NpgsqlCommand(sql, db);
            await command.ExecuteNonQueryAsync();
        }
    }
}
