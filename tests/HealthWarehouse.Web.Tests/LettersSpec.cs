using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Who reads badly has larger letters on every page, on every device, kept with the account; PagesSpec sees that every page fits with them.
/// </summary>
public sealed class LettersSpec(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_size_chosen_once_holds_for_every_page_and_device_of_its_account_and_for_nobody_else()
    {
        await using var portal = await TestPortal.Open(("an", "specialist", null), ("binh", "specialist", null));
        var page = await browser.SignIn(portal, "an", scripts: false);
        (await Sizes(page)).ShouldBe(("14px", "22px"));
        await page.GotoAsync("/tai-khoan");
        await page.ClickAsync("button[value='150']");
        new Uri(page.Url).AbsolutePath.ShouldBe("/tai-khoan");
        (await page.GetAttributeAsync("button[value='150']", "aria-pressed")).ShouldBe("true");
        await page.GotoAsync("/bang");
        (await Sizes(page)).ShouldBe(("21px", "33px"));

        var phone = await browser.SignIn(portal, "an", 360);
        (await Sizes(phone)).ShouldBe(("21px", "33px"));
        (await Sizes(await browser.SignIn(portal, "binh"))).ShouldBe(("14px", "22px"));

        await phone.GotoAsync("/chat-luong");
        await phone.ClickAsync("a[data-help]");
        await phone.ClickAsync("dialog.help-drawer button[value='90']");
        await phone.Arrives(url => url.EndsWith("/chat-luong", StringComparison.Ordinal));
        await Assertions.Expect(phone.Locator("html")).ToHaveAttributeAsync("data-letters", "90");
        (await Sizes(phone)).ShouldBe(("12.6px", "19.8px"));
        await phone.EmulateMediaAsync(new() { Media = Media.Print });
        (await phone.EvaluateAsync<string>("getComputedStyle(document.documentElement).fontSize")).ShouldBe("16px", "paper is as ever");
    }

    [Fact]
    public async Task A_size_that_is_not_offered_is_refused()
    {
        await using var portal = await TestPortal.Open(("an", "specialist", null));
        using var an = await portal.Person("an");
        (await an.Submit("/tai-khoan", "/tai-khoan/co-chu", ("size", "400"), ("trang", "/"))).Problem()!.ShouldContain("Không có cỡ chữ");
        (await portal.House.Operations.QueryText<long>("select letters from account")).ShouldBe([100]);
    }

    private static async Task<(string Body, string Title)> Sizes(IPage page) =>
        (await page.EvaluateAsync<string>("getComputedStyle(document.body).fontSize"),
            await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('h1')).fontSize"));
}
