using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Privacy;

/// <summary>The one gate data leaves by: what may leave is written down first, what may not is refused in words.</summary>
public class DisclosuresSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    internal static readonly DisclosureAsked ToMinistry = new("ministry-sharing", "ministry", "Bộ Y tế, Cục Khoa học công nghệ",
        LawfulBasis.Law, ["health", "insurance"], 1200, 4800, "88/SYT-NVY", "Trục tích hợp");

    [Theory, ClassData(typeof(Engines))]
    public async Task What_leaves_is_in_the_audit_and_in_the_log(Engine engine)
    {
        await using var desk = await Desk.Open(engine);

        var line = await desk.Disclosures.Record(ToMinistry, Desk.Officer, Stop);

        (await desk.Disclosures.Between(new(2026, 11, 25), new(2026, 11, 25), stop: Stop)).ShouldBe([line with { Seq = 1 }]);
        (await desk.Disclosures.Between(new(2026, 11, 24), new(2026, 11, 24), stop: Stop)).ShouldBeEmpty();
        (await desk.Disclosures.Between(new(2026, 11, 25), new(2026, 11, 25), recipientType: "ioc", stop: Stop)).ShouldBeEmpty();
        (await desk.Ask<string>("select detail from audit where action = 'disclose'")).Single().ShouldContain("1200 người; 4800 dòng");
    }

    private static TheoryData<DisclosureAsked, string> Refused() => new()
    {
        { ToMinistry with { Country = "SG" }, "không được chuyển tới SG" },
        { ToMinistry with { RecipientType = "ai-do" }, "Không có loại bên nhận" },
        { ToMinistry with { Activity = "khong-co" }, "Không có hoạt động" },
        { ToMinistry with { Basis = LawfulBasis.Contract }, "không được nhận dữ liệu trên cơ sở này" },
        { ToMinistry with { RecipientType = "commercial-insurer", Agreement = "1/TT", Request = "2/YC" },
            "không được nhận dữ liệu trên cơ sở này" },
        { ToMinistry with { Kinds = ["restricted"] }, "không xử lý loại dữ liệu này: restricted" },
        { ToMinistry with { Kinds = [] }, "không xử lý loại dữ liệu này" },
        { ToMinistry with { Document = " " }, "số văn bản" },
        { ToMinistry with { Document = "gửi 0990000123" }, "Không ghi số giấy tờ" },
        { ToMinistry with { RecipientType = "state-agency" }, "yêu cầu bằng văn bản" },
        { ToMinistry with { Activity = "ioc-sharing", RecipientType = "ioc", Kinds = ["health"], Persons = 0 }, "thoả thuận" },
        { ToMinistry with { Activity = "ioc-sharing", RecipientType = "ioc", Kinds = ["health"], Agreement = "5/TT", Persons = 3 },
            "số liệu gộp" },
        { ToMinistry with { Activity = "research", RecipientType = "research", Kinds = ["health"], Basis = LawfulBasis.Consent,
            Agreement = "7/TT" }, "mã của từng người" },
    };

    [Fact]
    public async Task What_may_not_leave_is_refused_in_words_and_the_refusal_is_audited()
    {
        await using var desk = await Desk.Open();
        foreach (var row in Refused())
        {
            var (asked, says) = row.Data;
            (await Should.ThrowAsync<NotAllowedException>(() =>
                desk.Disclosures.Record(asked, Desk.Officer, Stop))).Message.ShouldContain(says);
        }
        (await desk.Ask<long>("select count(*) from disclosure")).ShouldBe([0]);
        (await desk.Ask<long>("select count(*) from audit where action = 'disclose-refused'")).ShouldBe([Refused().Count]);
    }

    [Fact]
    public async Task On_consent_everyone_must_have_consented_and_not_withdrawn()
    {
        await using var desk = await Desk.Open();
        var asked = new DisclosureAsked("research", "research", "Viện nghiên cứu hư cấu", LawfulBasis.Consent, ["health"], 2, 2, "9/SYT",
            "Tệp mã hoá", Agreement: "7/TT", Subjects: [SubjectRef.Person(1), SubjectRef.Person(2)]);
        await desk.Consents.Give(new(SubjectRef.Person(1), "research", "VNeID", "1/DY"), Desk.Officer, Stop);

        (await Should.ThrowAsync<NotAllowedException>(() =>
            desk.Disclosures.Record(asked, Desk.Officer, Stop))).Message.ShouldContain("person/2 chưa đồng ý");
        await desk.Consents.Give(new(SubjectRef.Person(2), "research", "VNeID", "2/DY"), Desk.Officer, Stop);
        (await desk.Disclosures.Record(asked, Desk.Officer, Stop)).Persons.ShouldBe(2);
        await desk.Consents.Withdraw(new(SubjectRef.Person(1), "research", "VNeID", "3/RDY"), Desk.Officer, Stop);
        (await Should.ThrowAsync<NotAllowedException>(() =>
            desk.Disclosures.Record(asked, Desk.Officer, Stop))).Message.ShouldContain("person/1 chưa đồng ý, hoặc đã rút");
    }

    [Fact]
    public void Only_an_aggregate_goes_to_the_public()
    {
        var gate = PrivacyFiles.Load(Repo.File("catalogue")).Egress;
        gate.Countries.ShouldBe(["VN"]);
        var open = gate.Recipient("public")!;
        (open.Persons, open.Sensitive).ShouldBe((false, false));
        gate.Recipient("commercial-insurer")!.Bases.ShouldBe([LawfulBasis.Consent]);
    }
}
