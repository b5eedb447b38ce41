using HealthWarehouse.Collect;
using HealthWarehouse.Operate.Keys;
using HealthWarehouse.Loading;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Batches;
using Npgsql;

namespace HealthWarehouse.Operate;

/// <summary>
/// How a table compares after a rebuild. <c>Apart</c>: deliveries left out, since they were standardised with other declarations or lists
/// than today's.
/// </summary>
public sealed record Compared(string Table, long Rows, long RebuiltRows, bool Same, int Apart = 0);

/// <summary>
/// Builds the warehouse again from the raw archive and the ledger, in a place of its own. Verifying compares digests table by table and
/// throws the copy away; otherwise the copy takes the place of the old one.
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
            new Compared(t, before.GetValueOrDefault(t)?.Rows ?? -1, after.GetValueOrDefault(t)?.Rows ?? -1,
                before.GetValueOrDefault(t)?.Digest == after.GetValueOrDefault(t)?.Digest))];
        if (compared.Any(c => !c.Same) && await Apart(stop) is { Count: > 0 } apart)
            compared = await WithoutApart(compared, copy.Warehouse, apart, stop);
        // Old keys are being changed for new: the pieces are compared opened.
        var pieces = Array.FindIndex(compared, c => c is { Table: "vault.sealed", Same: false } && c.Rows == c.RebuiltRows);
        if (pieces >= 0)
            compared[pieces] = compared[pieces] with { Same = await SealedContents.Same(house, house.Warehouse, copy.Warehouse, stop) };
        return compared;
    }

    /// <summary>
    /// Deliveries that were standardised with other declarations or lists than today's: built again they may rightly come out otherwise.
    /// </summary>
    private Task<IReadOnlyList<long>> Apart(CancellationToken stop) =>
        house.Warehouse.Behind<long>("std/apart", new { digest = house.Loader.Workshop.Digest }, stop);

    /// <summary>
    /// Like is compared with like: tables that differ are looked at again without the rows of deliveries of other declarations.
    /// </summary>
    private async Task<Compared[]> WithoutApart(Compared[] compared, Warehouse copy, IReadOnlyList<long> apart, CancellationToken stop)
    {
        var before = (await Digests.Of(house.Warehouse, stop, apart)).ToDictionary(d => d.Table);
        var after = (await Digests.Of(copy, stop, apart)).ToDictionary(d => d.Table);
        return [.. compared.Select(c => c.Same
            ? c : c with { Same = before.GetValueOrDefault(c.Table)?.Digest == after.GetValueOrDefault(c.Table)?.Digest,
            Apart = apart.Count })];
    }

    /// <summary>
    /// Rebuilds the warehouse and puts it in the place of the old one, while deliveries are taken in and figures answered from the old.
    /// Gives where the old one is kept (an embedded file), or null. What stands in it need not be readable any more.
    /// </summary>
    public async Task<string?> Replace(IProgress<(int Done, int All)>? progress = null, CancellationToken stop = default)
    {
        await house.Warehouse.MustHold(stop);
        string? kept = null;
        var (apart, replayed) = (await ApartIfReadable(stop), new List<Outcome>());
        await house.Loader.Alone(async () =>
            kept = house.Warehouse.File is null ? await Schemas(progress, Filled, stop) : await File(progress, Filled, stop), stop);
        await house.Ledger.Replayed(replayed, "Dựng lại kho: chuẩn hoá lại theo khai báo và danh mục hiện hành", stop);
        await house.Loader.Prepare(stop);
        house.Condition.Found = [.. (await new Inventory(house).Take(stop)).Notices()];
        await house.Loader.LoadWaiting(stop);
        return kept;

        void Filled(IReadOnlyList<Outcome> outcomes) => replayed.AddRange(outcomes.Where(o => apart.Contains(o.Seq)));
    }

    private async Task<HashSet<long>> ApartIfReadable(CancellationToken stop)
    {
        try
        {
            return [.. await Apart(stop)];
        }
        catch (System.Data.Common.DbException)
        {
            return [];
        }
    }

    private async Task<string?> File(IProgress<(int, int)>? progress, Action<IReadOnlyList<Outcome>> filled, CancellationToken stop)
    {
        string rebuilt;
        await using (var copy = await Copy.Make(house, stop))
        {
            await Fill(copy.Warehouse, progress, stop, filled);
            rebuilt = copy.Keep();
        }
        return await house.Warehouse.Exchange(rebuilt, $"{house.Clock.GetUtcNow():yyyyMMddHHmmss}.old", stop);
    }

    private async Task<string?> Schemas(IProgress<(int, int)>? progress, Action<IReadOnlyList<Outcome>> filled, CancellationToken stop)
    {
        await using (var beside = await house.Warehouse.Beside(stop)) await Fill(beside, progress, stop, filled);
        await house.Warehouse.Switch(stop);
        return null;
    }

    private async Task Fill(Warehouse warehouse, IProgress<(int, int)>? progress, CancellationToken stop,
        Action<IReadOnlyList<Outcome>>? filled = null)
    {
        var workshop = await house.Loader.Prepare(warehouse, stop);
        await Carry(warehouse, stop);
        var ledger = await house.Ledger.All(stop);
        // What was never loaded because it was set aside stays so; trying again is for people to ask for.
        Delivery[] aside = [.. ledger.Where(d => d is { State: DeliveryState.Quarantined, Verdict: null })];
        var all = ledger.Where(d => d.State != DeliveryState.Queued).Except(aside).Select(d => d with { State = DeliveryState.Queued })
            .ToArray();
        var done = 0;
        await house.Loader.LoadAll(warehouse, workshop, all, outcomes =>
        {
            progress?.Report((done += outcomes.Count, all.Length));
            filled?.Invoke(outcomes);
            return Task.CompletedTask;
        }, stop);
        await house.Loader.NoteAside(warehouse, workshop, aside, stop);
        await new Derived(workshop, warehouse).Relink(stop);
    }

    private static readonly TableSpec Former =
        new("link.former_person", [new("known_key", ColumnType.Long), new("record_key", ColumnType.Long)]);

    /// <summary>What no message tells: the cover of the tokens, and by which keys persons were known before.</summary>
    private async Task Carry(Warehouse warehouse, CancellationToken stop)
    {
        await TokenCovers.Note(warehouse, house.Vault.Tokens.CoverNumber, stop);
        var former = new ColumnBatch(Former);
        foreach (var (known, record) in await FormerIfReadable(stop)) former.Row().Put(known).Put(record);
        if (former.Rows > 0) await warehouse.Write(writer => writer.Append(former), stop);
    }

    private async Task<IReadOnlyList<(long Known, long Record)>> FormerIfReadable(CancellationToken stop)
    {
        try
        {
            return await house.Warehouse.BehindText<(long, long)>("select known_key, record_key from link.former_person", null, stop);
        }
        catch (System.Data.Common.DbException)
        {
            return [];
        }
    }

    /// <summary>An empty warehouse beside the real one: a file in the data folder, or a database on the same server.</summary>
    private sealed class Copy : IAsyncDisposable
    {
        private readonly string? _file;
        private readonly string? _server;
        private readonly string? _database;
        private bool _kept;

        private Copy(Warehouse warehouse, string? file, string? server, string? database) =>
            (Warehouse, _file, _server, _database) = (warehouse, file, server, database);

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
            var warehouse = Warehouse.DuckDb(file, house.Sql, house.Settings.WarehouseMemoryMb, house.Settings.WarehouseThreads);
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
            System.IO.File.Delete(_file);
            System.IO.File.Delete($"{_file}.wal");
        }

        private static async Task Run(string connection, string sql)
        {
            await using var db = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
            await db.OpenAsync();
            await using var command = new NpgsqlCommand(sql, db);
            await command.ExecuteNonQueryAsync();
        }
    }
}
