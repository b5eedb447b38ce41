using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Link;

/// <summary>Who is who by exact tokens: citizen number; insurance number with name and birth; the facility's own number.</summary>
public class PersonsSpec
{
    [Theory, ClassData(typeof(Engines))]
    public async Task One_citizen_number_is_one_person_wherever_and_however_the_name_is_written(Engine engine)
    {
        (await Persons(engine,
            Visit(1, citizen: "099190000001", name: "Trịnh Thị Hư Cấu", facility: "99001"),
            Visit(2, citizen: "099190000001", name: "TRINH THI HU CAU", facility: "99010"),
            Visit(3, citizen: "099190000002", name: "Trịnh Thị Hư Cấu", facility: "99001"))).ShouldBe("A A B");
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Without_a_citizen_number_the_insurance_number_counts_with_name_and_birth_only(Engine engine)
    {
        (await Persons(engine,
            Visit(1, card: "DN4999912300001"),
            Visit(2, card: "GD4999912300001"),                                        // another kind of card, the same insurance number
            Visit(3, card: "DN4999912300001", name: "Đặng Văn Khác"),
            Visit(4, card: "DN4999912300001", birth: "199104120000"))).ShouldBe("A A B C");
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_number_of_a_facility_means_nothing_elsewhere(Engine engine)
    {
        (await Persons(engine,
            Visit(1, patient: "BN-7", facility: "99001"),
            Visit(2, patient: "BN-7", facility: "99001"),
            Visit(3, patient: "BN-7", facility: "99010"))).ShouldBe("A A B");
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_later_visit_that_carries_both_numbers_joins_two_persons_into_the_older(Engine engine)
    {
        (await Persons(engine,
            Visit(1, citizen: "099190000001"),
            Visit(2, card: "DN4999912300001"),
            Visit(3, citizen: "099190000001", card: "DN4999912300001"))).ShouldBe("A A A");
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_same_number_with_another_sex_is_not_the_same_person(Engine engine)
    {
        (await Persons(engine,
            Visit(1, citizen: "099190000001", sex: "2"),
            Visit(2, citizen: "099190000001", sex: "1"))).ShouldBe("A B");
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_visit_with_no_number_at_all_is_a_person_of_its_own(Engine engine)
    {
        (await Persons(engine, Visit(1), Visit(2))).ShouldBe("A B");
    }

    [Fact]
    public async Task How_visits_are_grouped_into_deliveries_changes_nothing()
    {
        (string, string, string?)[][] visits =
        [
            Visit(1, citizen: "099190000001", patient: "P1"), Visit(2, card: "DN4999912300001"), Visit(3, patient: "P1"),
            Visit(4, citizen: "099190000001", card: "DN4999912300001"), Visit(5, card: "DN4999912300001", name: "Đặng Văn Khác"), Visit(6),
        ];
        (await Persons(Engine.DuckDb, together: true, visits)).ShouldBe(await Persons(Engine.DuckDb, together: false, visits));
    }

    private static (string Table, string Field, string? Value)[] Visit(int number, string? citizen = null, string? card = null, string? patient = null, string facility = "99001",
        string name = "Trịnh Thị Hư Cấu", string birth = "199004120000", string sex = "2") =>
        [
            ("XML1", "MA_LK", $"V{number}"), ("XML1", "SO_CCCD", citizen), ("XML1", "MA_THE_BHYT", card), ("XML1", "MA_BN", patient), ("XML1", "MA_CSKCB", facility),
            ("XML1", "HO_TEN", name), ("XML1", "NGAY_SINH", birth), ("XML1", "GIOI_TINH", sex), ("XML14", "MA_THE_BHYT", card),
        ];

    private static Task<string> Persons(Engine engine, params (string, string, string?)[][] visits) => Persons(engine, together: false, visits);

    /// <summary>The person of each visit in order, as letters in the order of appearance.</summary>
    private static async Task<string> Persons(Engine engine, bool together, (string, string, string?)[][] visits)
    {
        await using var test = await TestHouse.Open(engine);
        foreach (var visit in visits)
        {
            await test.Send(Made.Envelope(test, "inpatient", 1, visit));
            if (!together) await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        }
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        var keys = await test.Ask<long>("select person_key from core.encounter where known_to is null order by episode_code");
        keys.Count.ShouldBe(visits.Length);
        var seen = keys.Distinct().ToList();
        return string.Join(' ', keys.Select(k => (char)('A' + seen.IndexOf(k))));
    }
}
