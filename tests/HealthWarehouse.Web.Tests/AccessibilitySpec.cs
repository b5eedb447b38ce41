using HealthWarehouse.Guard;
using HealthWarehouse.Tests;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

/// <summary>Every page by the rules of axe, light and dark, on a phone and a desk; pictures of all of them are left in artifacts/screenshots.</summary>
public class AccessibilitySpec(Browser browser) : IClassFixture<Browser>
{
    private const string Axe = """
        async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
            .violations.flatMap(v => v.nodes.slice(0, 3).map(n => v.id + ': ' + n.target.join(' ') + ' – ' + (n.any[0]?.message ?? v.help)))
        """;

    [Theory, InlineData(360, "light"), InlineData(1440, "light"), InlineData(1440, "dark")]
    public async Task No_page_breaks_a_rule(int width, string theme)
    {
        var source = Repo.File("src/HealthWarehouse.Web/Client/node_modules/axe-core/axe.min.js");
        Assert.SkipUnless(File.Exists(source), "Chưa có axe-core: chạy ./do test, nó cài giúp.");
        await using var portal = await TestPortal.Open(("quan-tri", Role.Steward, null));
        await portal.LoadMimic();
        var page = await browser.SignIn(portal, "quan-tri", width);
        var pictures = Directory.CreateDirectory(Repo.File("artifacts/screenshots")).FullName;
        var script = await File.ReadAllTextAsync(source, TestContext.Current.CancellationToken);
        await page.EvaluateAsync($"localStorage.setItem('theme', '{theme}')");

        var faults = new List<string>();
        foreach (var path in PagesSpec.Pages)
        {
            await page.GotoAsync(path);
            await page.EvaluateAsync(script);
            faults.AddRange((await page.EvaluateAsync<string[]>(Axe)).Select(f => $"{path} {f}"));
            await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"{width}-{theme}-{path.Trim('/').Replace('/', '-').Replace('?', '-').Replace('&', '-').Replace('=', '-')}.png"), FullPage = true });
        }

        faults.ShouldBeEmpty();
    }
}
