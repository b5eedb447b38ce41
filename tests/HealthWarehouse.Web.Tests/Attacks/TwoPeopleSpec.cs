using System.Net;
using System.Text.RegularExpressions;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>No administrator comes near to persons alone: neither by a puppet nor by somebody else's account. What two people decided the data-protection officer sees at once and may take back.</summary>
public sealed class TwoPeopleSpec
{
    private const string Page = "/quan-tri/duyet", Decide = "/quan-tri/duyet/quyet-dinh", Own = "Mat-khau-cua-rieng-toi-7", Other = "Mat-khau-chi-minh-biet-8";

    public static TheoryData<bool> Engines() => [false, true];

    [Theory, MemberData(nameof(Engines))]
    public async Task An_administrator_alone_makes_no_puppet_that_sees_persons(bool onServer)
    {
        await using var house = await Open(onServer);
        var portal = house.Portal;
        using var admin = await portal.PersonInTwoSteps("quan-tri");
        (await admin.Submit("/quan-tri/tai-khoan", "/quan-tri/tai-khoan/them", ("user", "con-roi"), ("name", "Con Rối"))).Problem().ShouldBeNull();

        foreach (var (role, data) in new[] { ("specialist", "Identified"), ("specialist", "Pseudonymous"), ("leader", "Pseudonymous"), ("privacy-officer", "None"), ("administrator", ""), ("security-officer", "") })
            (await Ask(admin, "con-roi", "cap-quyen", ("role", role), ("data", data), ("reason", "QĐ 1"))).ShouldEndWith("?cho=duyet", customMessage: role);
        (await Ask(admin, "con-roi", "cap-quyen", ("role", "specialist"), ("compartments", "hiv"), ("reason", "QĐ 1"))).ShouldEndWith("?cho=duyet");
        (await portal.House.Operations.QueryText<long>("select count(*) from account_grant where account = 'con-roi'")).ShouldBe([0]);
        foreach (var id in await portal.House.Operations.QueryText<string>("select id from approval"))
            (await admin.Submit(Page, Decide, ("id", id), ("approve", "true"))).Problem()!.ShouldContain("người khác");
        (await portal.House.Operations.QueryText<long>("select count(*) from account_grant where account = 'con-roi'")).ShouldBe([0]);
        await Should.ThrowAsync<FormatException>(() => portal.Service<Grants>().Give(new("con-roi", "specialist", "thẳng"), new("quan-tri", "", "administrator", [])));

        (await Ask(admin, "con-roi", "cap-quyen", ("role", "specialist"), ("data", "Aggregate"), ("reason", "QĐ 1"))).ShouldNotContain("cho=duyet", customMessage: "figures are for one person to give");
        var code = await Code(admin, await Ask(admin, "con-roi", "dat-lai"));
        using var puppet = portal.Anonymous();
        (await Redeem(puppet, "con-roi", code)).ShouldBe(HttpStatusCode.Redirect);
        (await puppet.GetAsync("/ho-so/1?purpose=quality")).Headers.Location!.OriginalString.ShouldContain("khong-duoc-phep");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Whoever_comes_to_power_begins_anew_with_a_code_only_the_approver_was_shown(bool onServer)
    {
        await using var house = await Open(onServer);
        var portal = house.Portal;
        using var admin = await portal.PersonInTwoSteps("quan-tri");
        using var second = await portal.PersonInTwoSteps("quan-tri-2");
        await admin.Submit("/quan-tri/tai-khoan", "/quan-tri/tai-khoan/them", ("user", "con-roi"), ("name", "Con Rối"));
        using var puppet = portal.Anonymous();
        await Redeem(puppet, "con-roi", await Code(admin, await Ask(admin, "con-roi", "dat-lai")));
        await Ask(admin, "con-roi", "cap-quyen", ("role", "specialist"), ("reason", "QĐ 1"));

        var shown = await second.Submit(Page, Decide, ("id", await Newest(portal)), ("approve", "true"));
        var code = await Code(second, shown.Headers.Location!.OriginalString);

        (await puppet.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect, "what the administrator set opens nothing any more");
        (await SignIn(portal, "con-roi", Own)).ShouldBe(HttpStatusCode.OK);
        (await admin.GetStringAsync("/quan-tri/tai-khoan/con-roi")).ShouldNotContain(code);
        using var owner = portal.Anonymous();
        (await Redeem(owner, "con-roi", code, "yeu")).ShouldBe(HttpStatusCode.OK, "a weak password does not use the code up");
        (await Redeem(owner, "con-roi", code, Other)).ShouldBe(HttpStatusCode.Redirect);
        (await owner.GetStringAsync("/tai-khoan/hai-buoc")).ShouldNotContain("id=\"ticket\"", customMessage: "the code was the ticket");
        (await Redeem(owner, "con-roi", code, "Them-mot-mat-khau-9")).ShouldBe(HttpStatusCode.OK, "good once");
        (await SignIn(portal, "con-roi", Other)).ShouldBe(HttpStatusCode.Redirect);
        (await portal.House.Operations.QueryText<string>("select granted_by || ' ' || approved_by from account_grant where account = 'con-roi'")).ShouldBe(["quan-tri quan-tri-2"]);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_account_that_sees_persons_is_not_opened_by_an_administrator_alone(bool onServer)
    {
        await using var house = await Open(onServer);
        var portal = house.Portal;
        using var admin = await portal.PersonInTwoSteps("quan-tri");
        using var doctor = await portal.Person("bac-si");
        foreach (var (action, fields) in new (string, (string, string)[])[] { ("dat-lai", []), ("dat-lai", [("steps", "true")]), ("ma-buoc-hai", []), ("sso", [("subject", "cua-quan-tri")]) })
        {
            (await admin.Submit("/quan-tri/tai-khoan/bac-si", $"/quan-tri/tai-khoan/bac-si/{action}", fields)).Problem()!.ShouldContain("lý do");
            (await Ask(admin, "BAC-SI", action, [.. fields, ("reason", "quên mật khẩu")])).ShouldEndWith("?cho=duyet", customMessage: action);
        }
        (await doctor.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await portal.House.Operations.QueryText<long>("select (select count(*) from account_login) + (select count(*) from account_ticket)")).ShouldBe([0]);

        using var officer = await portal.PersonInTwoSteps("bao-ve");
        (await Ask(admin, "bac-si", "dat-lai", ("reason", "mất máy"), ("steps", "true"))).ShouldEndWith("?cho=duyet");
        var shown = await officer.Submit(Page, Decide, ("id", await Newest(portal)), ("approve", "true"));
        var code = await Code(officer, shown.Headers.Location!.OriginalString);
        (await doctor.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var owner = portal.Anonymous();
        (await Redeem(owner, "bac-si", code)).ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Nobody_approves_what_they_asked_or_what_concerns_them_nor_in_one_step_nor_twice_nor_late(bool onServer)
    {
        var clock = new HandClock();
        await using var house = await Open(onServer, clock);
        var portal = house.Portal;
        using var admin = await portal.PersonInTwoSteps("quan-tri");
        using var second = await portal.PersonInTwoSteps("quan-tri-2");
        using var weak = await portal.Person("bao-ve-2");
        using var officer = await portal.PersonInTwoSteps("bao-ve");
        (await Ask(admin, "quan-tri", "dat-lai", ("reason", "của mình"))).ShouldContain("loi=");
        await Ask(admin, "bao-ve", "cap-quyen", ("role", "specialist"), ("reason", "QĐ 1"));
        var id = await Newest(portal);

        (await Approve(admin, id)).ShouldContain("người khác");
        (await Approve(officer, id)).ShouldContain("chính mình");
        (await Approve(weak, id)).ShouldContain("hai bước");
        (await second.Submit(Page, Decide, ("id", id), ("approve", "false"))).Problem()!.ShouldContain("lý do");
        (await Approve(second, id)).ShouldBe("");
        (await Approve(second, id)).ShouldContain("đã được quyết định");
        await Ask(admin, "bac-si", "dat-lai", ("reason", "quên"));
        clock.Now += TimeSpan.FromDays(Gate.Declared.TwoPeople.Days) + TimeSpan.FromSeconds(1);
        using var later = await portal.PersonInTwoSteps("quan-tri-2");
        (await Approve(later, await Newest(portal))).ShouldContain("quá");

        async Task<string> Approve(HttpClient person, string request) => (await person.Submit(Page, Decide, ("id", request), ("approve", "true"))).Problem() ?? "";
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_officer_is_told_at_once_and_takes_back_what_two_others_decided(bool onServer)
    {
        await using var house = await Open(onServer);
        var portal = house.Portal;
        using var admin = await portal.PersonInTwoSteps("quan-tri");
        using var second = await portal.PersonInTwoSteps("quan-tri-2");
        using var officer = await portal.PersonInTwoSteps("bao-ve");
        await Ask(admin, "xem-so", "cap-quyen", ("role", "specialist"), ("compartments", "hiv"), ("reason", "QĐ 1"));
        var id = await Newest(portal);
        await second.Submit(Page, Decide, ("id", id), ("approve", "true"));

        (await officer.GetStringAsync("/bao-mat")).ShouldContain("Quyền mới duyệt chưa xem: 1");
        (await officer.GetStringAsync(Page)).ShouldContain("mở ngăn hiv");
        (await officer.GetStringAsync("/bao-mat")).ShouldContain("Quyền mới duyệt chưa xem: 0");
        (await second.Submit(Page, "/quan-tri/duyet/thu-hoi", ("id", id), ("why", "không phải việc của quản trị"))).Headers.Location!.OriginalString.ShouldContain("khong-duoc-phep");
        (await officer.Submit(Page, "/quan-tri/duyet/thu-hoi", ("id", id))).Problem()!.ShouldContain("lý do");
        (await officer.Submit(Page, "/quan-tri/duyet/thu-hoi", ("id", id), ("why", "Không đúng việc"))).Problem().ShouldBeNull();

        (await portal.Service<Grants>().Today("xem-so")).Select(g => g.Role).ShouldBe(["leader"]);
        (await portal.House.Operations.QueryText<string>("select account || ' ' || action from audit where action like 'approval-%' order by seq")).ShouldBe(["quan-tri approval-ask", "quan-tri-2 approval-approve", "bao-ve approval-revoke"]);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_system_that_reads_records_gets_grant_and_secret_by_two_people_and_one_that_reads_figures_by_one(bool onServer)
    {
        await using var house = await Open(onServer);
        var portal = house.Portal;
        await portal.House.Senders.Add("ioc", "Trung tâm điều hành", "*");
        using var admin = await portal.PersonInTwoSteps("quan-tri");
        using var officer = await portal.PersonInTwoSteps("bao-ve");
        (await Post("cap-quyen", ("data", "Aggregate"), ("reason", "CV 12"))).ShouldNotContain("cho=");
        (await Post("bi-mat", ("kind", "Secret"), ("name", "máy 1"))).ShouldContain("?bi-mat=");
        var first = (await portal.House.Credentials.Of("ioc")).First(c => c.Kind == "Secret");
        (await Post("cap-quyen", ("data", "Pseudonymous"), ("reason", "CV 13"))).ShouldEndWith("?cho=duyet");
        (await portal.Service<Grants>().Today(Grants.OfSystem("ioc"))).ShouldHaveSingleItem().Data.ShouldBe("Aggregate");
        (await officer.Submit(Page, Decide, ("id", await Newest(portal)), ("approve", "true"))).Problem().ShouldBeNull();

        (await Post("bi-mat", ("kind", "Secret"), ("name", "máy của quản trị"))).ShouldEndWith("?cho=duyet");
        (await Post("bi-mat/thay", ("credential", first.Id))).ShouldEndWith("?cho=duyet");
        (await portal.House.Credentials.Of("ioc")).Count(c => c.Kind == "Secret").ShouldBe(1);
        var id = await Newest(portal);
        var shown = await officer.GetStringAsync((await officer.Submit(Page, Decide, ("id", id), ("approve", "true"))).Headers.Location);
        shown.ShouldContain("kyts_");
        (await officer.Submit(Page, "/quan-tri/duyet/thu-hoi", ("id", id), ("why", "thử"))).Problem().ShouldBeNull();
        (await portal.House.Credentials.Of("ioc")).Count(c => c.Kind == "Secret" && c.EndedAt is null).ShouldBe(1);

        async Task<string> Post(string action, params (string, string)[] fields) => (await admin.Submit("/quan-tri/tai-khoan/bac-si", $"/quan-tri/noi-gui/ioc/{action}", fields)).Headers.Location!.OriginalString;
    }

    /// <summary>The first accounts are made on the machine; from when two people can decide, the machine asks them like everybody.</summary>
    [Fact]
    public async Task The_command_line_decides_alone_only_before_there_are_two_to_decide()
    {
        await using var portal = await TestPortal.Open();
        var data = portal.House.Settings.Data;
        foreach (var user in new[] { "quan-tri", "bao-ve" })
        {
            var (exit, output, error) = await Typed.Run("user", "add", user, "--name", "Người đầu", "--role", user == "quan-tri" ? "administrator" : "privacy-officer", "--data", data);
            exit.ShouldBe(0, error);
            using var owner = portal.Anonymous();
            (await Redeem(owner, user, output.Trim())).ShouldBe(HttpStatusCode.Redirect);
            await portal.SwitchTwoStepsOn(user);
        }
        (await portal.House.Operations.QueryText<string>("select account || ' ' || approved_by from account_grant order by account")).ShouldBe(["bao-ve khoyte", "quan-tri khoyte"]);

        var third = await Typed.Run("user", "add", "con-roi", "--name", "Con Rối", "--role", "specialist", "--data", data);
        (third.Exit, third.Output).ShouldBe((0, ""));
        third.Error.ShouldContain("Chờ một người khác duyệt");
        await portal.House.Senders.Add("ioc", "Trung tâm điều hành", "*");
        (await Typed.Run("sender", "grant", "ioc", "--reason", "thử", "--class", "Pseudonymous", "--data", data)).Error.ShouldContain("Chờ một người khác duyệt");
        (await Typed.Run("sender", "grant", "ioc", "--reason", "thử", "--data", data)).ShouldBe((0, "", ""));
        foreach (var verb in new[] { "reset", "ticket" }) (await Typed.Run("user", verb, "quan-tri", "--data", data)).Output.ShouldBe("", verb);
        (await portal.House.Operations.QueryText<long>("select count(*) from account_grant where account = 'con-roi'")).ShouldBe([0]);
        (await Typed.Run("user", "add", "xem-so", "--name", "Lãnh đạo", "--role", "leader", "--data", data)).Output.Trim().ShouldMatch("^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$");
    }

    private static async Task<EnginePortal> Open(bool onServer, TimeProvider? clock = null) =>
        await EnginePortal.Open(onServer, clock, ("quan-tri", "administrator", null), ("quan-tri-2", "administrator", null), ("bao-ve", "privacy-officer", null), ("bao-ve-2", "privacy-officer", null), ("bac-si", "specialist", null), ("xem-so", "leader", null));

    /// <summary>What an administrator asks for on the page of an account; gives where the answer leads.</summary>
    private static async Task<string> Ask(HttpClient admin, string user, string action, params (string, string)[] fields) =>
        (await admin.Submit("/quan-tri/tai-khoan/bac-si", $"/quan-tri/tai-khoan/{user}/{action}", fields)).Headers.Location!.OriginalString;

    private static async Task<string> Code(HttpClient person, string page) => Regex.Match(await person.GetStringAsync(page), "<code[^>]*>([A-Z2-9]{4}(?:-[A-Z2-9]{4}){3})</code>").Groups[1].Value;

    private static async Task<HttpStatusCode> Redeem(HttpClient client, string user, string code, string password = Own) =>
        (await TestPortal.Post(client, "/nhan-tai-khoan", "redeem", new() { ["Asked.User"] = user, ["Asked.Ticket"] = code, ["Asked.Next"] = password, ["Asked.Again"] = password })).StatusCode;

    private static async Task<HttpStatusCode> SignIn(TestPortal portal, string user, string password)
    {
        using var client = portal.Anonymous();
        return (await TestPortal.Post(client, "/dang-nhap", "sign-in", new() { ["Asked.User"] = user, ["Asked.Password"] = password })).StatusCode;
    }

    private static async Task<string> Newest(TestPortal portal) => (await portal.House.Operations.QueryText<string>("select id from approval where state = 'asked' order by asked_at desc, id desc limit 1")).Single();
}
