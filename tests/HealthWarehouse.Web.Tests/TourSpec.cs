using HealthWarehouse.Tests;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// The house walked as each role does, by clicking through the menu at a desk and on a phone, light and dark; a picture of each first page
/// is left in artifacts/tour for docs/tour.md.
/// </summary>
public sealed class TourSpec(Browser browser, TourSpec.Town town) : IClassFixture<Browser>, IClassFixture<TourSpec.Town>
{
    internal static readonly (string User, string Role, string? Facilities)[] People =
    [
        ("lanh-dao", "leader", null), ("chuyen-vien", "specialist", null), ("du-lieu", "steward", null),
        ("benh-vien", "facility-staff", "99001"), ("lanh-dao-bv", "facility-leader", "99001"), ("he-thong", "administrator", null),
        ("bao-ve-du-lieu", "privacy-officer", null), ("an-toan", "security-officer", null),
        ("so-khac", "outside-reader", null),
    ];

    /// <summary>One portal with the stays of the mimic messages for all walks; who needs it has a second step.</summary>
    public sealed class Town : IAsyncLifetime
    {
        internal TestPortal Portal { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Portal = await TestPortal.OpenWithMimic(People);

        public async ValueTask DisposeAsync() => await Portal.DisposeAsync();
    }

    public static TheoryData<string, int, string> Walks()
    {
        var walks = new TheoryData<string, int, string>();
        foreach (var (user, _, _) in People)
            foreach (var (width, theme) in new[] { (1440, "light"), (360, "dark"), (1440, "dark"), (360, "light") }
                .Take(Scale.Full ? 4 : user is "lanh-dao" or "benh-vien" ? 2 : 1))
                walks.Add(user, width, theme);
        return walks;
    }

    [Theory, MemberData(nameof(Walks))]
    public async Task Every_page_of_the_menu_opens_by_a_click_and_fits(string user, int width, string theme)
    {
        var errors = new List<string>();
        var page = await Enter(browser, town.Portal, user, width, theme, errors);
        (await page.Locator("h1").CountAsync()).ShouldBe(1);
        await Picture(page, $"{user}-{width}-{theme}");
        errors.AddRange(await Axe.Faults(page));

        for (var n = 0; n < await page.Locator(".menu-link").CountAsync(); n++)
        {
            if (width < 992) await page.ClickAsync(".menu summary");
            var link = page.Locator(".menu-link").Nth(n);
            var (name, href) = ((await link.InnerTextAsync()).Trim(), await link.GetAttributeAsync("href"));
            await link.ClickAsync();
            await page.Arrives(url => new Uri(url).AbsolutePath.Trim('/') == href);
            (await page.Locator("h1").CountAsync()).ShouldBe(1, name);
            (await page.TitleAsync()).ShouldNotContain("sự cố", customMessage: name);
            foreach (var letters in new[] { 150, 100 })
                if (!await page.EvaluateAsync<bool>(PagesSpec.WithLetters, letters))
                    errors.Add($"{name} is wider than {width} at {letters}%");
        }
        errors.ShouldBeEmpty(string.Join('\n', errors));
    }

    /// <summary>Somebody signs in, with a second step where the role needs it, and stands at the first page in a theme.</summary>
    internal static async Task<IPage> Enter(Browser browser, TestPortal portal, string user, int width, string theme, List<string> errors)
    {
        var needsTwo = People.First(p => p.User == user).Role is "administrator" or "security-officer" or "privacy-officer";
        var key = needsTwo ? await portal.SwitchTwoStepsOn(user) : null;
        var page = await browser.SignIn(portal, user, width, errors: errors, key: key);
        await page.EvaluateAsync($"localStorage.setItem('theme', '{theme}')");
        await page.GotoAsync("/");
        return page;
    }

    internal static Task Picture(IPage page, string name) => page.ScreenshotAsync(new()
    {
        Path = Path.Combine(Directory.CreateDirectory(Repo.File("artifacts/tour")).FullName, $"{name}.png"), FullPage = true,
    });
}
