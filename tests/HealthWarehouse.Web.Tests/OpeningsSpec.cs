using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

/// <summary>Openings, compartments and break-glass as people and systems meet them: over HTTP, on one portal.</summary>
public sealed partial class OpeningsSpec(OpeningsSpec.SharedPortal shared, Browser browser) : IClassFixture<OpeningsSpec.SharedPortal>,
    IClassFixture<Browser>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly TestPortal _portal = shared.Portal;

    public sealed class SharedPortal : IAsyncLifetime
    {
        internal TestPortal Portal { get; private set; } = null!;
        internal long Plain { get; private set; }
        internal long Restricted { get; private set; }
        internal string RestrictedEpisode { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null), ("may", "specialist", null),
                ("can-bo", "facility-staff", null), ("bao-ve", "privacy-officer", null), ("duoc-cap", "specialist", null),
                ("nguoi-xem", "specialist", null), ("bao-ve-2", "privacy-officer", null));
            var grants = Portal.Services.GetRequiredService<Grants>();
            await grants.End("duoc-cap", (await grants.Today("duoc-cap"))[0].Id, Viewer.House);
            await grants.Give(new("duoc-cap", "specialist", "QĐ phân công", Compartments: "hiv;mental-health;reproductive;genetics"),
                Viewer.House);
            Plain = (await Portal.House.Warehouse.QueryText<long>("select min(e.record_key) from core.encounter e " +
                "where known_to is null and not exists (select 1 from std.restricted x where x.record_key = e.record_key)"))[0];
            Restricted = (await Portal.House.Warehouse.QueryText<long>("select min(e.record_key) from core.encounter e " +
                "join std.restricted x on x.record_key = e.record_key where e.known_to is null and x.compartment = 'hiv' " +
                "and e.discharged_on between date '2026-01-01' and date '2026-12-31'"))[0];
            RestrictedEpisode =
                (await Portal.House.Warehouse.QueryText<string>("select episode_code from core.encounter where record_key = $key",
                new { key = Restricted }))[0];
        }

        public ValueTask DisposeAsync() => Portal.DisposeAsync();
    }

    [Fact]
    public async Task Identity_opens_by_a_post_with_its_token_and_never_by_an_address()
    {
        using var person = await _portal.PersonInTwoSteps("chuyen-vien");
        var page = $"/ho-so/{shared.Plain}?purpose=quality";
        IsMasked(await person.GetStringAsync($"{page}&identity=true", Stop)).ShouldBeTrue();

        using (var without = await person.PostAsync($"/ho-so/{shared.Plain}/mo",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["purpose"] = "quality" }), Stop))
            without.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        IsMasked(await person.GetStringAsync(page, Stop)).ShouldBeTrue();
        (await Post(person, page, $"/ho-so/{shared.Plain}/mo", ("purpose", "inspection"), ("from", "quality"))).ShouldContain("loi=");
        (await Post(person, page, $"/ho-so/{shared.Plain}/mo", ("purpose", "quality"))).ShouldBe(page);

        IsMasked(await person.GetStringAsync(page, Stop)).ShouldBeFalse();
        using var elsewhere = await _portal.PersonInTwoSteps("chuyen-vien");
        IsMasked(await elsewhere.GetStringAsync(page, Stop)).ShouldBeTrue();

        var list = await person.GetStringAsync("/dang-mo", Stop);
        var id = Regex.Match(list, "name=\"id\" value=\"([^\"]+)\"").Groups[1].Value;
        (await Post(person, "/dang-mo", "/dang-mo/dong", ("id", id))).ShouldBe("/dang-mo");
        IsMasked(await person.GetStringAsync(page, Stop)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_api_opens_with_a_post_and_shows_only_through_the_opening_it_is_told()
    {
        using var person = await _portal.PersonInTwoSteps("may");
        using var opened = await person.PostAsJsonAsync("/api/v1/openings", new { record = shared.Plain, purpose = "quality" }, Stop);
        opened.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = (await opened.Content.ReadFromJsonAsync<Card>(Stop))!.Id;

        (await Record(person, "")).Identity.ShouldBeFalse();
        (await Record(person, $"&opening={Guid.CreateVersion7()}")).Identity.ShouldBeFalse();
        (await Record(person, $"&opening={id}")).Identity.ShouldBeTrue();
        (await person.GetFromJsonAsync<Card[]>("/api/v1/openings", Stop))!.Select(c => c.Id).ShouldBe([id]);
        using (var closed = await person.PostAsJsonAsync($"/api/v1/openings/{id}/close", new { }, Stop))
            closed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Record(person, $"&opening={id}")).Identity.ShouldBeFalse();

        using var wrong = await person.PostAsJsonAsync("/api/v1/openings", new { record = shared.Plain, purpose = "report-check" }, Stop);
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var restricted =
            await person.PostAsJsonAsync("/api/v1/openings", new { record = shared.Restricted, purpose = "quality" }, Stop);
        restricted.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_restricted_record_is_on_no_surface_without_the_grant_and_on_each_with_it()
    {
        using var without = await _portal.PersonInTwoSteps("may");
        using var with = await _portal.PersonInTwoSteps("duoc-cap");
        foreach (var path in new[]
        {
            "/so-lieu/dot?measure=encounters&period=2026&purpose=quality", "/bao-cao/b14/o?period=2026&column=7&purpose=quality",
                "/chat-luong/quy-tac/R05-required",
            "/api/v1/query/episodes?measure=encounters&period=2026&purpose=quality", "/api/v1/findings?limit=1000",
                "/api/v1/findings?format=csv", $"/api/v1/deliveries/{await Delivery()}",
                $"/api/v1/deliveries/{await Delivery()}/findings?format=csv", $"/tiep-nhan/{await Delivery()}",
        })
        {
            using var closed = await without.GetAsync(path, Stop);
            closed.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await closed.Content.ReadAsStringAsync(Stop)).ShouldNotContain(shared.RestrictedEpisode, customMessage: path);
            if (path.StartsWith("/api", StringComparison.Ordinal)) closed.Headers.GetValues("Khoyte-Withheld").ShouldBe(["possible"], path);
            else if (path.StartsWith("/so-lieu", StringComparison.Ordinal))
                (await closed.Content.ReadAsStringAsync(Stop)).ShouldContain("thuộc ngăn hạn chế, nếu có, không liệt kê");
            using var open = await with.GetAsync(path, Stop);
            if (path.Contains("/query/episodes", StringComparison.Ordinal) || path.StartsWith("/so-lieu", StringComparison.Ordinal))
                (await open.Content.ReadAsStringAsync(Stop)).ShouldContain(shared.RestrictedEpisode, customMessage: path);
        }
        foreach (var path in new[] { $"/ho-so/{shared.Restricted}?purpose=quality", $"/so-lieu/dot/{shared.Restricted}?purpose=quality",
            $"/api/v1/records/{shared.Restricted}?purpose=quality", $"/api/v1/episodes/{shared.Restricted}/measures?purpose=quality" })
        {
            using var closed = await without.GetAsync(path, Stop);
            closed.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            (await closed.Content.ReadAsStringAsync(Stop)).ShouldNotContain("MA_BENH_CHINH", customMessage: path);
            using var open = await with.GetAsync(path, Stop);
            open.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }
    }

    [Fact]
    public async Task The_glass_is_broken_from_the_record_and_the_officer_judges_it()
    {
        using var clerk = await _portal.PersonInTwoSteps("can-bo");
        using (var closed = await clerk.GetAsync($"/ho-so/{shared.Restricted}?purpose=treatment", Stop))
        {
            closed.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await closed.Content.ReadAsStringAsync(Stop)).ShouldContain($"ho-so/{shared.Restricted}/mo-khan");
        }
        var door = $"/ho-so/{shared.Restricted}/mo-khan";
        (await Post(clerk, door, $"{door}/ghi", ("purpose", "treatment"), ("reason", "khẩn"))).ShouldContain("loi=");
        (await Post(clerk, door, $"{door}/ghi", ("purpose", "treatment"), ("reason", "Người bệnh hôn mê, cần biết thuốc đang dùng")))
            .ShouldBe($"/ho-so/{shared.Restricted}?purpose=treatment");
        var shown = await clerk.GetStringAsync($"/ho-so/{shared.Restricted}?purpose=treatment", Stop);
        shown.ShouldContain("Đang mở khẩn");
        IsMasked(shown).ShouldBeFalse();

        using var officer = await _portal.PersonInTwoSteps("bao-ve");
        var queue = await officer.GetStringAsync("/bao-mat/mo-khan", Stop);
        queue.ShouldContain("Người bệnh hôn mê");
        var judge = Regex.Match(queue, "action=\"(bao-mat/mo-khan/[^\"]+/ket-luan)\"").Groups[1].Value;
        (await Post(officer, "/bao-mat/mo-khan", $"/{judge}", ("verdict", "justified"), ("note", "Có bệnh án cấp cứu")))
            .ShouldBe("/bao-mat/mo-khan");
        (await officer.GetStringAsync("/bao-mat/mo-khan", Stop)).ShouldContain("Có bệnh án cấp cứu");
        using var notTheirs = await clerk.GetAsync("/bao-mat/mo-khan", Stop);
        notTheirs.Headers.Location!.ToString().ShouldContain("khong-duoc-phep");
    }

    /// <summary>Pictures are left in artifacts/screenshots.</summary>
    [Fact]
    public async Task The_pages_of_openings_fit_a_phone_and_a_desk_and_break_no_rule_of_axe()
    {
        var errors = new List<string>();
        var page = await Enter("nguoi-xem", errors);
        await page.GotoAsync($"/ho-so/{shared.Plain}?purpose=quality");
        await page.Locator("summary", new() { HasText = "Mở danh tính" }).ClickAsync();
        await Look(page, "ho-so", errors);
        await page.GetByRole(AriaRole.Button, new() { Name = "Hiện danh tính" }).ClickAsync();
        await Look(page, "ho-so-dang-mo", errors);
        await page.GotoAsync($"/ho-so/{shared.Restricted}?purpose=quality");
        await Look(page, "ho-so-han-che", errors);
        await page.Locator("a", new() { HasText = "Mở khẩn" }).ClickAsync();
        await Look(page, "mo-khan", errors);
        await page.FillAsync("#open-reason", "Người bệnh hôn mê, cần biết thuốc đang dùng");
        await page.Locator("main button[type=submit]").ClickAsync();
        await Look(page, "ho-so-mo-khan", errors);
        await page.GotoAsync("/dang-mo");
        await Look(page, "dang-mo", errors);
        var officer = await Enter("bao-ve-2", errors);
        await officer.GotoAsync("/bao-mat/mo-khan");
        await Look(officer, "bao-ve-mo-khan", errors);
        errors.Where(e => !e.Contains("403", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>Signs in with a browser and switches two-step sign-in on.</summary>
    private async Task<IPage> Enter(string user, List<string> errors)
    {
        var page = await browser.SignIn(_portal, user, errors: errors);
        await page.GotoAsync("/tai-khoan/hai-buoc");
        await page.FillAsync("#ticket", await _portal.Ticket(user));
        await page.FillAsync("#code", Totp.Of(await page.Locator("ol code").InnerTextAsync()));
        await page.ClickAsync("main button[type=submit]");
        await page.GetByText("Đã cất, làm việc tiếp").ClickAsync();
        return page;
    }

    private static async Task Look(IPage page, string name, List<string> errors)
    {
        var pictures = Directory.CreateDirectory(HealthWarehouse.Tests.Repo.File("artifacts/screenshots")).FullName;
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.Locator("h1").WaitForAsync();
        foreach (var width in new[] { 360, 1440 })
        {
            await page.SetViewportSizeAsync(width, 900);
            (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
                .ShouldBeTrue($"{name} is wider than {width}");
            await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"{width}-mo-{name}.png") });
        }
        errors.AddRange((await Axe.Faults(page)).Select(fault => $"{name} {fault}"));
    }

    private async Task<string> Delivery() =>
        (await _portal.House.Operations.QueryText<string>("select id from delivery where seq = $seq",
        new { seq = shared.Restricted >> 24 }))[0];

    private async Task<Answer> Record(HttpClient person, string through) =>
        (await person.GetFromJsonAsync<Answer>($"/api/v1/records/{shared.Plain}?purpose=quality{through}", Stop))!;

    /// <summary>Posts a form with the token of a page; gives where it leads.</summary>
    private static async Task<string> Post(HttpClient person, string page, string path, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await person.GetStringAsync(page, Stop)).Groups[1].Value;
        using var form = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token))
            .Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        using var answer = await person.PostAsync(path, form, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
        return answer.Headers.Location!.ToString();
    }

    private static bool IsMasked(string page) => NameCell().Match(page) is { Success: true } cell
        ? cell.Groups[1].Value.Contains("masked", StringComparison.Ordinal)
        : throw new InvalidOperationException("HO_TEN is not in the page");

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")] private static partial Regex Token();

    [GeneratedRegex("id=\"XML1-1-HO_TEN\".*?<td[^>]*>\\s*(<span[^>]*>)", RegexOptions.Singleline)] private static partial Regex NameCell();

    private sealed record Card(string Id);
    private sealed record Answer(bool Identity);
}
