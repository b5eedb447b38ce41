using System.Net;
using HealthWarehouse.Guard.Accounts;

namespace HealthWarehouse.Web.Tests;

/// <summary>Nothing typed is lost: forms that came too late, forms with faults, addresses of forms opened like pages.</summary>
public sealed class KeptFormsSpec(Browser browser) : IClassFixture<Browser>
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

    [Fact]
    public async Task A_form_with_a_fault_keeps_what_was_typed_and_says_it_first_and_at_the_field()
    {
        await using var portal = await TestPortal.Open(("qt", "administrator", null), ("moi", "leader", null));
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
