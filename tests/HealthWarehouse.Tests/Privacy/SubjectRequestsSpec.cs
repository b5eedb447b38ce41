using CsCheck;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Privacy;

/// <summary>Requests of data subjects: the clocks of the law, their life step by step, and the copy a person is given.</summary>
public class SubjectRequestsSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly PrivacyFiles Declared = PrivacyFiles.Load(Repo.File("catalogue"));

    [Theory]
    [InlineData("copy", "2026-11-25", false, false, "2026-11-27", "2026-12-07")]       // ten days end on a Saturday
    [InlineData("copy", "2026-11-25", true, false, "2026-11-27", "2026-12-10")]        // fifteen with a third party
    [InlineData("correct", "2026-11-25", false, true, "2026-11-27", "2026-12-15")]     // ten and ten
    [InlineData("withdraw", "2026-11-27", false, false, "2026-12-01", "2026-12-14")]   // fifteen, acknowledged over a weekend
    [InlineData("object", "2026-11-25", true, true, "2026-11-27", "2026-12-30")]       // twenty and fifteen
    [InlineData("delete", "2026-11-25", false, false, "2026-11-27", "2026-12-15")]     // twenty
    [InlineData("delete", "2026-11-25", true, true, "2026-11-27", "2027-01-14")]       // thirty and twenty
    [InlineData("protect", "2026-11-25", false, true, "2026-11-27", "2026-12-25")]
    [InlineData("view", "2026-02-06", false, false, "2026-02-10", "2026-02-23")]       // ten days end in Tết
    public void Terms_are_those_of_the_law_over_weekends_and_holidays(string kind, string received, bool third, bool extended,
        string acknowledge, string answer)
    {
        var known = Case(kind, Day(received), third, extended ? ["acknowledged", "extended"] : []);

        (known.AcknowledgeBy, known.AnswerBy).ShouldBe((Day(acknowledge), Day(answer)));
    }

    [Fact]
    public void Whatever_is_asked_and_whenever_it_is_due_on_a_working_day_and_never_before_the_laws_count() =>
        Gen.Select(Gen.Int[0, Declared.Requests.Kinds.Count - 1].Select(i => Declared.Requests.Kinds[i]), Gen.Int[0, 700], Gen.Bool,
            Gen.Bool).Sample((kind, n, third, extended) =>
        {
            var received = new DateOnly(2026, 1, 1).AddDays(n);
            var known = Case(kind.Id, received, third, extended ? ["acknowledged", "extended"] : []);
            var law = (third ? kind.WithThirdParty : kind.Answer).Amount + (extended ? kind.Extension.Amount : 0);

            Declared.Holidays.Calendar.IsWorking(known.AnswerBy).ShouldBeTrue();
            known.AnswerBy.ShouldBeGreaterThanOrEqualTo(received.AddDays(law));
            Declared.Holidays.Calendar.Between(received.AddDays(law - 1), known.AnswerBy).ShouldBe(1);
            Declared.Holidays.Calendar.Between(received, known.AcknowledgeBy).ShouldBe(2);
        });

    [Fact]
    public void What_waits_is_overdue_due_soon_or_neither_by_the_clock_that_runs()
    {
        var (received, acknowledged) = (Case("copy", new(2026, 11, 25), false), Case("copy", new(2026, 11, 25), false, "acknowledged"));

        (received.Next, acknowledged.Next)
            .ShouldBe((("Xác nhận đã nhận", new DateOnly(2026, 11, 27)), ("Trả lời", new DateOnly(2026, 12, 7))));
        (received.IsOverdue(new(2026, 11, 27)), received.IsOverdue(new(2026, 11, 28)), received.IsDueSoon(new(2026, 11, 25)))
            .ShouldBe((false, true, true));
        (acknowledged.IsOverdue(new(2026, 12, 7)), acknowledged.IsOverdue(new(2026, 12, 8)), acknowledged.IsDueSoon(new(2026, 12, 3)),
            acknowledged.IsDueSoon(new(2026, 12, 4))).ShouldBe((false, true, false, true));
        Case("copy", new(2026, 11, 25), false, "acknowledged", "answered").IsOverdue(new(2027, 12, 8)).ShouldBeFalse();
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_request_goes_its_way_once_and_every_step_is_audited_first(Engine engine)
    {
        await using var desk = await Desk.Open(engine);
        var request = (await desk.Requests.Receive(new("copy", new(2026, 11, 25), "Cổng dịch vụ công", "Căn cước", "123",
            Summary: "Xin bản sao các lần khám năm 2026"), Desk.Officer, Stop)).Request;
        (request.Number, request.Paper).ShouldBe(("YC-2026-0001", "Căn cước …123"));

        (await Refused(desk, request.Id, new("answered", Note: "x"))).ShouldContain("không hợp với tình trạng");
        await desk.Requests.Step(request.Id, new("acknowledged"), Desk.Officer, Stop);
        (await Refused(desk, request.Id, new("acknowledged"))).ShouldContain("không hợp với tình trạng");
        await desk.Requests.Step(request.Id, new("assigned", "chuyen-vien"), Desk.Officer, Stop);
        await desk.Requests.Step(request.Id, new("started"), Desk.Officer, Stop);
        (await Refused(desk, request.Id, new("extended"))).ShouldContain("nội dung");
        var extended =
            await desk.Requests.Step(request.Id, new("extended", Note: "Chờ cơ sở gửi bổ sung; đã báo người yêu cầu"), Desk.Officer, Stop);
        (extended.AnswerBy, extended.Assigned, extended.State, extended.Events[^1].Value)
            .ShouldBe((new DateOnly(2026, 12, 15), "chuyen-vien", RequestState.InWork, "2026-12-15"));
        (await Refused(desk, request.Id, new("extended", Note: "nữa"))).ShouldContain("không hợp với tình trạng");
        (await Refused(desk, request.Id, new("refused", "retention", "x"))).ShouldContain("lý do từ chối");
        (await desk.Requests.Step(request.Id, new("answered", Note: "Đã trao bản dữ liệu, số 31/SYT"), Desk.Officer,
            Stop)).DoneOn.ShouldBe(new DateOnly(2026, 11, 25));
        await desk.Requests.Step(request.Id, new("closed"), Desk.Officer, Stop);

        (await Refused(desk, request.Id, new("note", Note: "x"))).ShouldContain("đã đóng");
        (await desk.Requests.All(open: true, Stop)).ShouldBeEmpty();
        (await desk.Requests.All(open: false, Stop)).Single().State.ShouldBe(RequestState.Closed);
        (await desk.Ask<string>("select action from audit where object_type = 'subject-request' order by seq"))
            .ShouldBe(["request-receive", "request-acknowledged", "request-assigned", "request-started", "request-extended",
                "request-answered", "request-closed"]);
    }

    [Fact]
    public async Task A_term_that_is_over_is_not_extended_and_nothing_of_an_identity_is_kept()
    {
        await using var desk = await Desk.Open();
        var asked = new RequestAsked("copy", new(2026, 11, 2), "Trực tiếp tại Sở", "Căn cước");
        var request = (await desk.Requests.Receive(asked, Desk.Officer, Stop)).Request;
        await desk.Requests.Step(request.Id, new("acknowledged"), Desk.Officer, Stop);

        (await Refused(desk, request.Id, new("extended", Note: "chậm"))).ShouldContain("quá hạn");
        (await Refused(desk, request.Id, new("subject", "Trịnh Thị Hư Cấu"))).ShouldContain("không ghi danh tính");
        (await Refused(desk, request.Id, new("note", Note: "Gọi 0990 000 123"))).ShouldContain("Không ghi số giấy tờ");
        (await desk.Requests.Step(request.Id, new("note", Note: "Trùng với person/3811136531119472852, văn bản 12/SYT-VP ngày 20/11/2026"),
            Desk.Officer, Stop)).Events[^1].Type.ShouldBe("note");
        foreach (var bad in new[] { asked with { PaperDigits = "0001" }, asked with { PaperDigits = "12a" }, asked with { Kind = "x" },
            asked with { Paper = "Sổ hộ khẩu" }, asked with { Summary = "an@example.vn" }, asked with { ReceivedOn = new(2026, 11, 26) } })
            await Should.ThrowAsync<RefusedException>(() => desk.Requests.Receive(bad, Desk.Officer, Stop));
        await Should.ThrowAsync<NotAllowedException>(() => desk.Requests.Receive(asked, Someone.OfFacilities(["99001"]), Stop));
        (await desk.Requests.All(open: true, Stop)).Count.ShouldBe(1);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_deletion_ends_in_a_decision_that_names_a_person_key_or_in_a_refusal_with_a_declared_reason(Engine engine)
    {
        await using var desk = await Desk.Open(engine);
        await desk.Load();
        var person = (await desk.Persons())[1];
        var (unknown, known) = (await Deletion(desk, null), await Deletion(desk, SubjectRef.Person(person)));

        (await Refused(desk, unknown, new("deletion"))).ShouldContain("Chưa xác định được người này");
        (await Refused(desk, known, new("answered", Note: "Đã xoá"))).ShouldContain("quyết định xoá");
        await desk.Requests.Step(known, new("deletion", Note: "Quyết định 45/QĐ-SYT"), Desk.Officer, Stop);
        (await desk.Requests.Step(unknown, new("refused", "retention", "Hồ sơ bệnh án còn thời hạn lưu"), Desk.Officer,
            Stop)).State.ShouldBe(RequestState.Refused);

        var decided = (await desk.Requests.Deletions(Stop)).Single();
        (decided.Request, decided.PersonKey, decided.DecidedBy).ShouldBe((known, person, "bao-ve"));
        await desk.Requests.Step(known, new("answered", Note: "Đã xoá, biên bản 3"), Desk.Officer, Stop);
        await desk.Requests.Step(known, new("closed"), Desk.Officer, Stop);
        (await desk.Requests.Deletions(Stop)).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_person_is_given_what_the_house_has_audited_first_and_without_what_the_officer_may_not_open(Engine engine)
    {
        await using var desk = await Desk.Open(engine);
        await desk.Load(("XML1", "MA_BENH_CHINH", "B20"));
        var person = (await desk.Persons())[0];
        var request = await desk.Requests.Receive(new("copy", new(2026, 11, 25), "Trực tiếp tại Sở", "Căn cước",
            Subject: SubjectRef.Person(person)), Desk.Officer, Stop);

        var package = await desk.Packages.Make(request, Desk.Officer, Stop);
        var episode = package.Episodes.ShouldHaveSingleItem();
        (episode.FacilityCode, episode.ArrivedAt).ShouldBe(("99001", new DateTime(2026, 10, 5, 8, 10, 0)));
        episode.Diagnoses.Select(d => (d.Icd, d.IsMain)).ShouldBe([("K35.8", true), ("D50.9", false)]);
        package.LeftOut.ShouldBe(new Dictionary<string, int> { ["ngăn hạn chế"] = 1 });
        (await desk.Packages.Make(request, Desk.Officer with { Compartments = new HashSet<string> { "hiv" } },
            Stop)).Episodes.Count.ShouldBe(2);
        (await desk.Packages.Make(request, Desk.Officer with { Facilities = ["99010"] }, Stop)).Episodes.ShouldBeEmpty();
        (await desk.Ask<string>("select object_type || ' ' || object_id || ' ' || purpose from audit where action = 'read'")).Distinct()
            .ShouldBe([$"person-data {person} subject-request"]);

        await Should.ThrowAsync<NotAllowedException>(() => desk.Packages.Make(request, Someone.OfFacilities(["99001"]), Stop));
        await desk.Test.House.Operations.ExecuteText("drop table audit", null, Stop);
        await Should.ThrowAsync<System.Data.Common.DbException>(() => desk.Packages.Make(request, Desk.Officer, Stop));
    }

    private static async Task<string> Deletion(Desk desk, SubjectRef? subject)
    {
        var request = await desk.Requests.Receive(new("delete", new(2026, 11, 25), "Trực tiếp tại Sở", "Căn cước", Subject: subject),
            Desk.Officer, Stop);
        await desk.Requests.Step(request.Request.Id, new("acknowledged"), Desk.Officer, Stop);
        return request.Request.Id;
    }

    private static async Task<string> Refused(Desk desk, string id, RequestStep step) =>
        (await Should.ThrowAsync<RefusedException>(() => desk.Requests.Step(id, step, Desk.Officer, Stop))).Message;

    private static RequestCase Case(string kind, DateOnly received, bool third, params string[] events) =>
        new(new() { Id = "1", Number = "YC-2026-0001", Kind = kind, ReceivedOn = Moments.Text(received), Channel = "",
            ThirdParty = third ? 1 : 0, Paper = "", At = "", Account = "" },
            [.. events.Select((e, i) =>
                new RequestEvent { Seq = i, Request = "1", Type = e, HappenedOn = Moments.Text(received), At = "", Account = "" })],
                Declared.Requests, Declared.Holidays.Calendar);

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
