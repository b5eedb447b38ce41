using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Privacy;

/// <summary>
/// What the desk grants takes effect: a person whose data are restricted is in no list behind a figure and opened for no ordinary purpose;
/// figures count on.
/// </summary>
public sealed class LimitsSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly Question All =
        new(["encounters"], [], new(Period.Parse("2026")), new Dictionary<string, IReadOnlyList<string>>());

    [Theory, ClassData(typeof(Engines))]
    public async Task A_granted_request_closes_the_persons_records_until_it_is_lifted(Engine engine)
    {
        await using var desk = await Desk.Open(engine);
        await desk.Load();
        var house = desk.Test.House;
        var doors = new Access.Desk(house);
        var (figures, reads) = (new Figures(house.Catalogue, house.Warehouse, house.Audit, desk.Limits),
            new PersonalReads(house.Catalogue, house.Audit, doors.Openings, desk.Limits));
        var (viewer, place, person) = (Access.Desk.Specialist("an"), await doors.Place("VD00001"), (await desk.Persons())[0]);

        foreach (var (kind, granted) in new[] { ("restrict", "answered"), ("object", "answered"), ("delete", "deletion") })
        {
            var request = (await desk.Requests.Receive(new(kind, new(2026, 11, 25), "Trực tiếp tại Sở", "Căn cước",
                Subject: SubjectRef.Record(place.RecordKey)), Desk.Officer, Stop)).Request.Id;
            await desk.Requests.Step(request, new("acknowledged"), Desk.Officer, Stop);
            (await Listed()).ShouldBe(3, "asked for is not granted");
            (await Read("quality")).ShouldBeTrue();

            await desk.Requests.Step(request, new(granted, Note: "Chấp thuận, văn bản 12/SYT"), Desk.Officer, Stop);
            (await desk.Limits.Persons(Stop)).ShouldContain(person);
            (await Listed()).ShouldBe(1, kind);
            (await figures.Ask(All, viewer, Stop)).Total.Values.ShouldBe([3m]);
            foreach (var purpose in new[] { "quality", "report-check", "support" })
                (await Read(purpose)).ShouldBeFalse($"{kind} {purpose}");
            foreach (var purpose in new[] { "treatment", "inspection", "subject-request", "incident" })
                (await Read(purpose)).ShouldBeTrue($"{kind} {purpose}");

            await Should.ThrowAsync<RefusedException>(() => desk.Requests.Step(request, new("lifted"), Desk.Officer, Stop));
            await desk.Requests.Step(request, new("lifted", Note: "Người đó rút yêu cầu"), Desk.Officer, Stop);
            ((await Listed()), await Read("quality")).ShouldBe((3, true));
        }
        (await desk.Ask<string>("select detail from audit where action = 'read-refused' and account = 'an'"))
            .ShouldAllBe(d => d.Contains("hạn chế xử lý"));

        async Task<int> Listed() => (await figures.Episodes(All, 100, 0, viewer, Stop)).Count;

        async Task<bool> Read(string purpose)
        {
            try
            {
                return await reads.ReadRecord(viewer, purpose, "message", place, _ => Task.FromResult(true), stop: Stop);
            }
            catch (NotAllowedException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task A_request_that_limits_is_not_granted_before_it_is_known_whose_it_is()
    {
        await using var desk = await Desk.Open();
        var request = (await desk.Requests.Receive(new("restrict", new(2026, 11, 25), "Trực tiếp tại Sở", "Căn cước"), Desk.Officer,
            Stop)).Request.Id;
        await desk.Requests.Step(request, new("acknowledged"), Desk.Officer, Stop);
        (await Should.ThrowAsync<RefusedException>(() =>
            desk.Requests.Step(request, new("answered", Note: "Chấp thuận"), Desk.Officer,
            Stop))).Message.ShouldContain("Chưa xác định được người này");
    }

    [Fact]
    public async Task A_persons_copy_stands_among_who_looked_and_in_the_log_of_disclosures()
    {
        await using var desk = await Desk.Open();
        await desk.Load();
        var person = (await desk.Persons())[0];
        var request = await desk.Requests.Receive(new("copy", new(2026, 11, 25), "Trực tiếp tại Sở", "Căn cước",
            Subject: SubjectRef.Person(person)), Desk.Officer, Stop);
        await desk.Packages.Make(request, Desk.Officer, Stop);

        (await desk.Ask<string>("select persons from audit where action = 'shown' and object_type = 'person-data'"))
            .ShouldBe([$"{desk.Test.House.Vault.Pseudonyms.OfPerson(person)}"]);
        var line = (await desk.Disclosures.Between(new(2026, 11, 25), new(2026, 11, 25), stop: Stop)).ShouldHaveSingleItem();
        (line.RecipientType, line.Persons, line.RowsSent, line.Request).ShouldBe(("subject", 1, 2, request.Request.Number));
    }

    [Fact]
    public async Task What_a_system_reads_and_what_staff_take_along_is_one_line_each_and_nothing_leaves_without_it()
    {
        await using var desk = await Desk.Open();
        var system = new Viewer("his", "Phần mềm thử",
            "system") { Rights =
            new HashSet<Catalogue.Right> { Catalogue.Right.Records, Catalogue.Right.Figures } };
        var person = Access.Desk.Specialist("an");
        await desk.Outflows.Read(system, "quality", "Danh sách đợt", 7, 9, identity: false, Stop);
        await desk.Outflows.Read(person, "quality", "Danh sách đợt", 7, 9, identity: false, Stop);
        await desk.Outflows.Read(system, "quality", "Danh sách đợt", 0, 0, identity: false, Stop);
        await desk.Outflows.File(person, "quality", "Tệp phát hiện", 3, 4, Stop);
        (await desk.Disclosures.Between(new(2026, 11, 25), new(2026, 11, 25), stop: Stop)).OrderBy(d => d.Seq)
            .Select(d => $"{d.RecipientType} {d.Persons} {d.RowsSent} {d.Kinds}")
            .ShouldBe(["system 7 9 demography;health;insurance", "staff 3 4 demography;health;insurance"]);
        await Should.ThrowAsync<NotAllowedException>(() => desk.Outflows.Read(system, "no-such", "x", 1, 1, identity: false, Stop));
    }
}
