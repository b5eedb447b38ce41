using System.Net;
using HealthWarehouse.Guard.Accounts;

namespace HealthWarehouse.Web.Tests;

/// <summary>Rights given by the pages: none by one careless click, each in words a person understands.</summary>
public sealed class GrantsSpec
{
    private const string Page = "/quan-tri/tai-khoan/moi", Give = $"{Page}/cap-quyen";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_is_chosen_on_purpose_and_one_of_a_facility_only_for_a_facility_found_by_its_name()
    {
        await using var portal = await Open();
        using var admin = await portal.PersonInTwoSteps("qt");
        var form = WebUtility.HtmlDecode(await admin.GetStringAsync(Page, Stop));
        form.ShouldMatch("<select[^>]*name=\"role\"[^>]*><option value[^>]*>Chọn</option>");
        form.ShouldContain("<option value=\"Bệnh viện Đa khoa tỉnh An Bình (99001)\">");

        (await Send(admin, ("role", ""), ("reason", "QĐ 1"))).Problem()!.ShouldContain("Hãy chọn vai trò");
        (await Send(admin, ("role", "facility-staff"), ("data", "Aggregate"), ("reason", "QĐ 1"))).Problem()!
            .ShouldContain("hãy chọn cơ sở");
        (await Send(admin, ("role", "facility-staff"), ("data", "Aggregate"), ("facilities", "Bệnh viện Đa khoa tỉnh An Bình (99001)"),
            ("reason", "QĐ 1"))).Problem().ShouldBeNull();
        (await portal.Service<Grants>().Today("moi", Stop)).Single(g => g.Role == "facility-staff").Facilities.ShouldBe("99001");
    }

    [Fact]
    public async Task Identified_records_of_the_whole_province_are_asked_for_twice_and_the_second_page_says_what_opens()
    {
        await using var portal = await Open();
        using var admin = await portal.PersonInTwoSteps("qt");
        var first = await Send(admin, ("role", "steward"), ("data", "Identified"), ("reason", "QĐ 7"), ("to", "2099-12-31"));
        first.Headers.Location!.OriginalString.ShouldBe($"{Page}/toan-tinh");
        (await Asked(portal)).ShouldBe(0);

        var second = WebUtility.HtmlDecode(await admin.GetStringAsync($"{Page}/toan-tinh", Stop));
        second.ShouldContain("mọi người bệnh ở mọi cơ sở trong tỉnh");
        second.ShouldContain("đến hết 31/12/2099");
        second.ShouldContain("name=\"reason\" value=\"QĐ 7\"");
        var back = await Send(admin, ("role", "steward"), ("data", "Identified"), ("reason", "QĐ 7"), ("sure", "false"));
        back.Problem()!.ShouldContain("hẹp hơn");
        (await Asked(portal)).ShouldBe(0);
        (await Send(admin, ("role", "steward"), ("data", "Identified"), ("reason", "QĐ 7"), ("sure", "true"))).Headers.Location!
            .OriginalString.ShouldEndWith("?cho=duyet");
        (await Asked(portal)).ShouldBe(1);
    }

    [Fact]
    public async Task The_approver_reads_names_fields_and_days_and_the_asker_may_take_the_request_back()
    {
        await using var portal = await Open();
        using var admin = await portal.PersonInTwoSteps("qt");
        using var other = await portal.PersonInTwoSteps("qt-2");
        await Send(admin, ("role", "specialist"), ("data", "Identified"), ("facilities", "99001"), ("fields", "pharmacy"),
            ("from", "2026-12-01"), ("to", "2027-01-31"), ("reason", "QĐ 9"));

        var card = WebUtility.HtmlDecode(await other.GetStringAsync("/quan-tri/duyet", Stop));
        foreach (var word in new[] { "Người dùng moi (moi)", "Bệnh viện Đa khoa tỉnh An Bình (99001)", "Nghiệp vụ dược",
            "từ 01/12/2026 đến hết 31/01/2027", "Người dùng qt (qt)" })
            card.ShouldContain(word);
        WebUtility.HtmlDecode(await other.GetStringAsync("/", Stop)).ShouldMatch("<strong>1</strong> yêu cầu chờ duyệt");
        (await admin.GetStringAsync(Page, Stop)).ShouldContain("Rút yêu cầu");
        var id = (await portal.House.Operations.QueryText<string>("select id from approval")).Single();

        (await other.Submit("/quan-tri/duyet", "/quan-tri/duyet/rut", ("id", id))).Problem()!.ShouldContain("Chỉ người yêu cầu");
        (await admin.Submit(Page, "/quan-tri/duyet/rut", ("id", id), ("back", Page))).Headers.Location!.OriginalString.ShouldBe(Page);
        (await other.Submit("/quan-tri/duyet", "/quan-tri/duyet/quyet-dinh", ("id", id), ("approve", "true"))).Problem()!
            .ShouldContain("đã được quyết định");
        (await other.GetStringAsync("/quan-tri/duyet", Stop)).ShouldContain("Người yêu cầu đã rút");
    }

    [Fact]
    public async Task A_locked_account_says_so_with_until_when()
    {
        await using var portal = await Open();
        using var admin = await portal.PersonInTwoSteps("qt");
        for (var i = 0; i < Gate.Declared.Lockout.Failures; i++)
            await portal.Service<ProofLocks>().Count("moi", Proofs.Password, Stop);
        var until = portal.House.Clock.GetUtcNow().AddMinutes(Gate.Declared.Lockout.Minutes).ToOffset(TimeSpan.FromHours(7));
        (await admin.GetStringAsync(Page, Stop)).ShouldMatch($"Tạm khoá đến {until:dd/MM/yyyy} \\d\\d:\\d\\d: mật khẩu");
    }

    private static Task<TestPortal> Open() =>
        TestPortal.Open(("qt", "administrator", null), ("qt-2", "administrator", null), ("moi", "leader", null));

    private static Task<HttpResponseMessage> Send(HttpClient admin, params (string, string)[] fields) => admin.Submit(Page, Give, fields);

    private static async Task<long> Asked(TestPortal portal) =>
        (await portal.House.Operations.QueryText<long>("select count(*) from approval")).Single();
}
