using HealthWarehouse.Guard.Accounts;
using System.Net;
using System.Text.RegularExpressions;
using HealthWarehouse.Web.Access;

namespace HealthWarehouse.Web.Tests;

/// <summary>What happens to accounts and sessions from the first sign-in to the last day.</summary>
public sealed class AccountLifeSpec
{
    [Fact]
    public async Task Whoever_is_refused_reads_the_same_words()
    {
        await using var portal = await TestPortal.Open(("co-that", "specialist", null), ("da-ngung", "specialist", null),
            ("bi-khoa", "specialist", null), ("quan-tri", "administrator", null));
        await portal.House.Operations.ExecuteText("update account set disabled_at = '2026-01-01T00:00:00' where user_name = 'da-ngung'");
        for (var i = 0; i < 5; i++) await Try("bi-khoa", "sai");

        var words = new List<string> { await Try("khong-co", "sai"), await Try("co-that", "sai"),
            await Try("da-ngung", TestPortal.Password), await Try("bi-khoa", TestPortal.Password), await Try("quan-tri", "sai") };

        words.Distinct().Count().ShouldBe(1);
        words[0].ShouldContain("Chưa đăng nhập được");
        (await portal.House.Operations.QueryText<string>("select detail from audit where action = 'sign-in-refused'")).Distinct().Order()
            .ShouldBe(["password: Không có tài khoản này", "password: Mật khẩu không đúng", "password: Đang tạm khoá",
            "password: Đã ngừng dùng"], ignoreOrder: true);

        async Task<string> Try(string user, string password)
        {
            using var client = portal.Anonymous();
            using var answer =
                await TestPortal.Post(client, "/dang-nhap", "sign-in", new() { ["Asked.User"] = user, ["Asked.Password"] = password });
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.TryGetValues("Set-Cookie", out _).ShouldBeFalse();
            return Regex.Replace(await answer.Words(), "value=\"[^\"]*\"", "");
        }
    }

    [Fact]
    public async Task A_session_has_a_new_id_after_every_change_of_rights_and_the_old_one_is_worth_nothing()
    {
        await using var portal = await TestPortal.Open(("nguoi", "specialist", null), ("ke-xau", "specialist", null));
        await ((Guard.Accounts.Grants)portal.Services.GetService(typeof(Guard.Accounts.Grants))!)
            .Give(new("nguoi", "steward", "thêm vai trò"), Guard.Viewer.House);
        var (planted, _) = await SignIn(portal, "ke-xau");

        var (first, client) = await SignIn(portal, "nguoi", planted);
        first.ShouldNotBe(planted);
        await client.Browser.Submit("/tai-khoan", "/tai-khoan/vai-tro", ("grant", (await portal.House.Operations.QueryText<string>(
            "select id from account_grant where role = 'specialist' and account = 'nguoi'")).Single()));
        var second = Cookie(portal, client.Jar);

        second.ShouldNotBe(first);
        (await Ask(portal, planted), await Ask(portal, first), await Ask(portal, second))
            .ShouldBe(("Người dùng ke-xau", null, "Người dùng nguoi"));
        (await portal.House.Operations.QueryText<long>("select count(distinct begun_at) from account_session where account = 'nguoi'"))
            .ShouldBe([1], "it does not last longer for that");
        client.Browser.Dispose();
    }

