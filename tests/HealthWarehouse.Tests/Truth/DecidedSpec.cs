using HealthWarehouse.Guard;
using HealthWarehouse.Store;
using static HealthWarehouse.Tests.Truth.Visits;

namespace HealthWarehouse.Tests.Truth;

/// <summary>What was accepted stays accepted: the rights of the day of receipt stand in the ledger.</summary>
public class DecidedSpec
{
    [Theory, ClassData(typeof(Engines))]
    public async Task Narrowing_what_a_sender_may_send_touches_nothing_that_was_taken(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.House.Senders.Put("hang", "Hãng", "99010;99011", Viewer.House, TestContext.Current.CancellationToken);
        var taken = await test.Send(Visit(test, "A"), sender: "hang");
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        await test.House.Operations.ExecuteText("update sender set facilities = '99011' where code = 'hang'", null,
            TestContext.Current.CancellationToken);
        await BatchesSpec.Holds(test);
        await test.Again(taken);
        var late = await test.Send(Visit(test, "B"), sender: "hang");
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        (await BatchesSpec.Now(test)).ShouldBe(["A"]);
        (await test.Rules((await test.House.Ledger.Find(late.TrackingId))!)).ShouldContain("R02-not-yours");
        await BatchesSpec.Holds(test);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_ledger_of_before_is_told_by_the_warehouse_what_was_taken_and_what_refused(Engine engine)
    {
        await using var first = await TestHouse.Open(engine);
        await first.House.Senders.Put("hang", "Hãng", "99010", Viewer.House, TestContext.Current.CancellationToken);
        await first.Send(Visit(first, "A"), sender: "hang");
        await first.Send(Visit(first, "B", changes: ("MA_CSKCB", "99011")), sender: "hang");
        await first.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        await first.House.Operations.ExecuteText("update sender set facilities = '99011' where code = 'hang'", null,
            TestContext.Current.CancellationToken);
        await first.House.Operations.ExecuteText("update delivery set facilities = null", null, TestContext.Current.CancellationToken);

        await using var test = await first.Reopen();

        (await test.House.Operations.QueryText<string>("select facilities from delivery order by seq", null,
            TestContext.Current.CancellationToken)).ShouldBe(["99010;99011", ""]);
        await BatchesSpec.Holds(test);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task New_lists_change_nothing_of_what_was_loaded_until_it_is_standardised_again(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var stop = TestContext.Current.CancellationToken;
        var loaded = await test.Load(Visit(test, "A", changes: ("MA_NGHE_NGHIEP", "98765")));
        (await test.Rules(loaded)).ShouldContain("R16-not-listed");

        using var list = new MemoryStream("code,name,valid_from\n98765,Nghề mới,2011-01-01\n"u8.ToArray());
        (await test.House.Lists.Run(list, new("nghe.csv", List: "occupation"), Viewer.House, stop: stop)).Written.ShouldBeTrue();
        (await test.Rules(loaded)).ShouldContain("R16-not-listed");
        var compared = await new Operate.Rebuild(test.House).Verify(stop: stop);
        compared.Where(c => !c.Same).ShouldBeEmpty();
        compared.Max(c => c.Apart).ShouldBe(1);

        await test.House.Ledger.Replay(loaded, "danh mục mới", stop);
        await test.House.Loader.LoadWaiting(stop);
        (await test.Rules(loaded)).ShouldNotContain("R16-not-listed");
        compared = await new Operate.Rebuild(test.House).Verify(stop: stop);
        compared.Where(c => !c.Same || c.Apart > 0).ShouldBeEmpty();
        (await test.House.Ledger.Events(loaded.Seq, stop)).Select(e => e.Type).ShouldContain("Replay");
    }
}
