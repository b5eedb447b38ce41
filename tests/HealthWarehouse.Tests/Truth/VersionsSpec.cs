using HealthWarehouse.Collect;
using HealthWarehouse.Store;
using static HealthWarehouse.Tests.Truth.Visits;

namespace HealthWarehouse.Tests.Truth;

/// <summary>
/// Which message of an episode counts: the newest by the sender's own time, of the same person; or the one a steward chose.
/// </summary>
public class VersionsSpec
{
    private static readonly string[] Orders = ["ABC", "ACB", "BAC", "BCA", "CAB", "CBA"];

    [Theory, ClassData(typeof(Engines))]
    public async Task The_newest_by_the_senders_time_counts_in_whatever_order_they_arrive_and_the_late_ones_are_told(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        foreach (var order in Orders)
        {
            foreach (var message in order)
            {
                await test.Send(Visit(test, order, message switch { 'A' => "202610150800", 'B' => "202610150900", _ => "20261018" },
                    ("CAN_NANG", $"{60 + message - 'A'}")));
                // some one by one, some together
                if (order[0] == 'B') await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
            }
        }
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        (await test.Ask<string>("select concat_ws(' ', episode_code, cast(weight_kg as integer)) from core.encounter " +
            "where known_to is null order by 1")).ShouldBe([.. Orders.Select(o => $"{o} 62")]);
        (await test.Ask<string>("select concat_ws(' ', r.episode_code, count(*)) from std.finding f " +
            "join std.record r on r.record_key = f.record_key where f.rule = 'A02-older-message' group by r.episode_code order by 1"))
            .ShouldBe(["ACB 1", "BAC 1", "BCA 1", "CAB 2", "CBA 2"]);
        await BatchesSpec.Holds(test);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_time_that_has_not_come_counts_as_the_receipt_and_of_equal_times_the_later_receipt_wins(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.Load(Visit(test, "A", "20990101", ("CAN_NANG", "60")));
        await test.Load(Visit(test, "A", "20990101", ("CAN_NANG", "61")));
        var last = await test.Load(Visit(test, "A", "20990102", ("CAN_NANG", "62")));

        (await Weights(test)).ShouldBe([62]);
        (await test.Rules(last)).ShouldNotContain("A02-older-message");
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_steward_can_say_that_the_older_one_counts_until_something_newer_comes(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.Load(Visit(test, "A", "20261018", ("CAN_NANG", "62")));
        var older = await test.Load(Visit(test, "A", "20261015", ("CAN_NANG", "60")));
        (await Weights(test)).ShouldBe([62]);

        await Use(test, "A", older.Seq << 24 | 1);
        (await Weights(test)).ShouldBe([60]);
        await test.Load(Visit(test, "A", "20261019", ("CAN_NANG", "61")));              // made before the steward chose
        (await Weights(test)).ShouldBe([60]);
        await BatchesSpec.Holds(test);

        await test.Load(Visit(test, "A", "20990101", ("CAN_NANG", "63")));
        (await Weights(test)).ShouldBe([63]);
        await BatchesSpec.Holds(test);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Choosing_what_is_no_record_of_the_episode_has_no_effect_and_is_told(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.Load(Visit(test, "A"));
        var other = await test.Load(Visit(test, "B"));

        (await test.Rules(await Use(test, "A", other.Seq << 24 | 1))).ShouldBe(["A01-action-without-effect"]);
        (await BatchesSpec.Now(test)).ShouldBe(["A", "B"]);
    }

    [Theory]
    [InlineData(Engine.DuckDb, true), InlineData(Engine.DuckDb, false), InlineData(Engine.PostgreSql, true),
        InlineData(Engine.PostgreSql, false)]
    public async Task Another_person_under_the_same_code_is_set_aside_and_told_in_one_group_or_over_two(Engine engine, bool together)
    {
        await using var test = await TestHouse.Open(engine);
        await test.Send(Visit(test, "A", null, ("HO_TEN", "Phùng Thị Tưởng"), ("GIOI_TINH", "2"), ("CAN_NANG", "50")));
        if (!together) await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        var receipt = await test.Send(Visit(test, "A", null, Other));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        (await Weights(test)).ShouldBe([50]);
        var second = (await test.House.Ledger.Find(receipt.TrackingId))!;
        (await test.Rules(second)).ShouldContain("A03-two-people");
        second.Verdict.ShouldBe(Verdict.ValidatedWithErrors);
        (await test.Ask<long>("select count(*) from std.xml1")).ShouldBe([2]);             // both are kept as data
        await BatchesSpec.Holds(test);

        await test.Cancel("A");
        await test.Load(Visit(test, "A", null, [.. Other, ("PP_DIEU_TRI", "Đã huỷ rồi gửi lại")]));
        (await Weights(test)).ShouldBe([90]);
        await BatchesSpec.Holds(test);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_name_or_a_number_set_right_is_still_the_same_person(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.Load(Visit(test, "A", null, ("CAN_NANG", "50")));
        await test.Load(Visit(test, "A", null, ("CAN_NANG", "51"), ("HO_TEN", "Đặng Văn Sửa Tên")));
        await test.Load(Visit(test, "A", null, ("CAN_NANG", "52"), ("HO_TEN", "Đặng Văn Sửa Tên"), ("SO_CCCD", "099085009999")));
        await test.Load(Visit(test, "A", null, ("CAN_NANG", "53"), ("HO_TEN", "Đặng Văn Sửa Tên"), ("SO_CCCD", "099085009999"),
            ("NGAY_SINH", "198512030000")));

        (await Weights(test)).ShouldBe([53]);
        (await test.Ask<long>("select count(*) from std.overruled")).ShouldBe([0]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task What_was_taken_in_before_these_rules_stays_as_it_was_judged(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.Send(Visit(test, "A", "20261018", ("CAN_NANG", "62")));
        var older = await test.Send(Visit(test, "A", "20261015", ("CAN_NANG", "60")));
        await test.House.Operations.ExecuteText("update delivery set rules = 1", null, TestContext.Current.CancellationToken);
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        (await Weights(test)).ShouldBe([60]);
        await BatchesSpec.Holds(test);

        await test.Again(older);                                                            // standardised again it is judged as today
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        (await test.Rules((await test.House.Ledger.Find(older.TrackingId))!)).ShouldContain("A02-older-message");
        (await Weights(test)).ShouldBe([62]);
        await BatchesSpec.Holds(test);
    }

    private static readonly (string, string?)[] Other =
    [
        ("HO_TEN", "Lưu Văn Mộng"), ("GIOI_TINH", "1"), ("NGAY_SINH", "196003020000"), ("SO_CCCD", "099060001234"), ("MA_THE_BHYT", null),
            ("MA_BN", "BN0028"), ("CAN_NANG", "90"),
    ];

    private static async Task<IReadOnlyList<int>> Weights(TestHouse test) =>
        await test.Ask<int>("select cast(weight_kg as integer) from core.encounter where known_to is null");

    private static async Task<Delivery> Use(TestHouse test, string episode, long record)
    {
        using var content = new MemoryStream(new EpisodeAction(EpisodeActionKind.Use, "99010", episode, "đã đối chiếu",
            Guid.NewGuid().ToString(), record).ToBytes());
        var receipt = await test.House.Intake.Take(content, new(Sender.Local, "test", EpisodeAction.Contract));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        return (await test.House.Ledger.Find(receipt.TrackingId))!;
    }
}
