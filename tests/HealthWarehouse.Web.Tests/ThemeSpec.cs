using HealthWarehouse.Guard;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

public class ThemeSpec(Browser browser) : IClassFixture<Browser>
{
    private const string Ground = "() => getComputedStyle(document.body).backgroundColor + ' ' + " +
        "getComputedStyle(document.querySelector('main .text-secondary')).color";

    [Fact]
    public async Task A_choice_is_remembered_and_the_device_is_followed_without_one()
    {
        await using var portal = await TestPortal.Open(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien");
        var theme = page.Locator("html");

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.Locator("html[data-bs-theme=dark]").WaitForAsync();
        await page.ClickAsync("button[data-theme-choice=auto]");
        await page.GotoAsync("/bao-cao");
        (await theme.GetAttributeAsync("data-bs-theme")).ShouldBe("light");
        await page.ClickAsync("button[data-theme-choice=light]");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.Locator("html[data-bs-theme=dark]").WaitForAsync();
        await page.ClickAsync("button[data-theme-choice=dark]");
        await page.Locator("html[data-bs-theme=light]").WaitForAsync();
    }

    [Theory, InlineData(ColorScheme.Light), InlineData(ColorScheme.Dark)]
    public async Task Without_script_a_page_looks_as_the_device_asks(ColorScheme scheme)
    {
        await using var portal = await TestPortal.Open(("chuyen-vien", "specialist", null));
        var looks = new List<string>();
        foreach (var scripts in new[] { true, false })
        {
            var page = await browser.SignIn(portal, "chuyen-vien", scripts: scripts);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.GotoAsync("/bao-cao");
            looks.Add(await page.EvaluateAsync<string>(Ground));
            if (!scripts) (await page.Locator("button[data-theme-choice]").IsVisibleAsync()).ShouldBeFalse();
        }
        looks[1].ShouldBe(looks[0]);
    }

    [Theory, InlineData(ColorScheme.Light), InlineData(ColorScheme.Dark)]
    public async Task The_page_before_signing_in_breaks_no_rule_either(ColorScheme scheme)
    {
        await using var portal = await TestPortal.Open(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien", 360);
        await page.Context.ClearCookiesAsync();
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.GotoAsync("/dang-nhap");
        (await Axe.Faults(page)).ShouldBeEmpty();
    }
}
