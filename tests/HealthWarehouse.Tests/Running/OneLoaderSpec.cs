using HealthWarehouse.Collect;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate;
using HealthWarehouse.Operate.Lists;
using HealthWarehouse.Store;
using Npgsql;

namespace HealthWarehouse.Tests.Running;

/// <summary>
/// Several processes may serve one database; one of them loads. Another takes over when that one ends, and who lost the lease unawares
/// cannot commit.
/// </summary>
public sealed class OneLoaderSpec
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_second_process_takes_deliveries_in_and_answers_but_leaves_loading_and_changes_to_the_first()
    {
        await using var first = await TestHouse.Open(Engine.PostgreSql);
        await using var second = await Beside(first);
        var receipt = await Take(second, Made.Envelope(first, "inpatient", 1));

        (await second.Loader.LoadWaiting(Stop)).ShouldBe(0);
        (await first.House.Loader.LoadWaiting(Stop)).ShouldBe(1);

        (await second.Ledger.Find(receipt.TrackingId, Stop))!.State.ShouldBe(DeliveryState.Loaded);
        (await second.Warehouse.QueryText<long>("select count(*) from core.encounter", null, Stop)).ShouldBe([1]);
        var refused = await Should.ThrowAsync<LeaseTakenException>(() =>
            second.Lists.Run(new MemoryStream("CODE,NAME"u8.ToArray()), new("x.csv"), Viewer.House, stop: Stop));
        refused.Message.ShouldContain("tiến trình");
        await Should.ThrowAsync<LeaseTakenException>(() => second.KeyOffice.Rotate("Identity", Viewer.House, Stop));
        (await second.Condition.Look(Stop)).Writer.Lease.ShouldBe("elsewhere");
        (await first.House.Condition.Look(Stop)).Writer.Lease.ShouldBe("here");
    }

    [Fact]
    public async Task The_second_takes_over_when_the_first_is_gone()
    {
        await using var first = await TestHouse.Open(Engine.PostgreSql);
        await using var second = await Beside(first);
        await first.House.DisposeAsync();
        await Take(second, Made.Envelope(first, "inpatient", 1));

        (await second.Loader.LoadWaiting(Stop)).ShouldBe(1);
        (await second.Warehouse.QueryText<long>("select count(*) from core.encounter", null, Stop)).ShouldBe([1]);
    }

    [Fact]
    public async Task Who_lost_the_lease_unawares_is_refused_before_its_commit()
    {
        await using var first = await TestHouse.Open(Engine.PostgreSql);
        await using var second = await Beside(first);
        await Take(second, Made.Envelope(first, "inpatient", 1));
        await CutLease(first);
        (await second.Loader.LoadWaiting(Stop)).ShouldBe(1);      // took it over

        var late = await Should.ThrowAsync<LeaseTakenException>(() =>
            first.House.Warehouse.Write(w => w.ExecuteText("delete from std.delivery"), Stop));

        late.Message.ShouldContain("quyền nạp");
        (await first.Ask<long>("select count(*) from std.delivery")).ShouldBe([1]);
        (await first.House.Loader.LoadWaiting(Stop)).ShouldBe(0);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_right_database_with_a_wrong_folder_is_refused_before_anything_is_written(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var strange = Directory.CreateTempSubdirectory("khoyte-test-").FullName;
        try
        {
            await using (await House.Open(EmptyHouse.Settings(strange), stop: Stop)) { }      // another installation, with keys of its own
            if (engine is Engine.DuckDb)
            {
                await test.House.DisposeAsync();
                File.Copy(Path.Combine(test.Data, "operations.db"), Path.Combine(strange, "operations.db"), overwrite: true);
            }
            var rows = await Rows();

            var refused =
                await Should.ThrowAsync<WrongFolderException>(() => House.Open(test.House.Settings with { Data = strange }, stop: Stop));

            refused.Message.ShouldContain("bản cài đặt");
            (await Rows()).ShouldBe(rows);
        }
        finally
        {
            Directory.Delete(strange, recursive: true);
        }

        async Task<long> Rows() =>
            engine is Engine.DuckDb ? 0 : (await test.House.Operations.QueryText<long>("select count(*) from audit", null, Stop))[0];
    }

    [Fact]
    public async Task A_folder_without_keys_beside_a_database_that_has_data_is_refused_and_stays_empty_of_keys()
    {
        await using var test = await TestHouse.Open(Engine.PostgreSql);
        var empty = Directory.CreateTempSubdirectory("khoyte-test-").FullName;

        await Should.ThrowAsync<WrongFolderException>(() => House.Open(test.House.Settings with { Data = empty }, stop: Stop));

        Directory.Exists(Path.Combine(empty, "keys")).ShouldBeFalse();
        Directory.Delete(empty, recursive: true);
    }

    /// <summary>A second process: a data folder of its own, archive, keys, audit and lists shared, as docs/audit.md says.</summary>
    private static async Task<House> Beside(TestHouse first)
    {
        var data = Directory.CreateDirectory(Path.Combine(first.Data, "second")).FullName;
        foreach (var shared in new[] { "archive", "keys", "audit", "catalogue" })
        {
            Directory.CreateDirectory(Path.Combine(first.Data, shared));
            Directory.CreateSymbolicLink(Path.Combine(data, shared), Path.Combine(first.Data, shared));
        }
        return await House.Open(first.House.Settings with { Data = data }, stop: Stop);
    }

    private static async Task<Receipt> Take(House house, byte[] content)
    {
        using var stream = new MemoryStream(content);
        return await house.Intake.Take(stream, new(Sender.Local, "test"), stop: Stop);
    }

    private static async Task CutLease(TestHouse test)
    {
        await using var db = new NpgsqlConnection($"{test.House.Settings.WarehousePostgres};Pooling=false");
        await db.OpenAsync(Stop);
        await using var command = new NpgsqlCommand("select pg_terminate_backend(pid, 5000) from pg_stat_activity " +
            "where datname = current_database() and application_name = 'khoyte lease'", db);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
