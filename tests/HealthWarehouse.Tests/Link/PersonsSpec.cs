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

    /// <summary>
    /// A number of a facility that two known persons carry says nothing; who only has that number is a person of its own.
    /// </summary>
    [Theory, ClassData(typeof(Engines))]
    public async Task A_facility_number_that_two_people_carry_leads_to_neither(Engine engine)
    {
        (await Persons(engine,
            Visit(1, patient: "BN-7"),
            Visit(2, citizen: "099190000001", patient: "BN-7"),
            Visit(3, citizen: "099190000002", patient: "BN-7"),
            Visit(4, patient: "BN-7"))).ShouldBe("A B C A");
    }

    /// <summary>F17: X has only the facility's number, Y all numbers, Z the citizen's number elsewhere.</summary>
    [Theory, InlineData("XYZ"), InlineData("XZY"), InlineData("YXZ"), InlineData("YZX"), InlineData("ZXY"), InlineData("ZYX")]
    public async Task One_person_in_three_visits_is_one_whatever_comes_first(string order)
    {
        var visits = order.Select(v => v switch
        {
            'X' => Visit(1, patient: "K777", sex: "1"),
            'Y' => Visit(2, citizen: "099066007777", card: "DN4999907770001", patient: "K777", sex: "1"),
            _ => Visit(3, citizen: "099066007777", card: "DN4999907770001", patient: "Q1", facility: "99010", sex: "1"),
        });
        (await Persons(Engine.DuckDb, [.. visits])).ShouldBe("A A A");
    }

    /// <summary>
    /// Figures as known at a day count the people known on that day, whoever was joined or told apart since; standardised again with
    /// another rule, all is as if loaded so.
    /// </summary>
    [Theory, ClassData(typeof(Engines))]
    public async Task People_as_known_at_a_moment_stay_as_they_were(Engine engine)
    {
        var clock = new SetClock(new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(engine, clock);
        var counts = new List<decimal?>();
        (string, string, string?)[][] visits =
        [
            Visit(1, patient: "K777"), Visit(2, citizen: "099190000001"), Visit(3, card: "DN4999912300001", patient: "K777"),
            Visit(4, citizen: "099190000001", card: "DN4999912300001"),
        ];
        foreach (var visit in visits)
        {
            clock.Now = clock.Now.AddHours(1);
            await test.Load(Made.Envelope(test, "inpatient", 1, visit));
            counts.Add(await People(test, null));
        }
        counts.ShouldBe([1, 2, 2, 1]);

        var before = new DateTimeOffset(2026, 11, 2, 1, 30, 0, TimeSpan.Zero);
        for (var hour = 1; hour <= 4; hour++) (await People(test, before.AddHours(hour))).ShouldBe(counts[hour - 1]);
        await Truth.BatchesSpec.Holds(test);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Standardised_again_under_other_rules_people_are_as_if_they_had_come_under_them(Engine engine)
    {
        using var catalogue = new CatalogueCopy();
        catalogue.Change("matching/exact.yaml", yaml =>
            yaml.Replace("{ column: full_name, form: folded }, { column: birth_date", "{ column: birth_date", StringComparison.Ordinal));
        await using var first = await TestHouse.Open(engine);
        (string, string, string?)[][] visits =
        [
            Visit(1, card: "DN4999912300001"), Visit(2, card: "DN4999912300001", name: "Đặng Văn Khác"), Visit(3, citizen: "099190000001"),
            Visit(4, citizen: "099190000001", card: "DN4999912300001", name: "Đặng Văn Khác"),
        ];
        foreach (var visit in visits) await first.Load(Made.Envelope(first, "inpatient", 1, visit));
        (await Letters(first)).ShouldBe("A B B B");

        await using var test = await first.Reopen(catalogue: catalogue.Folder);
        var stop = TestContext.Current.CancellationToken;
        foreach (var delivery in await test.House.Ledger.All(stop)) await test.House.Ledger.Replay(delivery, "quy tắc mới", stop);
        await test.House.Loader.LoadWaiting(stop);

        (await Letters(test)).ShouldBe("A A A A");
        await Truth.BatchesSpec.Holds(test);
    }

    private static async Task<decimal?> People(TestHouse test, DateTimeOffset? known)
    {
        var year = new HealthWarehouse.Analyse.Slice(HealthWarehouse.Concepts.Period.Parse("2026"), KnownAt: known);
        var question = new HealthWarehouse.Analyse.Question(["people_seen"], [], year, new Dictionary<string, IReadOnlyList<string>>());
        var figures = new Access.Desk(test.House).Figures;
        var table = await figures.Ask(question, HealthWarehouse.Guard.Viewer.House, TestContext.Current.CancellationToken);
        return table.Total.Values.Single();
    }

    private static (string Table, string Field, string? Value)[] Visit(int number, string? citizen = null, string? card = null,
        string? patient = null, string facility = "99001",
        string name = "Trịnh Thị Hư Cấu", string birth = "199004120000", string sex = "2") =>
        [
            ("XML1", "MA_LK", $"V{number}"), ("XML1", "SO_CCCD", citizen), ("XML1", "MA_THE_BHYT", card), ("XML1", "MA_BN", patient),
                ("XML1", "MA_CSKCB", facility),
            ("XML1", "HO_TEN", name), ("XML1", "NGAY_SINH", birth), ("XML1", "GIOI_TINH", sex), ("XML14", "MA_THE_BHYT", card),
        ];

    private static Task<string> Persons(Engine engine, params (string, string, string?)[][] visits) =>
        Persons(engine, together: false, visits);

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
        var letters = await Letters(test);
        letters.Split(' ').Length.ShouldBe(visits.Length);
        return letters;
    }

    private static async Task<string> Letters(TestHouse test)
    {
        var keys = await test.Ask<long>("select person_key from core.encounter where known_to is null order by episode_code");
        var seen = keys.Distinct().ToList();
        return string.Join(' ', keys.Select(k => (char)('A' + seen.IndexOf(k))));
    }
}
