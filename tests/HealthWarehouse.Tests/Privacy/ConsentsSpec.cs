using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Privacy;

/// <summary>Consents: one activity each, by key never by identity, withdrawn by a new record, kept by the engine itself.</summary>
public class ConsentsSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private const string Paper = "Văn bản có chữ ký";

    [Theory, ClassData(typeof(Engines))]
    public async Task A_consent_holds_from_its_day_under_every_name_of_the_person_until_it_is_withdrawn(Engine engine)
    {
        await using var desk = await Desk.Open(engine);
        await desk.Load();
        var person = (await desk.Persons())[0];
        var record = (await desk.Test.Ask<long>("select max(record_key) from link.record_person where person_key = $person",
            new { person }))[0];

        await desk.Consents.Give(new(SubjectRef.Person(person), "research", Paper, "15/DY-2026", From: new(2026, 11, 20)), Desk.Officer,
            Stop);

        (await Given(desk, SubjectRef.Person(person), "2026-11-19")).ShouldBeFalse();
        (await Given(desk, SubjectRef.Person(person), "2026-11-20")).ShouldBeTrue();
        (await Given(desk, SubjectRef.Record(record), "2026-11-25")).ShouldBeTrue();
        (await Given(desk, SubjectRef.Person((await desk.Persons())[1]), "2026-11-25")).ShouldBeFalse();
        (await desk.Consents.IsGiven(SubjectRef.Person(person), "dashboards", new(2026, 11, 25), Stop)).ShouldBeFalse();

        await desk.Consents.Withdraw(new(SubjectRef.Record(record), "research", Paper, "16/RDY-2026"), Desk.Officer, Stop);

        (await Given(desk, SubjectRef.Person(person), "2026-11-25")).ShouldBeFalse();
        (await Given(desk, SubjectRef.Person(person), "2026-11-24")).ShouldBeTrue();
        (await desk.Consents.Of(SubjectRef.Person(person), stop: Stop)).Select(c => c.Action).ShouldBe(["withdrawn", "given"]);
        (await desk.Ask<string>("select action from audit where object_type = 'consent' order by seq"))
            .ShouldBe(["consent-given", "consent-withdrawn"]);
        (await desk.Ask<long>("select count(*) from consent c join audit a on a.seq = c.audit and a.object_id = c.id")).ShouldBe([2]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_engine_refuses_to_change_or_remove_any_record_of_the_desk(Engine engine)
    {
        await using var desk = await Desk.Open(engine);
        await desk.Consents.Give(new(SubjectRef.Person(1), "research", Paper, "1/DY"), Desk.Officer, Stop);
        var request = await desk.Requests.Receive(new("copy", new(2026, 11, 25), "Trực tiếp tại Sở", "Căn cước",
            Subject: SubjectRef.Person(1)), Desk.Officer, Stop);
        var incident = await desk.Incidents.Open(new("leak", "minor", desk.Clock.Now, desk.Clock.Now, "Xem lại"), Desk.Officer, Stop);
        await desk.Disclosures.Record(DisclosuresSpec.ToMinistry, Desk.Officer, Stop);

        foreach (var (table, column) in new[] { ("consent", "action"), ("subject_request", "kind"), ("subject_request_event", "type"),
            ("incident", "severity"), ("incident_event", "type"), ("disclosure", "recipient") })
        {
            (await desk.Refusal($"update {table} set {column} = 'x'")).ShouldContain("chỉ ghi thêm");
            (await desk.Refusal($"delete from {table}")).ShouldContain("chỉ ghi thêm");
            if (engine is Engine.PostgreSql) (await desk.Refusal($"truncate {table}")).ShouldContain("chỉ ghi thêm");
            (await desk.Ask<long>($"select count(*) from {table} where {column} <> 'x'")).ShouldBe([1], table);
        }
        (await desk.Requests.Find(request.Request.Id, Stop)).ShouldNotBeNull();
        (await desk.Incidents.Find(incident.Incident.Id, Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_no_consent_is_not_written_down()
    {
        await using var desk = await Desk.Open();
        var asked = new ConsentAsked(SubjectRef.Person(7), "research", Paper, "1/DY");

        (await Fault(desk, asked with { Activity = "dashboards" })).ShouldContain("không dựa trên sự đồng ý");
        (await Fault(desk, asked with { Activity = "khong-co" })).ShouldContain("Không có hoạt động");
        (await Fault(desk, asked with { Channel = "Miệng" })).ShouldContain("cách thể hiện");
        (await Fault(desk, asked with { Document = " " })).ShouldContain("số văn bản");
        (await Fault(desk, asked with { Document = "CCCD 099190000011" })).ShouldContain("Không ghi số giấy tờ");
        (await Fault(desk, asked with { From = new(2026, 11, 26) })).ShouldContain("chưa tới");
        (await Should.ThrowAsync<RefusedException>(() =>
            desk.Consents.Withdraw(asked, Desk.Officer, Stop))).Message.ShouldContain("Không có đồng ý nào");
        await Should.ThrowAsync<NotAllowedException>(() => desk.Consents.Give(asked, Someone.OfFacilities(["99001"]), Stop));
        (await desk.Ask<long>("select count(*) from consent")).ShouldBe([0]);
    }

    [Fact]
    public async Task Of_a_child_the_right_persons_must_say_yes()
    {
        await using var desk = await Desk.Open();
        foreach (var (birth, n) in new[] { ("202104120000", 1), ("201404120000", 2), ("199004120000", 3) })
            await desk.Test.Load(Made.Envelope(desk.Test, "outpatient", n, ("XML1", "NGAY_SINH", birth), ("XML1", "SO_CCCD", null)));
        var persons = await desk.Persons();
        var cases = new (int Person, ConsentBy By, string? Says)[]
        {
            // five years old
            (0, ConsentBy.Guardian, null), (0, ConsentBy.Self, "giám hộ"), (0, ConsentBy.ChildAndGuardian, "chỉ người giám hộ"),
            // twelve
            (1, ConsentBy.ChildAndGuardian, null), (1, ConsentBy.Self, "cả trẻ và người giám hộ"),
                (1, ConsentBy.Guardian, "cả trẻ và người giám hộ"),
            (2, ConsentBy.Self, null), (2, ConsentBy.Guardian, null), (2, ConsentBy.ChildAndGuardian, "thành niên"),
        };
        foreach (var (person, by, says) in cases)
        {
            var asked = new ConsentAsked(SubjectRef.Person(persons[person]), "research", Paper, "1/DY", by);
            if (says is null) (await desk.Consents.Give(asked, Desk.Officer, Stop)).Notice.ShouldBe("2026-01");
            else (await Fault(desk, asked)).ShouldContain(says);
        }
    }

    private static Task<bool> Given(Desk desk, SubjectRef subject, string day) =>
        desk.Consents.IsGiven(subject, "research", DateOnly.Parse(day, CultureInfo.InvariantCulture), Stop);

    private static async Task<string> Fault(Desk desk, ConsentAsked asked) =>
        (await Should.ThrowAsync<RefusedException>(() => desk.Consents.Give(asked, Desk.Officer, Stop))).Message;
}
