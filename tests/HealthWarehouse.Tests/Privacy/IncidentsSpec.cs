using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Privacy;

/// <summary>
/// Incidents: clocks of 24 and 72 hours from when the house knew, and the audit's answer to whose data, which kind, how many.
/// </summary>
public class IncidentsSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clocks_run_from_when_the_house_knew_and_a_serious_one_has_two()
    {
        await using var desk = await Desk.Open();
        var aware = desk.Clock.Now.AddHours(-10);
        var minor = await desk.Incidents.Open(new("unauthorised-read", "minor", aware.AddDays(-3), aware), Desk.Officer, Stop);
        minor.Clocks.Select(c => (c.Rule.Id, c.Due, c.IsRunning)).ShouldBe([("notice", aware.AddHours(72), true)]);

        var serious = await desk.Incidents.Step(minor.Incident.Id, new("severity", "serious"), Desk.Officer, Stop);
        serious.Clocks.Select(c => (c.Rule.Id, c.Due)).ShouldBe([("initial", aware.AddHours(24)), ("notice", aware.AddHours(72))]);
        serious.Clocks[0].Left(desk.Clock.Now).ShouldBe(TimeSpan.FromHours(14));
        serious.Clocks[0].Reminders(desk.Clock.Now.AddHours(3)).Select(r => r.Come).ShouldBe([true, false, false]);
        serious.Clocks[0].IsOverdue(aware.AddHours(24)).ShouldBeFalse();
        serious.Clocks[0].IsOverdue(aware.AddHours(24).AddSeconds(1)).ShouldBeTrue();

        var sent = await desk.Incidents.Step(minor.Incident.Id, new("sent", "initial", "12/BC-SYT"), Desk.Officer, Stop);
        (sent.Clocks[0].IsRunning, sent.Clocks[0].Document, sent.Clocks[1].IsRunning).ShouldBe((false, "12/BC-SYT", true));
        (await Refused(desk, minor.Incident.Id, new("sent", "initial", "13/BC-SYT"))).ShouldContain("đã gửi");
    }

    [Fact]
    public async Task It_is_closed_when_contained_and_told_or_found_to_be_no_breach()
    {
        await using var desk = await Desk.Open();
        var id = (await desk.Incidents.Open(new("leak", "considerable", desk.Clock.Now, desk.Clock.Now, "Máy tính xách tay bị mất"),
            Desk.Officer, Stop)).Incident.Id;

        (await Refused(desk, id, new("closed", Note: "xong"))).ShouldContain("khống chế");
        await desk.Incidents.Step(id, new("contained"), Desk.Officer, Stop);
        (await Refused(desk, id, new("closed", Note: "xong"))).ShouldContain("Chưa gửi");
        await desk.Incidents.Step(id, new("sent", "notice", "14/TB-SYT"), Desk.Officer, Stop);
        (await desk.Incidents.Step(id, new("closed", Note: "Đã thu hồi máy"), Desk.Officer, Stop)).IsClosed.ShouldBeTrue();
        (await Refused(desk, id, new("note", Note: "x"))).ShouldContain("đã đóng");

        var false_ = (await desk.Incidents.Open(new("other", "minor", desk.Clock.Now, desk.Clock.Now), Desk.Officer, Stop)).Incident;
        false_.Number.ShouldBe("SC-2026-0002");
        (await desk.Incidents.Step(false_.Id, new("not-a-breach", Note: "Tra cứu đúng thẩm quyền"), Desk.Officer,
            Stop)).Clocks.ShouldAllBe(c => !c.IsRunning);
        await desk.Incidents.Step(false_.Id, new("closed", Note: "Không phải vi phạm"), Desk.Officer, Stop);
        (await desk.Incidents.All(open: true, Stop)).ShouldBeEmpty();
        await Should.ThrowAsync<RefusedException>(() =>
            desk.Incidents.Open(new("leak", "minor", desk.Clock.Now, desk.Clock.Now.AddHours(1)), Desk.Officer, Stop));
        await Should.ThrowAsync<RefusedException>(() =>
            desk.Incidents.Open(new("leak", "minor", desk.Clock.Now, desk.Clock.Now.AddHours(-1)), Desk.Officer, Stop));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task The_audit_answers_whose_data_which_kind_how_many(Engine engine)
    {
        await using var desk = await Desk.Open(engine);
        await desk.Load();
        var keys = await desk.Test.Ask<long>("select record_key from core.encounter where known_to is null order by record_key");
        var persons = await desk.Persons();
        var from = desk.Clock.Now;

        await Read(desk, "toc-mach", "message", "99001/VD00001");                   // the first person, at the first facility
        await Read(desk, "toc-mach", "message-with-identity", "99001/VD00001");     // the same episode again, with identity
        await Read(desk, "toc-mach", "episode-measures", $"{keys[1]}");             // the first person, at the second
        await Read(desk, "toc-mach", "figure", "encounters?facility=99010");        // a list: the audit names no lines
        await Read(desk, "toc-mach", "la-hoac", "x");                               // a kind nobody declared
        await Read(desk, "nguoi-khac", "message", "99010/VD00003");                 // somebody else, the second person
        await desk.Test.House.Audit.Write(new("toc-mach", "export", "figure", "encounters.csv", Source: "10.1.1.1", Detail: "1200 dòng"),
            Stop);
        await desk.Test.House.Audit.Write(new("toc-mach", "sign-in", "account", "toc-mach", Source: "10.1.1.1"), Stop);
        desk.Clock.Now += TimeSpan.FromHours(1);
        await Read(desk, "toc-mach", "message", "99010/VD00003");                   // after the window

        var found = await desk.Scope.Ask(new(["toc-mach"], from, from.AddMinutes(30)), Desk.Officer, Stop);
        (found.Persons, found.Episodes, found.Reads, found.Lists, found.Unknown).ShouldBe((1, 2, 5, 1, 1));
        found.DataKinds.ShouldBe(["health", "insurance", "demography", "identity", "contact"], ignoreOrder: true);
        found.Facilities.ShouldBe([new("99001", 1, 1), new("99010", 1, 1)]);
        found.Exports.ShouldHaveSingleItem().Detail.ShouldBe("1200 dòng");
        found.Lines.Single(l => l.ObjectType == "message").Objects.ShouldBe(1);

        (await desk.Scope.Ask(new([], from, from.AddMinutes(30)), Desk.Officer, Stop)).Persons.ShouldBe(2);
        (await desk.Scope.Ask(new(["nguoi-khac"], from, from.AddMinutes(30), "10.9.9.9"), Desk.Officer, Stop)).Reads.ShouldBe(0);
        (await desk.Scope.Persons(new(["nguoi-khac", "toc-mach"], from, from.AddDays(1)), Desk.Officer, Stop))
            .Select(p => (p.FacilityCode, p.PersonKey))
            .ShouldBe([("99001", persons[0]), ("99010", persons[0]), ("99010", persons[1])], ignoreOrder: true);

        var incident = await desk.Incidents.Open(new("unauthorised-read", "considerable", from, from), Desk.Officer, Stop);
        (await desk.Incidents.Keep(incident.Incident.Id, found, Desk.Officer, Stop)).Scope!.ShouldSatisfyAllConditions(s =>
            s.Persons.ShouldBe(1), s => s.Asked.Accounts.ShouldBe(["toc-mach"]), s => s.Exports.Count.ShouldBe(1));
        await Should.ThrowAsync<NotAllowedException>(() =>
            desk.Scope.Ask(new([], from, from.AddDays(1)), Someone.OfFacilities(["99001"]), Stop));
        (await desk.Ask<long>("select count(*) from audit where object_type = 'incident-scope' and purpose = 'incident'")).ShouldBe([4]);
    }

    [Fact]
    public async Task A_notice_keeps_what_the_officer_wrote_in_fields_of_the_form_only()
    {
        await using var desk = await Desk.Open();
        var id = (await desk.Incidents.Open(new("leak", "minor", desk.Clock.Now, desk.Clock.Now), Desk.Officer, Stop)).Incident.Id;

        await desk.Incidents.Write(id, new Dictionary<string,
            string> { ["story"] = "Một tệp gửi nhầm đơn vị", ["persons"] = "0", ["la"] = "x", ["harm"] = " " }, Desk.Officer, Stop);

        (await desk.Incidents.Find(id, Stop))!.Draft.ShouldBe(new Dictionary<string, string> { ["story"] = "Một tệp gửi nhầm đơn vị" });
        await Should.ThrowAsync<RefusedException>(() =>
            desk.Incidents.Write(id, new Dictionary<string, string> { ["story"] = "của ông có số 099190000011" }, Desk.Officer, Stop));
    }

    private static async Task Read(Desk desk, string account, string what, string id) =>
        await desk.Test.House.Audit.Write(new(account, "read", what, id, "quality", "10.1.1.1"), Stop);

    private static async Task<string> Refused(Desk desk, string id, IncidentStep step) =>
        (await Should.ThrowAsync<RefusedException>(() => desk.Incidents.Step(id, step, Desk.Officer, Stop))).Message;
}
