using HealthWarehouse.Collect;
using HealthWarehouse.Store;
using static HealthWarehouse.Tests.Truth.Visits;

namespace HealthWarehouse.Tests.Truth;

/// <summary>The time we knew something never runs backwards, whatever the clock of the server does.</summary>
public class KnowledgeSpec
{
    private static readonly DateTimeOffset Day = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);

    [Theory, ClassData(typeof(Engines))]
    public async Task A_correction_sent_after_the_clock_was_set_back_takes_the_place_of_what_it_corrects(Engine engine)
    {
        var clock = new SetClock(Day);
        await using var test = await TestHouse.Open(engine, clock);
        clock.Now = Day.AddDays(30);
        await test.Load(Visit(test, "A"));
        clock.Now = Day;
        var correction = await test.Load(Visit(test, "A", null, ("NGAY_RA", "202608151030"), ("NGAY_VAO", "202608150800"),
            ("NGAY_TTOAN", "202608151040")));

        (await test.Ask<string>("select cast(discharged_on as varchar) from core.encounter where known_to is null"))
            .ShouldBe(["2026-08-15"]);
        correction.ReceivedAt.ShouldBe(Day);
        correction.KnownAt.ShouldBe(Day.AddDays(30).AddMicroseconds(1));
        await BatchesSpec.Holds(test);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task No_two_deliveries_are_known_at_one_instant_though_the_clock_stand_still(Engine engine)
    {
        await using var test = await TestHouse.Open(engine, new SetClock(Day));
        var first = await test.Load(Visit(test, "A"));
        var second = await test.Load(Visit(test, "A", null, ("CAN_NANG", "62")));
        (await test.House.Intake.TakeMany([.. new[] { "63", "64" }.Select(w =>
            new Incoming(() => new MemoryStream(Visit(test, "A", null, ("CAN_NANG", w))), new(Sender.Local, "test")))])).Count.ShouldBe(2);
        await test.House.Loader.LoadWaiting();

        (first.KnownAt, second.KnownAt).ShouldBe((Day, Day.AddMicroseconds(1)));
        (await test.House.Ledger.All()).Select(d => d.KnownAt).ShouldBe(Enumerable.Range(0, 4).Select(i => Day.AddMicroseconds(i)));
        (await test.Ask<string>("select concat_ws(' ', record_key >> 24, coalesce(ended_by, 'known')) from core.encounter " +
            "order by known_from")).ShouldBe(["1 superseded", "2 superseded", "3 superseded", "4 known"]);
        await BatchesSpec.Holds(test);
    }

    /// <summary>
    /// What a check that looks beyond the batch says of a visit does not change with what came a moment later, whether they were loaded
    /// together or not.
    /// </summary>
    [Theory]
    [InlineData(Engine.DuckDb, true), InlineData(Engine.DuckDb, false), InlineData(Engine.PostgreSql, true),
        InlineData(Engine.PostgreSql, false)]
    public async Task What_was_told_of_a_visit_stays_though_the_one_it_was_told_of_is_cancelled_at_once(Engine engine, bool together)
    {
        await using var test = await TestHouse.Open(engine, new SetClock(Day));
        await test.Send(Visit(test, "A"));
        var same = await test.Send(Visit(test, "B"));
        if (!together) await test.House.Loader.LoadWaiting();
        await test.Cancel("A");
        await test.House.Loader.LoadWaiting();

        (await test.Rules((await test.House.Ledger.Find(same.TrackingId))!)).ShouldContain("R93-same-visit-other-code");
        await BatchesSpec.Holds(test);
    }
}
