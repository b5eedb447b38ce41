using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;
using Npgsql;

namespace HealthWarehouse.Tests.Running;

/// <summary>
/// When the database breaks off, or meets a full disk in a commit, loading goes on by itself once the database is there again; nothing is
/// lost, nothing doubled.
/// </summary>
public class ReconnectSpec
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Settings of DuckDB that make a commit fail for good.</summary>
    private static readonly string[] Breaking = ["checkpoint_threshold", "debug_checkpoint_abort"];

    [Theory, ClassData(typeof(Engines))]
    public async Task Loading_goes_on_when_the_database_broke_off_between_two_deliveries(Engine engine)
    {
        await using var test = await TestHouse.Open(engine, unlocked: Breaking);
        await test.Load(Made.Envelope(test, "inpatient", 1));
        await Break(test);
        var receipt = await test.Send(Made.Envelope(test, "inpatient", 2));

        await Keep(test);

        (await test.House.Ledger.Find(receipt.TrackingId, Stop))!.State.ShouldBe(DeliveryState.Loaded);
        (await test.Ask<long>("select count(*) from core.encounter where known_to is null")).ShouldBe([2]);
        (await new Rebuild(test.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_commit_that_nobody_heard_the_end_of_is_settled_by_asking_what_the_warehouse_holds(Engine engine)
    {
        await using var test = await TestHouse.Open(engine, unlocked: Breaking);
        var sent = new List<Receipt>();
        for (var n = 1; n <= 6; n++) sent.Add(await test.Send(Made.Envelope(test, "inpatient", n)));
        // the commit meets a fatal error
        if (engine is Engine.DuckDb)
            await test.House.Warehouse.ExecuteText("set checkpoint_threshold = '1KB'; set debug_checkpoint_abort = 'before_header'", null,
                Stop);
        var first = await Record.ExceptionAsync(() =>
            engine is Engine.DuckDb ? test.House.Loader.LoadWaiting(Stop) : Task.WhenAll(test.House.Loader.LoadWaiting(Stop), Break(test)));

        await Keep(test);

        if (engine is Engine.DuckDb) first.ShouldNotBeNull();
        foreach (var receipt in sent) (await test.House.Ledger.Find(receipt.TrackingId, Stop))!.State.ShouldBe(DeliveryState.Loaded);
        (await test.Ask<long>("select count(*) from core.encounter")).ShouldBe([6]);
        (await test.Ask<long>("select count(*) from std.delivery")).ShouldBe([6]);
    }

    [Fact]
    public async Task Work_on_the_disk_is_bounded_by_what_is_free_there()
    {
        await using var test = await TestHouse.Open();
        var limit = (await test.House.Warehouse.Write(w =>
            w.QueryText<string>("select value from duckdb_settings() where name = 'max_temp_directory_size'"), Stop))[0];

        var free = new DriveInfo(test.Data).AvailableFreeSpace;
        Bytes(limit).ShouldBeInRange(free * 0.4, free * 0.6);

        static double Bytes(string text) =>
            double.Parse(text.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) * Math.Pow(1024,
            Array.IndexOf(["bytes", "KiB", "MiB", "GiB", "TiB"], text.Split(' ')[1]));
    }

    /// <summary>Every connection of the house is cut; a DuckDB database refuses everything after a fatal error.</summary>
    private static async Task Break(TestHouse test)
    {
        if (test.House.Warehouse.Engine is Engine.DuckDb)
        {
            await Should.ThrowAsync<DuckDB.NET.Data.DuckDBException>(() =>
                test.House.Warehouse.ExecuteText("set debug_checkpoint_abort = 'before_header'; checkpoint", null, Stop));
            return;
        }
        await using var db = new NpgsqlConnection($"{test.House.Settings.WarehousePostgres};Pooling=false");
        await db.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()", db);
        await command.ExecuteNonQueryAsync(Stop);
    }

    /// <summary>As the worker does it: a failure is followed by another try.</summary>
    private static async Task Keep(TestHouse test)
    {
        for (var tries = 0; tries < 4
            && (tries == 0 || (await test.House.Ledger.Waiting(1, Stop)).Count > 0); tries++) await Record.ExceptionAsync(() =>
            test.House.Loader.LoadWaiting(Stop));
    }
}
