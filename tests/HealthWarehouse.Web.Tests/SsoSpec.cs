using System.Net;
using System.Web;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Operate;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// The province's SSO, against a real OpenID Connect server: who is linked comes in, nobody else; what was forged, late or misdirected is
/// refused.
/// </summary>
public sealed class SsoSpec
{
    private static readonly string[] Declared = ["state", "nonce", "code_challenge", "client_id", "redirect_uri"];

    [Fact]
    public async Task Somebody_unknown_is_refused_links_with_the_password_once_and_comes_in_from_then_on()
    {
        await using var sso = await TestSso.Open();
        await using var portal = await Portal(sso, ("an", "specialist", null), ("binh", "specialist", null));
        using var browser = portal.Anonymous();
        (await browser.GetStringAsync("/dang-nhap")).ShouldContain("Đăng nhập qua SSO của tỉnh");

        (await Come(browser)).ShouldStartWith("/dang-nhap/lien-ket");
        (await browser.GetStringAsync("/dang-nhap/lien-ket")).ShouldContain("nguoi-1@tinh.example");
        (await browser.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await portal.House.Operations.QueryText<long>("select count(*) from account")).ShouldBe([2]);

        (await Link(browser, "an", "sai")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Logins(portal)).ShouldBe(0);
        (await Link(browser, "an", TestPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.OK,
            "a password alone links nothing that could count as two steps");
        (await Logins(portal)).ShouldBe(0);
        (await Link(browser, "an", TestPortal.Password, await portal.Ticket("an"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await Logins(portal)).ShouldBe(1);

        using var again = portal.Anonymous();
        (await Come(again)).ShouldBe("/tai-khoan");
        (await again.GetStringAsync("/tai-khoan")).ShouldContain("Người dùng an");
        (await Newest(portal)).ShouldBe("an sso 0");
        foreach (var one in new[] { "otp", "hwk", "swk", "mfa" })
        {
            sso.Amr = [one];
            using var weak = portal.Anonymous();
            await Come(weak);
            (await Newest(portal)).ShouldBe("an sso 0", $"{one} is one factor");
        }
        sso.Amr = ["otp", "hwk"];
        using var twice = portal.Anonymous();
        await Come(twice);
        (await Newest(portal)).ShouldBe("an sso 0", "two things one has are one kind");
        sso.Amr = ["pwd", "otp"];
        using var strong = portal.Anonymous();
        (await Come(strong)).ShouldBe("/tai-khoan");
        (await Newest(portal)).ShouldBe("an sso 1", "the SSO says it asked for two steps");

        await portal.House.Operations.ExecuteText("update account set disabled_at = '2026-01-01T00:00:00' where user_name = 'an'");
        using var disabled = portal.Anonymous();
        (await Come(disabled)).ShouldStartWith("/dang-nhap?loi=sso");
        (await strong.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await portal.House.Operations.ExecuteText("update account set disabled_at = null");

        using var owner = portal.Anonymous();
        await Come(owner);
        (await owner.Submit("/tai-khoan", "/tai-khoan/sso/bo", ("subject", "nguoi-1"))).Problem().ShouldBeNull();
        using var unlinked = portal.Anonymous();
        (await Come(unlinked)).ShouldStartWith("/dang-nhap/lien-ket");
        (await portal.House.Operations.QueryText<string>("select action from audit where action like 'sso-%' order by seq"))
            .ShouldBe(["sso-link", "sso-unlink"]);
    }

    [Fact]
    public async Task Who_signs_out_is_out_of_the_SSO_too_and_the_next_one_at_the_desk_is_asked_again()
    {
        await using var sso = await TestSso.Open();
        await using var portal = await Portal(sso, ("an", "specialist", null));
        using var desk = portal.Anonymous();
        await Come(desk);
        await Link(desk, "an", TestPortal.Password, await portal.Ticket("an"));
        (await SignOut(desk)).Headers.Location!.OriginalString.ShouldBe("/dang-nhap", "who came by a password was not let in by the SSO");
        (await Prompt(desk)).ShouldBe("login", "the SSO holds a session of somebody");
        (await Come(desk)).ShouldBe("/tai-khoan");
        (await Prompt(desk)).ShouldBeNull("asked once");

        using var left = await SignOut(desk);
        left.StatusCode.ShouldBe(HttpStatusCode.OK, "a form leads nowhere else: a page does");
        var way = left.Headers.GetValues("Refresh").Single().Split("url=")[1];
        way.ShouldStartWith($"{sso.Url}/logout?client_id=khoyte");
        using var over = await desk.GetAsync(way);
        over.Headers.Location!.OriginalString.ShouldStartWith($"{portal.Url.TrimEnd('/')}/dang-nhap");
        (await desk.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await Prompt(desk)).ShouldBe("login");
        using var other = portal.Anonymous();
        (await Prompt(other)).ShouldBeNull();

        static async Task<HttpResponseMessage> SignOut(HttpClient browser)
        {
            using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", await Attacks.Town.Token(browser))]);
            return await browser.PostAsync("/dang-xuat", form);
        }

        static async Task<string?> Prompt(HttpClient browser)
        {
            using var asked = await browser.GetAsync("/dang-nhap/sso?tro-lai=/tai-khoan");
            return HttpUtility.ParseQueryString(asked.Headers.Location!.Query)["prompt"];
        }
    }

    [Fact]
    public async Task An_administrator_links_by_subject_and_who_has_two_steps_links_only_after_both()
    {
        await using var sso = await TestSso.Open();
        await using var portal = await Portal(sso, ("an", "leader", null), ("binh", "leader", null), ("quan-tri", "administrator", null));
        using var administrator = await portal.PersonInTwoSteps("quan-tri");
        (await administrator.Submit("/quan-tri/tai-khoan/an", "/quan-tri/tai-khoan/an/sso", ("subject", "nguoi-1"))).Problem()
            .ShouldBeNull();
        (await administrator.Submit("/quan-tri/tai-khoan/an", "/quan-tri/tai-khoan/binh/sso", ("subject", "nguoi-1")))
            .Problem()!.ShouldContain("đã liên kết");
        using var an = portal.Anonymous();
        (await Come(an)).ShouldBe("/tai-khoan");
        (await administrator.Submit("/quan-tri/tai-khoan/an", "/quan-tri/tai-khoan/an/sso/bo", ("subject", "nguoi-1"))).Problem()
            .ShouldBeNull();

        using (await portal.PersonInTwoSteps("binh")) { }
        using var binh = portal.Anonymous();
        await Come(binh);
        (await Link(binh, "binh", TestPortal.Password)).Headers.Location!.OriginalString.ShouldContain("/dang-nhap/ma?");
        (await Logins(portal)).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_forged_late_or_meant_for_another_browser_is_refused()
    {
        await using var sso = await TestSso.Open();
        await using var portal = await Portal(sso, ("an", "specialist", null));
        using (var link = portal.Anonymous())
        {
            await Come(link);
            await Link(link, "an", TestPortal.Password, await portal.Ticket("an"));
        }

        (await Try(toSso: url => With(url, "nonce", "cua-nguoi-khac"))).ShouldStartWith("/dang-nhap?loi=sso");
        (await Try(back: url => With(url, "state", "cua-nguoi-khac"))).ShouldStartWith("/dang-nhap?loi=sso");
        (await Try(back: url => With(url, "code", "bia-ra"))).ShouldStartWith("/dang-nhap?loi=sso");
        (await Try(back: url => With(url, "error", "access_denied"))).ShouldStartWith("/dang-nhap?loi=sso");
        using var other = portal.Anonymous();
        (await Try(end: other)).ShouldStartWith("/dang-nhap?loi=sso");
        (await Try(back: url => { sso.Clock.Now += TimeSpan.FromMinutes(20); return url; })).ShouldStartWith("/dang-nhap?loi=sso");
        sso.Clock.Now = DateTimeOffset.UtcNow;
        sso.FalseIssuer = "http://127.0.0.1:1/";
        (await Try()).ShouldStartWith("/dang-nhap?loi=sso");
        sso.FalseIssuer = null;
        (await Try()).ShouldBe("/tai-khoan");
        (await portal.House.Operations.QueryText<long>(
            "select count(*) from audit where action = 'sign-in-refused' and detail like 'SSO: %Exception'")).ShouldBe([7]);

        async Task<string> Try(Func<string, string>? toSso = null, Func<string, string>? back = null, HttpClient? end = null)
        {
            using var browser = portal.Anonymous();
            return await Come(browser, toSso, back, end);
        }
    }

    [Fact]
    public async Task Without_an_SSO_there_is_no_button_and_one_that_does_not_answer_breaks_nothing()
    {
        await using var without = await TestPortal.Open(("an", "specialist", null));
        using var stranger = without.Anonymous();
        (await stranger.GetStringAsync("/dang-nhap")).ShouldNotContain("dang-nhap/sso");
        (await stranger.GetAsync("/dang-nhap/sso")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await using var broken = await TestPortal.Open(null, s =>
            s with { Sso = new SsoSettings(new("http://127.0.0.1:1"), "khoyte", null) }, ("an", "specialist", null));
        using var unlucky = broken.Anonymous();
        (await unlucky.GetAsync("/dang-nhap/sso")).Headers.Location!.OriginalString.ShouldBe("/dang-nhap?loi=sso");
        (await unlucky.GetStringAsync("/dang-nhap?loi=sso")).ShouldContain("Chưa đăng nhập được qua SSO của tỉnh");
        using var person = await broken.Person("an");

        Should.Throw<DeclarationException>(() =>
            Accounts.SsoSetup.Verify(new(new("http://sso.tinh.example"), "khoyte", null))).Message.ShouldContain("https");
    }

    private static async Task<TestPortal> Portal(TestSso sso, params (string, string, string?)[] accounts)
    {
        var portal = await TestPortal.Open(null, s => s with { Sso = sso.Settings }, accounts);
        await sso.Register(portal);
        return portal;
    }

    /// <summary>
    /// Goes to the SSO and comes back, as a browser does; on the way somebody may change the addresses, or the answer reach another
    /// browser.
    /// </summary>
    private static async Task<string> Come(HttpClient browser, Func<string, string>? toSso = null, Func<string, string>? back = null,
        HttpClient? end = null)
    {
        using var asked = await browser.GetAsync("/dang-nhap/sso?tro-lai=/tai-khoan");
        var to = asked.Headers.Location!.OriginalString;
        var query = HttpUtility.ParseQueryString(new Uri(to).Query);
        Declared.ShouldAllBe(name => !string.IsNullOrEmpty(query[name]));
        (query["response_type"], query["code_challenge_method"]).ShouldBe(("code", "S256"));
        using var sent = await browser.GetAsync(toSso?.Invoke(to) ?? to);
        var from = sent.Headers.Location!.OriginalString;
        using var answered = await (end ?? browser).GetAsync(back?.Invoke(from) ?? from);
        if (answered.Headers.Location!.OriginalString is var next && !next.StartsWith("/dang-nhap/sso/xong", StringComparison.Ordinal))
            return next;
        using var done = await (end ?? browser).GetAsync(next);
        return done.Headers.Location!.OriginalString;
    }

    private static string With(string url, string name, string value)
    {
        var uri = new UriBuilder(url);
        var query = HttpUtility.ParseQueryString(uri.Query);
        query[name] = value;
        uri.Query = query.ToString();
        return uri.Uri.AbsoluteUri;
    }

    private static Task<HttpResponseMessage> Link(HttpClient browser, string user, string password, string? ticket = null) =>
        TestPortal.Post(browser, "/dang-nhap/lien-ket", "link",
            new() { ["Asked.User"] = user, ["Asked.Password"] = password, ["Asked.Ticket"] = ticket ?? "" });

    private static async Task<long> Logins(TestPortal portal) =>
        (await portal.House.Operations.QueryText<long>("select count(*) from account_login")).Single();

    private static async Task<string> Newest(TestPortal portal) =>
        (await portal.House.Operations.QueryText<string>("select s.account || ' ' || s.way || ' ' || s.two_steps from account_session s " +
            "join (select account, id, row_number() over (order by rowid desc) as n from account_session) o on o.id = s.id " +
            "where o.n = 1")).Single();
}
