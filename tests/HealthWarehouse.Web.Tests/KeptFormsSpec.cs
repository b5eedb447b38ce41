using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Tests;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

/// <summary>Nothing typed is lost: forms that came too late, forms with faults, addresses of forms opened like pages.</summary>
public sealed partial class KeptFormsSpec(Browser browser) : IClassFixture<Browser>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_that_ended_during_a_form_brings_its_owner_back_to_the_form_as_it_was()
    {
        await using var portal = await TestPortal.Open(("bv", "privacy-officer", null));
        var page = await browser.SignIn(portal, "bv", scripts: false);
        await page.GotoAsync("/bao-mat/su-co");
        await page.SelectOptionAsync("#kind", new Microsoft.Playwright.SelectOptionValue { Index = 1 });
        var kind = await page.InputValueAsync("#kind");
        await page.SelectOptionAsync("#severity", new Microsoft.Playwright.SelectOptionValue { Index = 2 });
        await page.FillAsync("#detected", "2026-11-01T08:30");
        await page.FillAsync("#aware", "2026-11-01T09:00");
        await page.FillAsync("#note", "Máy trạm ở phòng khám bị mất");
        await portal.Service<Sessions>().End("bv", null, "Hết giờ", stop: Stop);

        await page.ClickAsync("text=Ghi nhận, bắt đầu đồng hồ");
        page.Url.ShouldContain("/dang-nhap");
        page.Url.ShouldNotContain("phòng khám");
        await page.FillAsync("#user", "bv");
        await page.FillAsync("#password", TestPortal.Password);
        await page.ClickAsync("button[type=submit]");

        page.Url.ShouldEndWith("/bao-mat/su-co");
        (await page.Locator(".alert-warning").First.InnerTextAsync()).ShouldContain("Những gì đã nhập còn ở bên dưới");
        (await page.InputValueAsync("#kind")).ShouldBe(kind);
        (await page.InputValueAsync("#detected")).ShouldBe("2026-11-01T08:30");
        (await page.InputValueAsync("#note")).ShouldBe("Máy trạm ở phòng khám bị mất");
        await page.ClickAsync("text=Ghi nhận, bắt đầu đồng hồ");
        page.Url.ShouldMatch("/bao-mat/su-co/[0-9a-f-]+$");
    }

    /// <summary>Files with forms that are sent otherwise, and why nothing typed is lost there.</summary>
    private static readonly Dictionary<string, string> Others = new()
    {
        ["Shared/Forms/PostForm.razor"] = "the component itself",
        ["Shared/Frame.razor"] = "signing out: nothing is typed",
        ["Rooms/SignIn/SignInPage.razor"] = "a password, a device's answer: secrets of somebody not yet known",
        ["Rooms/SignIn/SecondStepPage.razor"] = "a code: a secret",
        ["Rooms/SignIn/RedeemPage.razor"] = "a ticket and a password: secrets",
        ["Rooms/SignIn/LinkPage.razor"] = "a password: a secret",
        ["Rooms/Account/PasswordPage.razor"] = "passwords: secrets",
        ["Rooms/Account/TwoStepsPage.razor"] = "codes: secrets",
    };

    [Fact]
    public void Every_form_that_is_posted_is_the_one_component_or_has_its_reason()
    {
        var root = Repo.File("src/HealthWarehouse.Web");
        var files = new[] { "*.razor", "*.cs", "*.ts" }
            .SelectMany(kind => Directory.EnumerateFiles(root, kind, SearchOption.AllDirectories))
            .Where(f => !f.Contains("node_modules", StringComparison.Ordinal) && !f.Contains("/dist/", StringComparison.Ordinal)).ToArray();
        files.Count(f => File.ReadAllText(f).Contains("<PostForm ", StringComparison.Ordinal)).ShouldBeGreaterThan(25);
        files.Where(f => PostedOtherwise().IsMatch(File.ReadAllText(f))).Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
            .ShouldBe(Others.Keys, ignoreOrder: true);
    }

    [GeneratedRegex(@"<EditForm\b|<form\b[^>]*method=""post""")] private static partial Regex PostedOtherwise();

    /// <summary>Types something into the n-th form of a page, takes its sign away and sends it: a page left open too long.</summary>
    private const string TypeAndSend = """
        n => {
          const form = document.querySelectorAll('form[method=post]')[n];
          const typed = {};
          if (form.enctype === 'multipart/form-data' || form.closest('[hidden]')) return null;
          for (const field of form.elements) {
            if (!field.name || field.type === 'hidden' || field.type === 'submit' || /password|ticket/.test(field.name)) continue;
            if (field.type === 'checkbox') field.checked = !field.checked;
            else if (field.type === 'radio') field.checked = true;
            else if (field.tagName === 'SELECT') field.selectedIndex = field.options.length - 1;
            else field.value = { date: '2026-01-31', 'datetime-local': '2026-01-31T08:30', number: '7', email: 'a@b.vn' }[field.type]
              ?? 'Đã gõ';
            typed[field.name] = new FormData(form).getAll(field.name).join('|');
          }
          if (Object.keys(typed).length === 0) return null;
          form.elements.namedItem('__RequestVerificationToken').value = 'x';
          setTimeout(() => form.submit());
          return JSON.stringify(typed);
        }
        """;

    private const string Held = """
        ([n, names]) => {
          const form = new FormData(document.querySelectorAll('form[method=post]')[n]);
          return JSON.stringify(Object.fromEntries(names.map(name => [name, form.getAll(name).join('|')])));
        }
        """;

    [Fact]
    public async Task Whatever_was_typed_into_a_form_that_came_too_late_stands_in_it_again()
    {
        await using var portal = await TestPortal.OpenWithMimic(("du-lieu", "steward", null), ("he-thong", "administrator", null),
            ("bao-ve", "privacy-officer", null), ("can-bo", "facility-staff", "99001"));
        await portal.House.Senders.Add("his", "Phần mềm của cơ sở", "99001");
        var (older, sent) = (await Envelopes.Overruled(portal), 0);
        foreach (var (user, pages) in new (string, string[])[]
        {
            ("du-lieu", ["/tro-giup?trang=/gui", "/tai-khoan", "/so-lieu?measure=encounters&period=2026", "/bang-soan",
                $"/tiep-nhan/{older}"]),
            ("he-thong", ["/quan-tri/tai-khoan", "/quan-tri/tai-khoan/can-bo", "/quan-tri/ra-soat", "/quan-tri/noi-gui",
                "/quan-tri/noi-gui/his", "/quan-tri/noi-gui/his/kieu-cu"]),
            ("bao-ve", ["/bao-mat/dong-y", "/bao-mat/yeu-cau", "/bao-mat/su-co", "/bao-mat/tiet-lo", "/bao-mat/huy-khoa"]),
        })
        {
            var page = await browser.SignIn(portal, user, key: user == "he-thong" ? await portal.SwitchTwoStepsOn(user) : null);
            foreach (var path in pages)
            {
                await page.GotoAsync(path);
                for (var n = 0; n < await page.Locator("form[method=post]").CountAsync(); n++)
                {
                    if (await page.EvaluateAsync<string?>(TypeAndSend, n) is not { } typed) continue;
                    sent++;
                    await page.Locator("main .alert-warning", new() { HasTextString = "Những gì đã nhập còn ở bên dưới" }).WaitForAsync();
                    await page.WaitForLoadStateAsync();
                    Uri.UnescapeDataString(new Uri(page.Url).PathAndQuery).ShouldBe(path, $"form {n}");
                    (await page.EvaluateAsync<string>(Held, new object[] { n, Names(typed) })).ShouldBe(typed, $"{path}, form {n}");
                    await page.GotoAsync(path);
                }
            }
        }
        sent.ShouldBeGreaterThan(20);

        static string[] Names(string typed) => [.. JsonNode.Parse(typed)!.AsObject().Select(p => p.Key)];
    }

    [Fact]
    public async Task Back_shows_filters_and_figures_that_agree()
    {
        await using var portal = await TestPortal.OpenWithMimic(("du-lieu", "steward", null));
        var page = await browser.SignIn(portal, "du-lieu");
        foreach (var path in new[] { "/bang/kham-chua-benh?period=2026", "/so-lieu?measure=encounters&by=facility&period=2026",
            "/bao-cao/b14?period=2026", "/chat-luong", "/tiep-nhan" })
        {
            await page.GotoAsync(path);
            var first = await Shown(page);
            (await page.EvaluateAsync<bool>(ChooseAnother)).ShouldBeTrue(path);
            await page.Arrives(url => url != first.Url);
            await page.WaitForLoadStateAsync();
            (await Shown(page)).Filters.ShouldNotBe(first.Filters, path);

            await page.GoBackAsync();
            (await Shown(page)).ShouldBe(first, path);
            await page.GoForwardAsync();
            var again = await Shown(page);
            await page.GotoAsync(again.Url);
            again.ShouldBe(await Shown(page), path);
        }
    }

    /// <summary>Chooses the last of the first list of a filter that is asked at once; false when a page has none.</summary>
    private const string ChooseAnother = """
        () => {
          const list = [...document.querySelectorAll('main form[method=get] select[name]')].find(l => l.options.length > 1);
          if (!list) return false;
          list.selectedIndex = list.selectedIndex === list.options.length - 1 ? 0 : list.options.length - 1;
          setTimeout(() => list.dispatchEvent(new Event('change', { bubbles: true })));
          return true;
        }
        """;

    private static async Task<(string Url, string Filters, string Words)> Shown(IPage page) => (page.Url,
        await page.EvaluateAsync<string>("JSON.stringify([...document.querySelectorAll('main form[method=get]')]"
            + ".map(form => [...new FormData(form)]))"),
        await page.EvaluateAsync<string>("[...document.querySelectorAll('main .page-header, main .tile-value, main td')]"
            + ".filter(e => !e.closest('.chart-card, .chart')).map(e => e.textContent.trim()).join('|')"));

    [Fact]
    public async Task A_form_with_a_fault_keeps_what_was_typed_and_says_it_first_and_at_the_field()
    {
        await using var portal = await TestPortal.Open(("qt", "administrator", null), ("moi", "leader", null),
            ("du-lieu", "steward", null));
        using var admin = await portal.PersonInTwoSteps("qt");
        using var back = await admin.Submit("/quan-tri/tai-khoan/moi", "/quan-tri/tai-khoan/moi/cap-quyen", ("role", "specialist"),
            ("facilities", "khong-co"), ("reason", "QĐ 12/QĐ-SYT"), ("to", "2099-01-31"));
        back.Problem()!.ShouldContain("Không có cơ sở");
        back.Headers.Location!.OriginalString.ShouldNotContain("QĐ 12");
        var page = WebUtility.HtmlDecode(await admin.GetStringAsync(back.Headers.Location, Stop));
        page.ShouldContain("href=\"quan-tri/tai-khoan/moi?loi=");
        page.ShouldContain("#facilities\">Không có cơ sở");
        page.ShouldContain("id=\"facilities-fault\"");
        page.ShouldContain("value=\"QĐ 12/QĐ-SYT\"");
        page.ShouldContain("value=\"2099-01-31\"");
        page.ShouldMatch("value=\"specialist\" selected");
        (await admin.GetStringAsync("/quan-tri/tai-khoan/moi", Stop)).ShouldNotContain("2099-01-31", customMessage: "given once");

        using var steward = await portal.PersonInTwoSteps("du-lieu");
        foreach (var (who, address) in new[] { (admin, "/quan-tri/tai-khoan/moi"), (admin, "/quan-tri/noi-gui"), (admin, "/tro-giup"),
            (steward, "/gui"), (steward, "/so-lieu"), (steward, "/bang-soan") })
            WebUtility.HtmlDecode(await who.GetStringAsync($"{address}?loi=G%E1%BB%8Di+s%E1%BB%91+1900", Stop)).ShouldNotContain(
                "Gọi số 1900", customMessage: $"{address}: an address makes the portal say anything");
    }

    [Fact]
    public async Task What_one_typed_is_given_back_to_nobody_else_and_only_once()
    {
        await using var portal = await TestPortal.Open();
        var forms = portal.Service<Shared.Forms.KeptForms>();
        forms.Keep("an", new("/bao-mat/su-co", "bao-mat/su-co/them", null, null, new Dictionary<string, string[]> { ["note"] = ["x"] }));
        forms.Take("binh", "/bao-mat/su-co").ShouldBeNull();
        forms.Take("an", "/bao-mat").ShouldBeNull();
        forms.Take("an", "/bao-mat/su-co")!.Fields["note"].ShouldBe(["x"]);
        forms.Take("an", "/bao-mat/su-co").ShouldBeNull();
    }

    [Fact]
    public async Task The_address_of_a_form_opened_like_a_page_leads_to_the_page_it_stands_on()
    {
        await using var portal = await TestPortal.Open(("qt", "administrator", null));
        using var admin = await portal.PersonInTwoSteps("qt");
        foreach (var (form, page) in new[] { ("/tai-khoan/lien-he", "/tai-khoan"), ("/quan-tri/tai-khoan/qt/cap-quyen",
            "/quan-tri/tai-khoan/qt"), ("/bao-mat/huy-khoa/duyet", "/bao-mat/huy-khoa"), ("/quan-tri/noi-gui/them", "/quan-tri/noi-gui") })
        {
            using var answer = await admin.GetAsync(form, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, form);
            answer.Headers.Location!.OriginalString.ShouldBe(page);
        }
        foreach (var route in portal.Routes.Where(r => Access.AccessTable.MethodsOf(r) is ["POST"]
            && Access.AccessTable.PathOf(r) is var p && !p.StartsWith("/api", StringComparison.Ordinal)
            && !p.StartsWith("/connect", StringComparison.Ordinal) && !p.StartsWith("/odata", StringComparison.Ordinal)))
        {
            using var answer = await admin.GetAsync(Gate.Fill(Access.AccessTable.PathOf(route)), Stop);
            answer.StatusCode.ShouldNotBe(HttpStatusCode.MethodNotAllowed, route.RoutePattern.RawText);
        }
    }
}
