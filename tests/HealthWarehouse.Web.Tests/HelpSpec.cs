using System.Net;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Tests;
using HealthWarehouse.Web.Rooms.Help;
using HealthWarehouse.Web.Shared;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

/// <summary>Help: of every page, a first way for every role, and a word back to the stewards.</summary>
public sealed class HelpSpec(Browser browser) : IClassFixture<Browser>
{
    private static readonly CatalogueFiles Catalogue = CatalogueFiles.Load(Repo.File("catalogue"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_page_of_a_menu_has_help_of_its_own_and_every_role_a_first_way_over_pages_it_finds()
    {
        foreach (var role in Gate.People)
        {
            var pages = SiteMap.For(new Viewer("an", "", role.Id) { Rights = role.Rights.ToHashSet() }).Select(p => p.Href).ToArray();
            foreach (var page in pages) Catalogue.Help.Of($"/{page}").At.ShouldBe($"/{page}", role.Id);
            var tour = Catalogue.Help.Tour(role.Id).ShouldNotBeNull(role.Id);
            tour.Steps.ShouldAllBe(s => pages.Contains(s.At), role.Id);
        }
    }

    [Fact]
    public async Task Help_opens_over_its_page_by_a_key_and_a_button_and_is_a_page_without_scripts()
    {
        await using var portal = await TestPortal.Open(("qt", "steward", null));
        var page = await browser.SignIn(portal, "qt");
        await page.GotoAsync("/chat-luong");
        await page.Keyboard.PressAsync("?");
        (await page.Locator("dialog.help-drawer[open]").InnerTextAsync()).ShouldContain("Lỗi trong dữ liệu đã nhận");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("dialog.help-drawer[open]")).ToHaveCountAsync(0);
        await page.ClickAsync("a[data-help]");
        await Assertions.Expect(page.Locator("dialog.help-drawer[open]")).ToHaveCountAsync(1);

        var plain = await browser.SignIn(portal, "qt", scripts: false);
        await plain.GotoAsync("/chat-luong");
        await plain.ClickAsync("a[data-help]");
        (await plain.InnerTextAsync("h1")).ShouldBe("Trợ giúp: Chất lượng dữ liệu");
        (await plain.InnerTextAsync("main")).ShouldContain("Bắt đầu với vai trò Quản trị dữ liệu");
    }

    [Fact]
    public async Task Feedback_tells_route_role_and_filters_but_nobody_and_reaches_the_stewards()
    {
        await using var portal = await TestPortal.Open(("can-bo", "facility-staff", "99001"), ("qt", "steward", null));
        portal.Service<PageState>().Of("/ho-so/123?purpose=quality&period=2026&q=012345678901")
            .ShouldBe(("/ho-so/{Key:long}", "period=2026"));
        using var clerk = await portal.Person("can-bo");
        (await clerk.Submit("/tro-giup?trang=/so-lieu", "/tro-giup/gop-y", ("trang", "/so-lieu?period=2026&facility=012345678901"),
            ("words", "Chữ ở bảng nhỏ quá"))).Headers.Location!.OriginalString.ShouldEndWith("da-gui=1");
        (await clerk.Submit("/tro-giup?trang=/so-lieu", "/tro-giup/gop-y", ("trang", "/so-lieu"), ("words", "gọi 0912 345 678")))
            .Problem()!.ShouldContain("số điện thoại");

        using var steward = await portal.Person("qt");
        var list = WebUtility.HtmlDecode(await steward.GetStringAsync("/quan-tri/gop-y", Stop));
        list.ShouldContain("Chữ ở bảng nhỏ quá");
        list.ShouldContain("/so-lieu?period=2026");
        list.ShouldContain("Cán bộ cơ sở");
        list.ShouldNotContain("can-bo");
        list.ShouldNotContain("012345678901");
    }
}
