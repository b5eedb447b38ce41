using HealthWarehouse.Analyse;
using HealthWarehouse.Analyse.Quality;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Access;

/// <summary>A record in a restricted compartment is in no list of whom the compartment is closed to, and figures count them all.</summary>
public sealed class CompartmentsSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly (string Episode, string From, (string, string, string?)[] Changes, string? Compartment)[] Records =
    [
        ("VD00001", "inpatient", [], null),
        ("VD00002", "hiv", [], "hiv"),
        ("VD00003", "inpatient", [("XML1", "MA_BENH_KT", "I10;z21")], "hiv"),
        ("VD00004", "outpatient", [("XML2", "TEN_THUOC", "Tenofovir/Lamivudin/Dolutegravir")], "hiv"),
        ("VD00005", "inpatient", [("XML1", "MA_BENH_CHINH", "F32.1")], "mental-health"),
        ("VD00006", "outpatient", [("XML3", "TEN_DICH_VU", "Phá thai bằng thuốc")], "reproductive"),
        ("VD00007", "inpatient", [("XML7", "MA_DINH_CHI_THAI", "1")], "reproductive"),
        ("VD00008", "inpatient", [("XML1", "MA_BENH_KT", "Q90.9")], "genetics"),
        ("VD00009", "outpatient", [("XML1", "MA_BENH_CHINH", "A09")], null),
    ];

    [Theory, ClassData(typeof(Engines))]
    public async Task Every_list_leaves_them_out_and_opens_with_the_grant(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var desk = new Desk(test.House);
        foreach (var (record, number) in Records.Select((r, i) => (r, i + 1)))
            await test.Load(Made.Envelope(test, record.From, number, record.Changes));

        (await test.Ask<string>("select r.episode_code || ' ' || x.compartment from std.restricted x " +
            "join std.record r on r.record_key = x.record_key order by 1"))
            .ShouldBe(Records.Where(r => r.Compartment is not null).Select(r => $"{r.Episode} {r.Compartment}"));
        await Lists(test, desk);
        await Findings(test, desk);
        await Single(desk);
        await Rebuilt(test);
    }

    private static async Task Lists(TestHouse test, Desk desk)
    {
        var question = new Question(["encounters"], [], new(Period.Parse("2026")), new Dictionary<string, IReadOnlyList<string>>());
        var all = (await desk.Figures.Episodes(question, 1000, 0, Viewer.House, Stop)).Select(e => e.EpisodeCode).Order().ToArray();
        all.ShouldBe(Records.Select(r => r.Episode));
        foreach (var opened in new string[][] { [], ["hiv"], ["mental-health", "genetics"],
            ["hiv", "mental-health", "reproductive", "genetics"] })
        {
            var viewer = Desk.Specialist("an", compartments: opened);
            var expected = Records.Where(r => r.Compartment is null || opened.Contains(r.Compartment)).Select(r => r.Episode).ToArray();
            (await desk.Figures.Episodes(question, 1000, 0, viewer, Stop)).Select(e => e.EpisodeCode).Order().ShouldBe(expected);
            (await desk.Figures.Ask(question, viewer, Stop)).Total.Values.ShouldBe([Records.Length]);

            var reports = new HealthWarehouse.Report.Reports(test.House.Catalogue, desk.Figures, new(test.House.Catalogue));
            var (b14, slice) = (reports.Find("b14")!, new Slice(Period.Parse("2026")));
            (await reports.Episodes(b14, slice, null, "7", 1000, 0, viewer, Stop)).ShouldAllBe(e => expected.Contains(e.EpisodeCode));
        }
    }

    private static async Task Findings(TestHouse test, Desk desk)
    {
        var broken = await test.Load(Made.Envelope(test, "inpatient", 10, ("XML1", "MA_BENH_KT", "B24"), ("XML1", "GIOI_TINH", "9")));
        var scope = new QualityScope(new(2020, 1, 1), new(2030, 1, 1));
        (await desk.Office.Failing<Line>(scope, null, null, 1000, 0, Viewer.House, Stop)).ShouldContain(l => l.EpisodeCode == "VD00010");
        (await desk.Office.OfDelivery<Line>(broken.Seq, 1000, Viewer.House, Stop)).ShouldNotBeEmpty();

        var without = Desk.Specialist("an");
        (await desk.Office.Failing<Line>(scope, null, null, 1000, 0, without, Stop))
            .ShouldNotContain(l => Records.Any(r => r.Compartment != null && r.Episode == l.EpisodeCode) || l.EpisodeCode == "VD00010");
        (await desk.Office.OfDelivery<Line>(broken.Seq, 1000, without, Stop)).ShouldBeEmpty();
        (await desk.Office.OfDelivery<Line>(broken.Seq, 1000, Desk.Specialist("an", compartments: "hiv"), Stop)).ShouldNotBeEmpty();
    }

    /// <summary>The record itself, and why it counts.</summary>
    private static async Task Single(Desk desk)
    {
        foreach (var (episode, _, _, compartment) in Records)
        {
            var place = await desk.Place(episode);
            place.Compartments.ShouldBe(compartment is null ? [] : [compartment]);
            if (compartment is null)
            {
                (await desk.Name(Desk.Specialist("an"), place)).ShouldContain("*");
                (await desk.Figures.Explain(place.RecordKey, Desk.Specialist("an"), Stop)).ShouldNotBeEmpty();
                continue;
            }
            (await Should.ThrowAsync<RestrictedException>(() =>
                desk.Name(Desk.Specialist("an"), place))).Message.ShouldNotContain(compartment);
            (await desk.Figures.Explain(place.RecordKey, Desk.Specialist("an"), Stop)).ShouldBeEmpty();
            var others = new[] { "hiv", "mental-health", "reproductive", "genetics" }.Where(c => c != compartment).ToArray();
            await Should.ThrowAsync<RestrictedException>(() => desk.Name(Desk.Specialist("an", compartments: others), place));
            (await desk.Name(Desk.Specialist("an", compartments: compartment), place)).ShouldContain("*");
        }
        (await desk.Audit("an")).ShouldContain("read-refused message quality");
    }

    /// <summary>Rebuilt the same, and made again when the declarations are others than before.</summary>
    private static async Task Rebuilt(TestHouse test)
    {
        (await new Rebuild(test.House).Verify(stop: Stop)).Where(c => !c.Same || c.Table == "std.restricted")
            .ShouldHaveSingleItem().Same.ShouldBeTrue();
        var before = await test.Ask<(long, string)>("select record_key, compartment from std.restricted order by 1, 2");
        await test.House.Warehouse.ExecuteText("delete from std.restricted", stop: Stop);
        await test.House.Loader.Prepare(Stop);
        (await test.Ask<long>("select count(*) from std.restricted"))[0].ShouldBe(0);
        await test.House.Warehouse.ExecuteText("update std.restricted_by set rules = 'of before'", stop: Stop);
        await test.House.Loader.Prepare(Stop);
        (await test.Ask<(long, string)>("select record_key, compartment from std.restricted order by 1, 2")).ShouldBe(before);
    }

    [Fact]
    public async Task A_record_set_aside_is_judged_as_it_is_read()
    {
        await using var test = await TestHouse.Open();
        var desk = new Desk(test.House);
        await test.Load(Made.Envelope(test, "inpatient", 1, ("XML1", "MA_LK", null), ("XML1", "MA_BENH_CHINH", "B20")));
        var key = (await test.Ask<long>("select record_key from std.record where not kept")).ShouldHaveSingleItem();
        (await test.Ask<long>("select count(*) from std.restricted"))[0].ShouldBe(0);

        await Should.ThrowAsync<RestrictedException>(() => desk.Messages.Open(key, Desk.Specialist("an"), "quality", stop: Stop));
        (await desk.Messages.Open(key, Desk.Specialist("an", compartments: "hiv"), "quality", stop: Stop)).ShouldNotBeNull();
        (await desk.Audit("an")).ShouldBe(["read message quality", "read-refused message quality", "read message quality"]);
    }

    [Fact]
    public async Task A_replayed_delivery_and_a_correction_leave_no_old_mark()
    {
        await using var test = await TestHouse.Open();
        var first = await test.Load(Made.Envelope(test, "inpatient", 1, ("XML1", "MA_BENH_KT", "B24")));
        await test.House.Ledger.Replay(first, "thử", Stop);
        await test.House.Loader.LoadWaiting(Stop);
        (await test.Ask<long>("select count(*) from std.restricted"))[0].ShouldBe(1);

        await test.Load(Made.Envelope(test, "inpatient", 1, ("XML1", "MA_BENH_KT", "I10")));
        var question = new Question(["encounters"], [], new(Period.Parse("2026")), new Dictionary<string, IReadOnlyList<string>>());
        (await new Desk(test.House).Figures.Episodes(question, 10, 0, Desk.Specialist("an"), Stop)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Only_declared_compartments_are_granted_and_only_with_records()
    {
        await using var test = await TestHouse.Open();
        var grants =
            new HealthWarehouse.Guard.Accounts.Grants(test.House.Catalogue, test.House.Operations, test.House.Audit, test.House.Clock);
        await Should.ThrowAsync<RefusedException>(() =>
            grants.Give(new("an", "specialist", "QĐ 1", Compartments: "hiv;lao"), Viewer.House, Stop));
        await Should.ThrowAsync<RefusedException>(() =>
            grants.Give(new("an", "specialist", "QĐ 1", Compartments: "*"), Viewer.House, Stop));
        await Should.ThrowAsync<RefusedException>(() => grants.Give(new("an", "leader", "QĐ 1", Compartments: "hiv"), Viewer.House, Stop));
        await grants.Give(new("an", "specialist", "QĐ 1", Compartments: "hiv; genetics"), Viewer.House, Stop);
        (await grants.ViewerOf("an", "An", null, twoSteps: true, "10.0.0.1", Stop)).Compartments.ShouldBe(["hiv", "genetics"],
            ignoreOrder: true);
    }

    private sealed record Line
    {
        public string? EpisodeCode { get; init; }
        public string? Rule { get; init; }
    }
}
