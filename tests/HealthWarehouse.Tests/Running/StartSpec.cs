using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Running;

/// <summary>
/// The start compares ledger, archive and warehouse by content: what can be mended is mended by itself, the rest is told, and figures never
/// answer zeros because something is gone.
/// </summary>
public class StartSpec
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_warehouse_file_that_is_gone_or_rotten_is_built_again_and_figures_wait_for_it(bool rotten)
    {
        await using var test = await TestHouse.Open();
        for (var n = 1; n <= 3; n++) await test.Load(Made.Envelope(test, "inpatient", n));
        await test.House.DisposeAsync();
        var file = Path.Combine(test.Data, "warehouse.duckdb");
        if (rotten) await File.WriteAllBytesAsync(file, [.. Enumerable.Repeat((byte)0x5A, 1 << 20)], Stop);
        else File.Delete(file);
        File.Delete($"{file}.wal");

        await using var again = await test.Reopen();

        await Should.ThrowAsync<WarehouseAwayException>(() => again.Ask<long>("select count(*) from core.encounter"));
        var readiness = await again.House.Condition.Look(Stop);
        readiness.Status.ShouldBe("not-ready");
        readiness.Notices.Select(n => n.Code).ShouldBe(rotten ? ["warehouse-rotten", "loaded-again", "away"] : ["loaded-again", "away"]);
        await again.House.Loader.LoadWaiting(Stop);
        (await again.Ask<long>("select count(*) from core.encounter")).ShouldBe([3]);
        (await again.House.Ledger.All(Stop)).ShouldAllBe(d => d.State == DeliveryState.Loaded);
        Directory.EnumerateFiles(test.Data, "*.rotten").Count().ShouldBe(rotten ? 1 : 0);
    }

    [Fact]
    public async Task After_an_older_ledger_was_put_back_what_only_the_warehouse_remembers_stands_in_it_again()
    {
        await using var test = await TestHouse.Open();
        var first = await test.Load(Made.Envelope(test, "inpatient", 1));
        await test.House.DisposeAsync();
        var ledger = Path.Combine(test.Data, "operations.db");
        File.Copy(ledger, $"{ledger}.backup");
        string lost;
        await using (var later = await test.Reopen())
        {
            lost = (await later.Load(Made.Envelope(test, "inpatient", 2))).Id;
            await later.House.DisposeAsync();
            foreach (var left in Directory.EnumerateFiles(test.Data, "operations.db-*")) File.Delete(left);
            File.Move($"{ledger}.backup", ledger, overwrite: true);

            await using var again = await later.Reopen();

            again.House.Condition.Found.Select(n => n.Code).ShouldBe(["given-back"]);
            await again.House.Loader.LoadWaiting(Stop);
            (await again.House.Ledger.Find(lost, Stop))!.ShouldSatisfyAllConditions(d =>
                d.State.ShouldBe(DeliveryState.Loaded), d => d.Records.ShouldBe(1), d => d.Seq.ShouldBeGreaterThan(first.Seq));
            (await again.Load(Made.Envelope(test, "inpatient", 3))).State.ShouldBe(DeliveryState.Loaded);
            (await again.Ask<long>("select count(*) from core.encounter where known_to is null")).ShouldBe([3]);
            (await new Rebuild(again.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();
        }
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_number_that_means_another_delivery_in_the_warehouse_is_loaded_in_its_place_and_the_other_is_kept(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var one = await test.Load(Made.Envelope(test, "inpatient", 1));
        // As when an older ledger was put back and used by a version that compared numbers: the number is another delivery's now.
        await test.House.Warehouse.Write(w =>
            w.ExecuteText("update std.delivery set tracking_id = cast('00000000-0000-7000-8000-000000000001' as uuid)"), Stop);

        await using var again = await test.Reopen();
        await again.House.Loader.LoadWaiting(Stop);

        (await again.House.Ledger.Find(one.Id, Stop))!.State.ShouldBe(DeliveryState.Loaded);
        (await again.Ask<string>("select cast(tracking_id as varchar) from std.delivery")).ShouldContain(one.Id);
        (await again.Ask<long>("select count(distinct episode_code) from core.encounter where known_to is null")).ShouldBe([1]);
    }

    [Fact]
    public async Task A_file_missing_from_the_archive_is_told_at_the_start()
    {
        await using var test = await TestHouse.Open();
        var delivery = await test.Load(Made.Envelope(test, "inpatient", 1));
        File.Delete(Directory.EnumerateFiles(Path.Combine(test.Data, "archive"), $"{delivery.ContentHash}.*", SearchOption.AllDirectories)
            .Single());

        await using var again = await test.Reopen();

        var notice = again.House.Condition.Found.ShouldHaveSingleItem();
        notice.Code.ShouldBe("archive-missing");
        notice.Words.ShouldContain(delivery.Id);
        (await again.Ask<long>("select count(*) from core.encounter")).ShouldBe([1]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_rebuild_takes_the_place_of_the_warehouse_while_the_house_is_open(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        for (var n = 1; n <= 3; n++) await test.Load(Made.Envelope(test, "inpatient", n));
        var aside = await test.Send(Made.Envelope(test, "inpatient", 4));
        await QuarantineSpec.Flip(test, aside);
        await test.House.Loader.LoadWaiting(Stop);
        (await new Rebuild(test.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();
        await test.House.Warehouse.Write(w => w.ExecuteText("delete from core.encounter"), Stop);      // what is in use is wrong

        await new Rebuild(test.House).Replace(stop: Stop);

        (await test.Ask<long>("select count(*) from core.encounter")).ShouldBe([3]);
        (await test.Load(Made.Envelope(test, "inpatient", 5))).State.ShouldBe(DeliveryState.Loaded);
        (await new Rebuild(test.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_byte_of_the_archive_is_read_and_a_lost_ledger_gets_its_messages_back()
    {
        await using var test = await TestHouse.Open();
        var (sound, rotten) = (await test.Load(Made.Envelope(test, "inpatient", 1)), await test.Load(Made.Envelope(test, "inpatient", 2)));
        await QuarantineSpec.Flip(test, new(rotten.Id, ReceiptKind.Accepted, ""));
        (await new ArchiveCheck(test.House).Verify(stop: Stop))
            .ShouldSatisfyAllConditions(r =>
            r.Rotten.ShouldBe([rotten.ContentHash]), r => r.Sound.ShouldBe(1), r => r.Missing.ShouldBeEmpty());
        await QuarantineSpec.Flip(test, new(rotten.Id, ReceiptKind.Accepted, ""));
        foreach (var table in new[] { "delivery", "delivery_event" })
            await test.House.Operations.ExecuteText($"delete from {table}", null, Stop);
        await test.House.Warehouse.Write(w => w.ExecuteText("delete from std.delivery"), Stop);
        (await new ArchiveCheck(test.House).Verify(stop: Stop)).Unheld.Count.ShouldBe(2);

        var restored = await new ArchiveCheck(test.House).Restore(stop: Stop);

        restored.ShouldSatisfyAllConditions(r => r.GivenBack.ShouldBe(2), r => r.Unheld.ShouldBeEmpty());
        (await test.House.Ledger.All(Stop)).Select(d => d.ContentHash).ShouldBe([sound.ContentHash, rotten.ContentHash], ignoreOrder: true);
        (await new ArchiveCheck(test.House).Verify(stop: Stop)).Unheld.ShouldBeEmpty();
    }

    [Fact, System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task What_the_house_makes_is_its_owners_alone_and_a_folder_found_wider_is_told()
    {
        await using var test = await TestHouse.Open();
        await test.Load(Made.Envelope(test, "inpatient", 1));
        var mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (var made in Directory.EnumerateFileSystemEntries(Path.Combine(test.Data, "archive"), "*", SearchOption.AllDirectories))
            (File.GetUnixFileMode(made) & ~mine).ShouldBe(UnixFileMode.None, made);
        File.SetUnixFileMode(test.Data, mine | UnixFileMode.OtherRead);

        await using var again = await test.Reopen();

        again.House.Condition.Found.Single()
            .ShouldSatisfyAllConditions(n => n.Code.ShouldBe("folder-open"), n => n.Words.ShouldContain("chmod"));
    }
}
