using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Tests;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Passwords for Excel and Power BI: asked for by the standard's header, made and taken back by their owner, shown once, good for figures
/// and nothing else, over TLS only, and shut by guesses.
/// </summary>
public class AppPasswordsSpec(Browser browser) : IClassFixture<Browser>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_brings_nothing_to_a_feed_is_asked_for_a_name_and_a_password()
    {
        await using var portal = await TestPortal.Open();
        using var nobody = portal.Anonymous();

        using var asked = await nobody.GetAsync("/odata", Stop);
        asked.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        asked.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Basic");
        using var page = await nobody.GetAsync("/so-lieu", Stop);
        page.StatusCode.ShouldBe(HttpStatusCode.Redirect, "people are led to the page for signing in, not to the browser's box");
        page.Headers.WwwAuthenticate.ShouldBeEmpty();
    }

    [Theory, InlineData(1440), InlineData(360)]
    public async Task A_password_is_made_shown_once_used_and_taken_back_by_clicking(int width)
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        var errors = new List<string>();
        var page = await browser.SignIn(portal, "chuyen-vien", width, errors: errors);
        errors.Clear();
        await page.GotoAsync("/tai-khoan");
        await page.FillAsync("#app-name", "Excel ở phòng");
        await page.GetByText("Tạo mật khẩu", new() { Exact = true }).ClickAsync();
        var password = await page.InnerTextAsync(".app-password");
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Directory.CreateDirectory(Repo.File("artifacts/screenshots")).FullName,
            $"app-password-{width}.png"), FullPage = true });
        (await Axe.Faults(page)).ShouldBeEmpty();
        await page.ReloadAsync();
        (await page.Locator(".app-password").CountAsync()).ShouldBe(0);
        (await page.ContentAsync()).ShouldNotContain(password);

        using var excel = Excel(portal, "chuyen-vien", password);
        using var person = await portal.Person("chuyen-vien");
        const string rows = "/odata/kham_chua_benh_co_so_thang?$orderby=Id";
        (await excel.GetStringAsync(rows, Stop)).ShouldBe(await person.GetStringAsync(rows, Stop));
        (await portal.House.Operations.QueryText<string>("select hash from app_password")).Single().ShouldNotContain(password);

        await page.ReloadAsync();
        await page.GetByLabel("Thu hồi Excel ở phòng").ClickAsync();
        await page.GetByText("đã thu hồi").WaitForAsync();
        (await excel.GetAsync(rows, Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await portal.House.Operations.QueryText<string>("select action from audit where action like 'app-password%' order by seq"))
            .ShouldBe(["app-password-make", "app-password-end"]);
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Files_that_open_the_connection_in_excel_and_power_bi_know_the_address_and_no_secret()
    {
        await using var portal = await TestPortal.Open(("chuyen-vien", "specialist", null));
        using var person = await portal.Person("chuyen-vien");
        var feeds = $"{portal.Url.TrimEnd('/')}/odata";

        var excel = await person.GetStringAsync("/so-lieu/kho-y-te.odc", Stop);
        excel.ShouldContain($"Data Source={feeds};");
        excel.ShouldContain("Integrated Security=Basic;");
        excel.ShouldContain("kham_chua_benh_co_so_thang");
        var bi = await person.GetFromJsonAsync<JsonElement>("/so-lieu/kho-y-te.pbids", Stop);
        bi.GetProperty("connections")[0].GetProperty("details").GetProperty("address").GetProperty("url").GetString().ShouldBe(feeds);
        using var nobody = portal.Anonymous();
        (await nobody.GetAsync("/so-lieu/kho-y-te.odc", Stop)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    /// <summary>
    /// The requests of both programmes, in their order: the service document asked without a name, then with it; the model; a first look at
    /// a set; its rows page by page; a refresh with a filter of their own and a count.
    /// </summary>
    [Fact]
    public async Task What_excel_and_power_bi_ask_one_after_another_is_answered()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        using var excel = Excel(portal, "chuyen-vien", await Made(portal, "chuyen-vien"));
        using var nobody = portal.Anonymous();
        (await nobody.GetAsync("/odata", Stop)).Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Basic");

        const string set = "kham_chua_benh_co_so_thang";
        var service = await Ask("/odata", "application/json;odata.metadata=minimal");
        service.GetProperty("value").EnumerateArray().Select(s => s.GetProperty("url").GetString()).ShouldContain(set);
        using (var model = new HttpRequestMessage(HttpMethod.Get, "/odata/$metadata"))
        {
            model.Headers.Add("Accept", "application/xml");
            model.Headers.Add("MaxDataServiceVersion", "4.0");
            using var answer = await excel.SendAsync(model, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/xml");
        }
        (await Ask($"/odata/{set}?$top=1000", "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9"))
            .GetProperty("value").GetArrayLength().ShouldBeGreaterThan(0);
        (await Ask($"/odata/{set}?$filter=month ge '2026-01'&$select=facility_name,month,encounters&$orderby=encounters desc",
            "application/json;odata.metadata=minimal")).GetProperty("value").GetArrayLength().ShouldBeGreaterThan(0);
        (await Ask($"/odata/{set}?$apply=groupby((facility_name),aggregate(encounters with sum as encounters))&$top=4096",
            "application/json;odata.metadata=minimal")).GetProperty("value").GetArrayLength().ShouldBeGreaterThan(0);
        (await excel.GetStringAsync($"/odata/{set}/$count", Stop)).ShouldMatch(@"^\d+$");

        async Task<JsonElement> Ask(string path, string accept)
        {
            using var asked = new HttpRequestMessage(HttpMethod.Get, path);
            asked.Headers.TryAddWithoutValidation("Accept", accept);
            asked.Headers.Add("OData-MaxVersion", "4.0");
            using var answer = await excel.SendAsync(asked, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            answer.Headers.GetValues("OData-Version").ShouldBe(["4.0"]);
            return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        }
    }

    [Theory]
    [InlineData("GET", "/api/v1/query/episodes?measure=encounters&period=2026&purpose=quality")]
    [InlineData("GET", "/api/v1/deliveries")]
    [InlineData("GET", "/tai-khoan")]
    [InlineData("GET", "/so-lieu?measure=encounters&period=2026")]
    [InlineData("POST", "/tai-khoan/ung-dung/them")]
    [InlineData("POST", "/bang-soan/luu")]
    [InlineData("GET", "/ho-so/1?purpose=quality")]
    public async Task It_opens_figures_and_nothing_else(string method, string path)
    {
        await using var portal = await TestPortal.OpenWithMimic(("quan-tri", "steward", null));
        using var excel = Excel(portal, "quan-tri", await Made(portal, "quan-tri"));

        (await excel.GetAsync("/api/v1/query?measure=encounters&period=2026", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var request = new HttpRequestMessage(new(method), path);
        if (method == "POST") request.Content = new FormUrlEncodedContent([]);
        var status = (await excel.SendAsync(request, Stop)).StatusCode;
        (status is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Redirect)
            .ShouldBeTrue($"{method} {path}: {status}");
    }

    [Fact]
    public async Task Small_figures_are_seen_as_the_account_sees_them_and_scope_is_its_scope()
    {
        await using var portal = await TestPortal.OpenWithMimic(("can-bo", "facility-staff", "99010"));
        using var excel = Excel(portal, "can-bo", await Made(portal, "can-bo"));
        using var person = await portal.Person("can-bo");

        const string rows = "/odata/kham_chua_benh_gioi_tuoi?$orderby=Id";
        var mine = await excel.GetStringAsync(rows, Stop);
        mine.ShouldBe(await person.GetStringAsync(rows, Stop));
        JsonDocument.Parse(mine).RootElement.GetProperty("value").EnumerateArray()
            .ShouldAllBe(r => r.GetProperty("facility").GetString() == "99010");
    }

    [Fact]
    public async Task Over_plain_http_that_was_passed_on_it_is_refused()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        using var excel = Excel(portal, "chuyen-vien", await Made(portal, "chuyen-vien"));

        (await Status(null)).ShouldBe(HttpStatusCode.OK, "this machine itself");
        (await Status("http")).ShouldBe(HttpStatusCode.Unauthorized, "somebody else without TLS");
        (await Status("https")).ShouldBe(HttpStatusCode.Forbidden,
            "behind TLS it is taken, and opens what the session it was made in did: from outside one step opens nothing");

        async Task<HttpStatusCode> Status(string? scheme)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/odata");
            if (scheme is not null)
            {
                request.Headers.Add("X-Forwarded-For", "10.0.0.9");
                request.Headers.Add("X-Forwarded-Proto", scheme);
            }
            return (await excel.SendAsync(request, Stop)).StatusCode;
        }
    }

    [Fact]
    public async Task Guesses_shut_it_for_a_while_and_leave_their_owner_the_portal()
    {
        var clock = new MovingClock();
        await using var portal = await TestPortal.At(clock, ("chuyen-vien", "specialist", null));
        var password = await Made(portal, "chuyen-vien");
        var rules = portal.Service<LockoutRules>();
        using var guesser = Excel(portal, "chuyen-vien", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA");
        using var excel = Excel(portal, "chuyen-vien", password);

        (await excel.GetAsync("/odata", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        for (var i = 0; i < rules.Failures; i++) (await guesser.GetAsync("/odata", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await excel.GetAsync("/odata", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await portal.House.Operations.QueryText<long>("select count(*) from audit where action = 'key-refused'")).Single()
            .ShouldBeGreaterThan(0);
        using var person = await portal.Person("chuyen-vien");
        (await person.GetAsync("/odata", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        clock.Move(TimeSpan.FromMinutes(rules.Minutes + 1));
        (await excel.GetAsync("/odata", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_account_no_longer_in_use_comes_in_by_none()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        using var excel = Excel(portal, "chuyen-vien", await Made(portal, "chuyen-vien"));
        (await excel.GetAsync("/odata", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await portal.Service<AccountLife>().Disable("chuyen-vien", "nghỉ việc", Viewer.House, Stop);

        (await excel.GetAsync("/odata", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    /// <summary>A password made on the page of the account.</summary>
    internal static async Task<string> Made(TestPortal portal, string user)
    {
        using var person = await portal.Person(user);
        var page = await person.GetStringAsync("/tai-khoan", Stop);
        var token = System.Text.RegularExpressions.Regex.Match(page,
            "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            { ["__RequestVerificationToken"] = token, ["name"] = "Excel" });
        using var answer = await person.PostAsync("/tai-khoan/ung-dung/them", form, Stop);
        var shown = await person.GetStringAsync(answer.Headers.Location, Stop);
        return System.Text.RegularExpressions.Regex.Match(shown, "class=\"app-password\">([^<]+)<").Groups[1].Value;
    }

    private static HttpClient Excel(TestPortal portal, string user, string password)
    {
        var client = portal.Anonymous();
        client.DefaultRequestHeaders.Authorization =
            new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        return client;
    }
}
