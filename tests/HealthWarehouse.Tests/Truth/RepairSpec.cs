using HealthWarehouse.Store;
using static HealthWarehouse.Tests.Truth.Visits;

namespace HealthWarehouse.Tests.Truth;

/// <summary>A warehouse in which an earlier edition left rows twice, or versions known wrongly, is mended when it is opened.</summary>
public class RepairSpec
{
    /// <summary>Rows of persons, encounters and findings twice, as replays beside new deliveries left them.</summary>
    private const string Doubled = """
        insert into link.record_person select * from link.record_person;
        insert into core.encounter select * from core.encounter;
        insert into core.drug_line select * from core.drug_line;
        insert into std.finding select * from std.finding;
        """;

    /// <summary>Both versions known now, as a clock that was set back left them.</summary>
    private const string BothKnown =
        "update std.version set known_to = null, ended_by = null; update core.encounter set known_to = null, ended_by = null;" +
        "update core.drug_line set known_to = null;";

    [Theory]
    [InlineData(Engine.DuckDb, Doubled), InlineData(Engine.PostgreSql, Doubled), InlineData(Engine.DuckDb, BothKnown),
        InlineData(Engine.PostgreSql, BothKnown)]
    public async Task It_is_mended_at_the_next_start_and_told(Engine engine, string damage)
    {
        await using var first = await TestHouse.Open(engine);
        await first.Load(Visit(first, "A", changes: ("MA_BENH_CHINH", "Z99.99")));
        await first.Load(Visit(first, "B"));
        await first.Load(Visit(first, "A", changes: ("CAN_NANG", "62")));
        if (engine is Engine.PostgreSql)
            foreach (var index in new[] { "std.delivery_once", "std.record_once", "std.episode_action_once", "link.encounter_person_once",
                "core.encounter_once" })
                await first.House.Warehouse.ExecuteText($"drop index {index}", null, TestContext.Current.CancellationToken);
        await first.House.Warehouse.Write(w => w.ExecuteText(damage + "delete from house.edition;"), TestContext.Current.CancellationToken);

        await using var test = await first.Reopen();

        test.House.Mended.ShouldHaveSingleItem().ShouldContain("đã tính lại");
        (await BatchesSpec.Now(test)).ShouldBe(["A", "B"]);
        await BatchesSpec.Holds(test);
        (await test.Ask<long>("select count(*) from house.edition")).ShouldBe([1]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_sound_one_is_left_as_it_is(Engine engine)
    {
        await using var first = await TestHouse.Open(engine);
        await first.Load(Visit(first, "A"));
        await first.Cancel("A");
        await first.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        await first.House.Warehouse.ExecuteText("delete from house.edition", null, TestContext.Current.CancellationToken);

        await using var test = await first.Reopen();

        test.House.Mended.ShouldBeEmpty();
        await BatchesSpec.Holds(test);
    }
}
