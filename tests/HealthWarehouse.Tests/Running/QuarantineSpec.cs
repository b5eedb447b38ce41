using DuckDB.NET.Data;
using HealthWarehouse.Collect;
using HealthWarehouse.Loading;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Running;

/// <summary>
/// One delivery that cannot be loaded holds up nobody: it is set aside, people are told, and it is loaded when the cause is gone.
/// </summary>
public class QuarantineSpec
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Engines))]
    public async Task A_byte_changed_in_the_archive_sets_that_delivery_aside_and_the_others_are_loaded(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var told = new List<SetAside>();
        test.House.Loader.PutAside += told.Add;
        var sent = new List<Receipt>();
        for (var n = 1; n <= 5; n++) sent.Add(await test.Send(Made.Envelope(test, "inpatient", n)));
        await Flip(test, sent[2]);

        await test.House.Loader.LoadWaiting(Stop);

        (await States(test, sent)).ShouldBe(["Loaded", "Loaded", "Quarantined", "Loaded", "Loaded"]);
        var aside = (await test.House.Ledger.Find(sent[2].TrackingId, Stop))!;
        aside.Problem.ShouldNotBeNull().ShouldContain("đã hỏng");
        aside.Problem.ShouldContain(told.Single().TraceId);
        told[0].Trace.ShouldContain("AuthenticationTagMismatch");
        (await test.House.Ledger.Events(aside.Seq, Stop))[^1].Type.ShouldBe(DeliveryState.Quarantined);
        (await test.Rules(aside)).ShouldBe(["R01-set-aside"]);
        (await test.Ask<long>("select count(*) from core.encounter")).ShouldBe([4]);

        await Flip(test, sent[2]);
        (await test.House.Ledger.Retry(aside.Id, Stop)).ShouldBe(1);
        await test.House.Loader.LoadWaiting(Stop);

        (await test.House.Ledger.Find(aside.Id, Stop))!.ShouldSatisfyAllConditions(d =>
            d.State.ShouldBe(DeliveryState.Loaded), d => d.Problem.ShouldBeNull());
        (await test.Rules(aside)).ShouldBeEmpty();
        (await test.Ask<long>("select count(*) from core.encounter")).ShouldBe([5]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_group_that_cannot_be_written_is_halved_until_the_one_that_fails_alone_is_found(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.Load(Made.Envelope(test, "inpatient", 4));
        // a second version of an episode is poison now
        await test.House.Warehouse.Write(w => w.ExecuteText("create unique index poison on std.record (episode_code)"), Stop);
        var sent = new List<Receipt>();
        for (var n = 1; n <= 7; n++) sent.Add(await test.Send(Made.Envelope(test, "inpatient", n, ("XML1", "T_BNTT", n == 4 ? "1" : "0"))));

        await test.House.Loader.LoadWaiting(Stop);

        (await States(test, sent)).ShouldBe(["Loaded", "Loaded", "Loaded", "Quarantined", "Loaded", "Loaded", "Loaded"]);
        (await test.Ask<long>("select count(*) from core.encounter")).ShouldBe([7]);
        await test.House.Warehouse.Write(w => w.ExecuteText("drop index std.poison"), Stop);
        await test.House.Ledger.Retry(stop: Stop);
        await test.House.Loader.LoadWaiting(Stop);
        (await States(test, sent)).ShouldAllBe(s => s == DeliveryState.Loaded);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task What_a_replay_cannot_make_anew_stays_as_it_was_loaded(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var delivery = await test.Load(Made.Envelope(test, "inpatient", 1));
        await test.House.Ledger.Replay(delivery, "thử", Stop);
        await Flip(test, new(delivery.Id, ReceiptKind.Accepted, ""));

        await test.House.Loader.LoadWaiting(Stop);

        (await test.House.Ledger.Find(delivery.Id, Stop))!.ShouldSatisfyAllConditions(d =>
            d.State.ShouldBe(DeliveryState.Quarantined), d => d.Verdict.ShouldBe(delivery.Verdict));
        (await test.Ask<long>("select count(*) from core.encounter")).ShouldBe([1]);
    }

    [Fact]
    public async Task An_archive_that_is_not_there_is_no_deliverys_fault_and_is_waited_for()
    {
        await using var test = await TestHouse.Open();
        var receipt = await test.Send(Made.Envelope(test, "inpatient", 1));
        var archive = Path.Combine(test.Data, "archive");
        Directory.Move(archive, $"{archive}.unmounted");
        Directory.CreateDirectory(archive);

        await Should.ThrowAsync<Store.Archive.ArchiveLostException>(() => test.House.Loader.LoadWaiting(Stop));
        (await States(test, [receipt])).ShouldBe(["Queued"]);

        Directory.Delete(archive);
        Directory.Move($"{archive}.unmounted", archive);
        await test.House.Loader.LoadWaiting(Stop);
        (await States(test, [receipt])).ShouldBe(["Loaded"]);
    }

    [Fact]
    public async Task Memory_that_runs_out_is_the_fault_of_the_delivery_that_needs_it_alone()
    {
        await using var db = new DuckDBConnection("DataSource=:memory:");
        await db.OpenAsync(Stop);
        await using var command = db.CreateCommand();
        command.CommandText = "set memory_limit = '20MB'; set max_temp_directory_size = '1MB'; select count(distinct i || 'x' || j) from " +
            "range(1000000) a(i), range(9) b(j)";

        var met = Should.Throw<DuckDBException>(command.ExecuteScalar);

        Trouble.Of(met).ShouldBe(Blame.Delivery);
        Trouble.Words(met).ShouldContain("KHOYTE_MEMORY_MB");
    }

    /// <summary>Changes the last byte of a delivery where it is archived; twice is as it was.</summary>
    internal static async Task Flip(TestHouse test, Receipt receipt)
    {
        var hash = (await test.House.Ledger.Find(receipt.TrackingId, Stop))!.ContentHash;
        using var file = new FileStream(Directory.EnumerateFiles(Path.Combine(test.Data, "archive"), $"{hash}.*",
            SearchOption.AllDirectories).Single(), FileMode.Open);
        file.Position = file.Length - 1;
        var last = (byte)file.ReadByte();
        file.Position = file.Length - 1;
        file.WriteByte((byte)(last ^ 1));
    }

    private static async Task<string[]> States(TestHouse test, IEnumerable<Receipt> sent)
    {
        var states = new List<string>();
        foreach (var receipt in sent) states.Add((await test.House.Ledger.Find(receipt.TrackingId, Stop))!.State);
        return [.. states];
    }
}
