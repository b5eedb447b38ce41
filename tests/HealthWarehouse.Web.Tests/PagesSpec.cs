using HealthWarehouse.Guard;
using HealthWarehouse.Tests;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Every page, on a phone, a tablet and a desk, light and dark: it answers, fits the width, breaks no rule of accessibility, and no script
/// or policy complains.
/// </summary>
public class PagesSpec(Browser browser) : IClassFixture<Browser>
{
    private static readonly string[] Pages =
    [
        "/", "/tim?q=benh", "/gui", "/tiep-nhan", "/tiep-nhan?state=Queued", "/chat-luong",
            "/chat-luong/quy-tac/R05-required", "/bao-cao",
            "/bao-cao/b14?period=2026", "/bao-cao/b14?period=2026-99", "/bao-cao/b9?period=2026", "/bang",
            "/bang/kham-chua-benh?period=2026", "/bang/kham-chua-benh?period=2026&sex=2&kiosk=true", "/bang/day-du?period=2026",
            "/bang-soan", "/bang-soan?code=kham-chua-benh",
        "/so-lieu", "/so-lieu?measure=encounters,average_stay&by=facility&period=2026&compare=last-year",
            "/so-lieu?measure=encounters&by=facility&by=month&period=2026", "/so-lieu?measure=encounters&by=commune&period=2026",
            "/so-lieu?measure=khong_co",
        "/so-lieu/dot?measure=inpatient_cases&period=2026&purpose=report-check", "/chi-so", "/chi-so/bed_occupancy", "/danh-muc",
            "/dang-mo",
        "/danh-muc/icd10?q=vi%C3%AAm", "/danh-muc/nhap", "/danh-muc/dia-gioi?province=99", "/danh-muc/dia-gioi?tree=2004&province=99",
            "/nguon-du-lieu", "/nguon-du-lieu/claims", "/nguon-du-lieu/practitioners",
            "/tu-dien", "/tu-dien/claims/XML1", "/tu-dien/practitioners/practitioners_main",
            "/quan-tri/noi-gui", "/quan-tri/noi-gui/his", "/quan-tri/noi-gui/khoyte/kieu-cu",
            "/tai-khoan", "/quan-tri/ngon-ngu-hinh",
    ];

    /// <summary>Whether a page fits with letters of a size.</summary>
    internal const string WithLetters =
        "size => { document.documentElement.dataset.letters = size; return document.documentElement.scrollWidth <= innerWidth; }";

    /// <summary>
    /// A picture of every page is left in artifacts/screenshots, to be looked at, but for the tablet's; axe looks at each template in
    /// either theme, with KHOYTE_TESTS=full at every page.
    /// </summary>
    [Theory, InlineData(360, "light", true), InlineData(768, "light", false), InlineData(1440, "dark", true)]
    public async Task Pages_answer_fit_break_no_rule_of_axe_and_do_not_complain(int width, string theme, bool rules)
    {
        await using var portal = await TestPortal.OpenWithMimic(("quan-tri", "steward", null));
        await portal.House.Senders.Add("his", "Phần mềm của cơ sở", "99001");
        var errors = new List<string>();
        var page = await browser.SignIn(portal, "quan-tri", width, errors: errors);
        var pictures = Directory.CreateDirectory(Repo.File("artifacts/screenshots")).FullName;
        await page.EvaluateAsync($"localStorage.setItem('theme', '{theme}')");
        var templates = new HashSet<string>();

        foreach (var path in Pages)
        {
            (await page.GotoAsync(path))!.Status.ShouldBe(200, path);
            (await page.Locator("h1").CountAsync()).ShouldBe(1, path);
            foreach (var letters in new[] { 150, 100 })
                if (!await page.EvaluateAsync<bool>(WithLetters, letters)) errors.Add($"{path} is wider than {width} at {letters}%");
            if (rules && (Scale.Full || templates.Add(path.Split('?')[0])))
                errors.AddRange((await Axe.Faults(page)).Select(fault => $"{path} {fault}"));
            if (rules)
                await page.ScreenshotAsync(new() { Path = Path.Combine(pictures,
                    $"{width}-{theme}-{string.Join('-', path.Split(['/', '?', '&', '='], StringSplitOptions.RemoveEmptyEntries))}.png"),
                    FullPage = true });
        }
        errors.ShouldBeEmpty(string.Join('\n', errors));
    }

    [Fact]
    public async Task An_official_list_is_looked_at_first_and_imported_on_a_second_word()
    {
        await using var portal = await TestPortal.Open(("quan-tri", "steward", null));
        var page = await browser.SignIn(portal, "quan-tri", scripts: false);

        await page.GotoAsync("/danh-muc/nhap");
        await page.SetInputFilesAsync("#file", Repo.Shared("data/icd10/A4_2.csv"));
        await page.GetByText("Xem trước").ClickAsync();
        (await page.InnerTextAsync("main")).ShouldContain("chưa có gì được ghi");
        portal.House.Lists.History.ShouldBeEmpty();
        await page.GetByText("Nhập vào kho").ClickAsync();
        (await page.InnerTextAsync("main")).ShouldContain("Đã nhập");

        portal.House.Lists.History.Select(h => h.Source).ShouldBe(["icd10-4469-flags/A4.2"]);
        (await portal.House.Warehouse.QueryText<long>("select count(*) from dim.icd10_flag where flag = 'male-only'")).ShouldBe([112]);
        (await portal.House.Operations.QueryText<string>("select account from audit where action = 'list-import'")).ShouldBe(["quan-tri"]);
    }

    [Fact]
    public async Task A_file_that_is_no_list_is_refused_in_words()
    {
        await using var portal = await TestPortal.Open(("quan-tri", "steward", null));
        var page = await browser.SignIn(portal, "quan-tri");

        await page.GotoAsync("/danh-muc/nhap");
        await page.SetInputFilesAsync("#file",
            new FilePayload { Name = "anh.csv", MimeType = "text/csv", Buffer = "xin chào"u8.ToArray() });
        await page.GetByText("Xem trước").ClickAsync();

        (await page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldNotBeNullOrWhiteSpace();
        (await page.GetByText("Nhập vào kho").CountAsync()).ShouldBe(0);
    }
}
