using HealthWarehouse.Guard;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

public class PaletteSpec(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Ctrl_K_finds_by_a_name_without_accents_and_Enter_goes_there()
    {
        await using var portal = await TestPortal.Open(("chuyen-vien", Role.Specialist, null));
        var errors = new List<string>();
        var page = await browser.SignIn(portal, "chuyen-vien", errors: errors);

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("cong suat giuong");
        await page.Locator(".palette li[aria-selected=true]", new() { HasText = "Công suất sử dụng giường" }).WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => url.Contains("measure=bed_occupancy", StringComparison.Ordinal));
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_script_a_page_finds_the_same_and_a_clerk_only_the_own_facility()
    {
        await using var portal = await TestPortal.Open(("can-bo", Role.FacilityStaff, "99010"));
        var page = await browser.SignIn(portal, "can-bo", scripts: false);

        await page.FillAsync("form[data-palette] input", "trung tam y te");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => url.Contains("/tim?q=", StringComparison.Ordinal));

        (await page.Locator("main .list-group-item", new() { HasText = "Cơ sở" }).AllInnerTextsAsync()).ShouldAllBe(t => t.Contains("99010", StringComparison.Ordinal));
    }
}