    [Fact]
    public async Task A_session_ends_when_idle_for_an_hour_and_after_twelve_hours_in_all()
    {
        var clock = new HandClock();
        await using var portal = await TestPortal.Open(clock, null, ("nguoi", "specialist", null));
        using var idle = await portal.Person("nguoi");
        clock.Now += TimeSpan.FromMinutes(59);
        (await idle.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.OK);
        clock.Now += TimeSpan.FromMinutes(61);
        (await idle.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        using var busy = await portal.Person("nguoi");
        for (var minutes = 0; minutes < 12 * 60 - 30; minutes += 30)
        {
            clock.Now += TimeSpan.FromMinutes(30);
            (await busy.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.OK, $"{minutes}");
        }
        clock.Now += TimeSpan.FromMinutes(31);
        (await busy.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_session_that_was_over_stays_over_when_the_clock_is_set_back()
    {
        var clock = new HandClock();
        await using var portal = await TestPortal.Open(clock, null, ("nguoi", "specialist", null));
        using var asleep = await portal.Person("nguoi");
        clock.Now += TimeSpan.FromHours(2);
        await portal.Service<Sessions>().EndOverdue(portal.House.Audit);
        clock.Now -= TimeSpan.FromHours(2);
        (await asleep.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await portal.House.Operations.QueryText<string>("select ended_why from account_session where account = 'nguoi'"))
            .ShouldBe(["Hết hạn"]);
    }

    [Fact]
    public async Task Somebody_sees_their_own_sign_ins_and_failed_tries_with_place_and_device_and_may_leave_a_phone()
    {
        await using var portal = await TestPortal.Open(("nguoi", "specialist", null), ("khac", "specialist", null));
        using (var wrong = portal.Anonymous())
        {
            wrong.DefaultRequestHeaders.UserAgent.ParseAdd("May-la/1.0");
            foreach (var user in new[] { "nguoi", "khac" })
                await TestPortal.Post(wrong, "/dang-nhap", "sign-in", new() { ["Asked.User"] = user, ["Asked.Password"] = "sai" });
        }
        using var client = await portal.Person("nguoi");
        var page = await client.GetStringAsync("/tai-khoan");
        Regex.Count(page, "Không vào được").ShouldBe(1);
        page.ShouldContain("May-la/1.0");
        page.ShouldContain("127.0.0.1");

        (await client.Submit("/tai-khoan", "/tai-khoan/lien-he", ("email", "khong phai"), ("phone", ""))).Problem().ShouldNotBeNull();
        (await client.Submit("/tai-khoan", "/tai-khoan/lien-he", ("email", "a@b.example"), ("phone", "024 1234"))).Problem().ShouldBeNull();
        (await client.GetStringAsync("/tai-khoan")).ShouldContain("a@b.example");
    }

    [Fact]
    public async Task An_administrator_finds_exports_and_ends_others_but_changes_nothing_of_their_own()
    {
        await using var portal = await TestPortal.Open(("quan-tri", "administrator", null), ("quan-tri-2", "administrator", null),
            ("nguoi", "specialist", null), ("can-bo", "facility-staff", "99010"));
        using var leaving = await portal.Person("nguoi");
        using var client = await portal.PersonInTwoSteps("quan-tri");

        var filtered = await client.GetStringAsync("/quan-tri/tai-khoan?vai-tro=facility-staff");
        (filtered.Contains("tai-khoan/can-bo", StringComparison.Ordinal), filtered.Contains("tai-khoan/nguoi", StringComparison.Ordinal))
            .ShouldBe((true, false));
        var csv = await client.GetStringAsync("/quan-tri/tai-khoan.csv?mot-buoc=true");
        csv.Split("\r\n").Length.ShouldBe(5);
        csv.ShouldContain("\"can-bo\",\"Người dùng can-bo\",\"\",\"Cán bộ cơ sở · Cơ sở 99010 và cấp dưới");
        (await client.GetStringAsync("/quan-tri/tai-khoan/nguoi")).ShouldContain("xem danh tính");
        (await client.GetStringAsync("/quan-tri/tai-khoan/nguoi?ngay=2000-01-01")).ShouldContain("Không có quyền nào.");

        foreach (var (action, fields) in new (string, (string, string)[])[] { ("cap-quyen", [("role", "steward"), ("reason", "tự cấp")]),
            ("dat-lai", []), ("ngung", [("why", "thử")]), ("nghi-viec", [("why", "thử")]), ("sso", [("subject", "s")]) })
            foreach (var self in new[] { "quan-tri", "QUAN-TRI" })
                (await client.Submit("/quan-tri/tai-khoan/nguoi", $"/quan-tri/tai-khoan/{self}/{action}", fields)).Problem()
                    .ShouldNotBeNull($"{self}/{action}");
        var own = (await portal.House.Operations.QueryText<string>("select id from account_grant where account = 'quan-tri'")).Single();
        (await client.Submit("/quan-tri/tai-khoan/nguoi", "/quan-tri/tai-khoan/quan-tri/thoi-quyen", ("grant", own))).Problem()
            .ShouldNotBeNull();

        (await Give("quan-tri-2", "steward")).ShouldNotBeNull("an administrator has no patient data");
        (await Give("nguoi", "administrator")).ShouldNotBeNull("nor the other way round");
        (await Give("nguoi", "specialist")).ShouldNotBeNull("not twice");
        (await Give("khong-co", "specialist")).ShouldNotBeNull();
        (await Give("nguoi", "leader")).ShouldBeNull();

        (await client.Submit("/quan-tri/tai-khoan/nguoi", "/quan-tri/tai-khoan/nguoi/nghi-viec", ("why", "QĐ 12, thôi việc"))).Problem()
            .ShouldBeNull();
        (await leaving.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.GetStringAsync("/quan-tri/tai-khoan/nguoi")).ShouldContain("Không có quyền nào.");
        (await portal.House.Operations.QueryText<string>("select action from audit where account = 'quan-tri' and object_id = 'nguoi'"))
            .ShouldBe(["grant-give", "account-leave", "grant-end", "grant-end", "account-disable"]);

        async Task<string?> Give(string user, string role) =>
            (await client.Submit("/quan-tri/tai-khoan/nguoi", $"/quan-tri/tai-khoan/{user}/cap-quyen", ("role", role), ("reason", "QĐ 1"),
                ("sure", "true")))
            .Problem();
    }

    [Fact]
    public async Task A_specialist_of_a_field_has_the_figures_of_that_field_and_no_others()
    {
        await using var portal = await TestPortal.OpenWithMimic(("duoc", "specialist", null));
        await portal.House.Operations.ExecuteText("update account_grant set fields = 'pharmacy'");
        using var client = await portal.Person("duoc");

        var totals = await Totals("encounters", "drug_cost", "births", "service_cost");
        totals["encounters"].ShouldNotBeNull();
        totals["births"].ShouldBeNull();
        totals["service_cost"].ShouldBeNull();
        (await client.GetStringAsync("/tai-khoan")).ShouldContain("lĩnh vực Nghiệp vụ dược");

        async Task<Dictionary<string, decimal?>> Totals(params string[] measures)
        {
            var found = new Dictionary<string, decimal?>();
            foreach (var measure in measures)
            {
                using var answer =
                    System.Text.Json.JsonDocument.Parse(await client.GetStringAsync($"/api/v1/query?measure={measure}&period=2026"));
                found[measure] = answer.RootElement.GetProperty("total")
                    .GetProperty("values")[0] is { ValueKind: System.Text.Json.JsonValueKind.Number } number ? number.GetDecimal() : null;
            }
            return found;
        }
    }

    /// <summary>A refused form answers 400 with a page, whoever asks: the page of the error is read, not posted again.</summary>
    [Fact]
    public async Task A_form_without_its_token_is_refused_with_400_by_every_page()
    {
        await using var portal = await TestPortal.Open(("quan-tri", "administrator", null), ("steward", "steward", null));
        using var administrator = await portal.PersonInTwoSteps("quan-tri");
        using var steward = await portal.PersonInTwoSteps("steward");
        using var stranger = portal.Anonymous();
        var wrong = new List<string>();
        var pages = portal.Routes.Select(AccessTable.PathOf)
            .Where(p => !p.StartsWith("/api", StringComparison.Ordinal) && !p.StartsWith("/odata", StringComparison.Ordinal)
            && !p.StartsWith("/_", StringComparison.Ordinal)).Distinct();
        foreach (var path in pages.Select(p =>
            Regex.Replace(p, @"\{[^}]+\}", m => m.Value == "{status}" ? "400" : "019f0000-0000-7000-8000-000000000001")))
            foreach (var client in new[] { administrator, steward, stranger })
                foreach (var form in new HttpContent[] { new FormUrlEncodedContent([new("x", "x")]),
                    new MultipartFormDataContent { { new StringContent("x"), "x" } } })
                {
                    using var answer = await client.PostAsync(path, form);
                    var (status, text) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
                    if (status is not (400 or 302 or 404 or 405 or 415)
                        || (status == 400 && !text.Contains("Yêu cầu không đúng", StringComparison.Ordinal)))
                        wrong.Add($"{path}: {status}");
                    if (status == 302 && client == stranger && path.StartsWith("/dang-nhap", StringComparison.Ordinal))
                        wrong.Add($"{path}: {status}");
                    if (status == 302 && answer.Headers.Location!.OriginalString is var to
                        && !to.Contains("/dang-nhap?", StringComparison.Ordinal)
                        && !to.Contains("/khong-duoc-phep", StringComparison.Ordinal)
                        && !to.Contains("/hai-buoc?", StringComparison.Ordinal))
                        wrong.Add($"{path}: {status} {to}");
                }
        wrong.Distinct().ShouldBeEmpty();
        (await administrator.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_broken_form_breaks_no_address_of_the_API()
    {
        await using var portal = await TestPortal.Open(("steward", "steward", null));
        using var client = await portal.Person("steward");
        foreach (var path in portal.Routes.Where(r => AccessTable.MethodsOf(r).Contains("POST")).Select(AccessTable.PathOf)
            .Where(p => p.StartsWith("/api", StringComparison.Ordinal)).Append("/tiep-nhan/gui"))
        {
            using var garbage = new ByteArrayContent("--x\r\nkhông phải biểu mẫu"u8.ToArray());
            garbage.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
            using var answer = await client.PostAsync(path, garbage);
            ((int)answer.StatusCode).ShouldBeLessThan(500, path);
        }
    }

    /// <summary>Signs in by the form, in a browser that may already hold a cookie somebody planted there.</summary>
    private static async Task<(string Cookie, (HttpClient Browser, CookieContainer Jar) Client)> SignIn(TestPortal portal, string user,
        string? planted = null)
    {
        var jar = new CookieContainer();
        if (planted is not null) jar.Add(new Uri(portal.Url), new Cookie("khoyte", planted));
        var browser =
            new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = jar }) { BaseAddress = new(portal.Url) };
        await TestPortal.Post(browser, "/dang-nhap", "sign-in", new() { ["Asked.User"] = user, ["Asked.Password"] = TestPortal.Password });
        return (Cookie(portal, jar), (browser, jar));
    }

    private static string Cookie(TestPortal portal, CookieContainer jar) => jar.GetCookies(new Uri(portal.Url))["khoyte"]!.Value;

    /// <summary>Whose account a cookie opens; null when it opens none.</summary>
    private static async Task<string?> Ask(TestPortal portal, string cookie)
    {
        using var client = portal.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tai-khoan") { Headers = { { "Cookie", $"khoyte={cookie}" } } };
        using var answer = await client.SendAsync(request);
        return answer.StatusCode is HttpStatusCode.OK
            ? Regex.Match(await answer.Content.ReadAsStringAsync(), "Người dùng [a-z-]+").Value : null;
    }
}
