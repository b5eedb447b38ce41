using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;
using static HealthWarehouse.Tests.Truth.Visits;

namespace HealthWarehouse.Tests.Truth;

/// <summary>A batch is its deliveries: those that were loaded before and lie between them are left as they are.</summary>
public class BatchesSpec
{
    [Theory, ClassData(typeof(Engines))]
    public async Task What_is_standardised_again_beside_a_new_delivery_leaves_those_between_them_alone(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var first = await test.Send(Visit(test, "A", changes: ("MA_BENH_CHINH", "Z99.99")));
        await test.Send(Visit(test, "B", changes: ("MA_BENH_CHINH", "Z99.99")));
        await test.Send(Visit(test, "C", changes: ("MA_BENH_CHINH", "Z99.99")));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        var found = await Findings(test);

        await test.Again(first);
        await test.Send(Visit(test, "D"));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        (await Findings(test))[..3].ShouldBe(found);
        (await Now(test)).ShouldBe(["A", "B", "C", "D"]);
        await Holds(test);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Cancelled_and_restored_beside_what_is_standardised_again_an_episode_counts_once(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var first = await test.Send(Visit(test, "A"));
        await test.Send(Visit(test, "B"));
        await test.Send(Visit(test, "C"));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        await test.Again(first);
        await test.Cancel("B");
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        (await Now(test)).ShouldBe(["A", "C"]);
        await test.Again(first);
        await test.Restore("B");
        await test.Send(Visit(test, "D"));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        (await Now(test)).ShouldBe(["A", "B", "C", "D"]);
        (await test.Ask<long>("select count(*) from core.drug_line d join std.record r on r.record_key = d.record_key " +
            "where r.episode_code = 'B' and d.known_to is null")).ShouldBe([2]);
        await Holds(test);
    }

    /// <summary>
    /// A visit that says no sex follows whom its number binds; here that becomes known in the very batch in which the visit is standardised
    /// again.
    /// </summary>
    [Theory, ClassData(typeof(Engines))]
    public async Task What_is_standardised_again_beside_the_delivery_that_moves_it_is_the_person_s_it_is_moved_to(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var leans = await test.Load(Visit(test, "A", changes: ("GIOI_TINH", "3")));
        await test.House.Ledger.Replay(leans, "thử", TestContext.Current.CancellationToken);
        await test.Send(Visit(test, "B"));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        (await test.Ask<long>("select distinct person_key from core.encounter"))
            .ShouldBe(await test.Ask<long>("select distinct person_key from link.record_person"));
        await Holds(test);
    }

    /// <summary>
    /// A visit that could not be used when it came, and can be now: the person is named after it, as if it had been used at once.
    /// </summary>
    [Theory, ClassData(typeof(Engines))]
    public async Task What_is_used_only_after_newer_ones_is_linked_as_if_it_had_been_at_once(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.House.Senders.Put("hang", "Hãng", "99002", HealthWarehouse.Guard.Viewer.House, TestContext.Current.CancellationToken);
        var first = await test.Send(Visit(test, "A"), sender: "hang");
        await test.Load(Visit(test, "B", null, ("NGAY_RA", "202608151030"), ("NGAY_VAO", "202608150800"), ("NGAY_TTOAN", "202608151040")));
        (await Now(test)).ShouldBe(["B"]);

        await test.House.Operations.ExecuteText("update delivery set facilities = '99010' where id = $id", new { id = first.TrackingId },
            TestContext.Current.CancellationToken);
        await test.Again(first);
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        (await Now(test)).ShouldBe(["A", "B"]);
        (await test.Ask<long>("select distinct person_key from core.encounter")).ShouldHaveSingleItem();
        await Holds(test);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_cancel_whose_record_is_taken_out_again_by_a_rule_is_told_to_have_had_no_effect(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.House.Senders.Put("hang", "Hãng", "99010", HealthWarehouse.Guard.Viewer.House, TestContext.Current.CancellationToken);
        var first = await test.Send(Visit(test, "A"), sender: "hang");
        var cancel = await test.Cancel("A");
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        (await test.Rules((await test.House.Ledger.Find(cancel.TrackingId))!)).ShouldBeEmpty();

        await test.House.Operations.ExecuteText("update delivery set facilities = '99002' where id = $id", new { id = first.TrackingId },
            TestContext.Current.CancellationToken);
        await test.Again(first);
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        (await test.Rules((await test.House.Ledger.Find(cancel.TrackingId))!)).ShouldBe(["A01-action-without-effect"]);
    }

    [Fact]
    public async Task A_batch_that_would_leave_a_row_twice_is_not_committed()
    {
        await using var test = await TestHouse.Open();
        await test.Load(Visit(test, "A"));
        await test.House.Warehouse.Write(w =>
            w.ExecuteText("insert into core.encounter select * from core.encounter"), TestContext.Current.CancellationToken);
        var traces = new List<string>();
        test.House.Loader.PutAside += aside => traces.Add(aside.Trace);

        var delivery = await test.Load(Visit(test, "A", changes: ("CAN_NANG", "62")));

        delivery.State.ShouldBe(DeliveryState.Quarantined);
        traces.ShouldHaveSingleItem().ShouldContain("Landing.Guard");
        (await test.Ask<long>("select count(*) from std.record")).ShouldBe([1]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Numbers_of_deliveries_are_never_given_twice(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.Send(Visit(test, "A"));
        var second = await test.Send(Visit(test, "B"));
        var number = (await test.House.Ledger.Find(second.TrackingId))!.Seq;
        await test.House.Operations.ExecuteText("delete from delivery where seq = $number", new { number },
            TestContext.Current.CancellationToken);

        var third = await test.Send(Visit(test, "C"));

        (await test.House.Ledger.Find(third.TrackingId))!.Seq.ShouldBeGreaterThan(number);
    }

    internal static async Task<IReadOnlyList<string>> Now(TestHouse test) =>
        await test.Ask<string>("select episode_code from core.encounter where known_to is null order by 1");

    /// <summary>The warehouse is what the archive says, and nothing in it stands twice.</summary>
    internal static async Task Holds(TestHouse test) =>
        (await new Rebuild(test.House).Verify(stop: TestContext.Current.CancellationToken)).Where(c => !c.Same).ShouldBeEmpty();

    private static async Task<string[]> Findings(TestHouse test) =>
        [.. await test.Ask<string>("select concat_ws(' ', delivery, count(*)) from std.finding group by delivery order by delivery")];
}
