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
        var correction = await test.Load(Visit(test, "A", null, ("NGAY_RA", "202608151030"), ("NGAY_VAO", "202608150800"), ("NGAY_TTOAN", "202608151040")));

        (await test.Ask<string>("select cast(discharged_on as varchar) from core.encounter where known_to is null")).ShouldBe(["2026-08-15"]);
        correction.ReceivedAt.ShouldBe(Day);
        correction.KnownAt.ShouldBe(Day.AddDays(30));
        await BatchesSpec.Holds(test);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Of_two_versions_known_at_the_same_instant_only_the_later_ever_was_known(Engine engine)
    {
        await using var test = await TestHouse.Open(engine, new SetClock(Day));
        await test.Load(Visit(test, "A"));
        await test.Load(Visit(test, "A", null, ("CAN_NANG", "62")));

        (await test.Ask<string>("select concat_ws(' ', encounter_key >> 24, coalesce(ended_by, 'known')) from core.encounter")).ShouldHaveSingleItem().ShouldBe("2 known");
        (await test.Ask<long>("select count(*) from core.drug_line")).ShouldBe([2]);
        await BatchesSpec.Holds(test);
    }
}
