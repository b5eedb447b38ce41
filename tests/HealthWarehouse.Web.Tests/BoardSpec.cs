using HealthWarehouse.Guard;
using Microsoft.Playwright;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// A board as people see it: figures that lead on whole, words that open whole, charts that speak, and the whole of it on paper.
/// </summary>
public class BoardSpec(Browser browser) : IClassFixture<Browser>
{
    private const string Board = "/bang/kham-chua-benh?period=2026";

    private const string InView = """
        () => [...document.querySelectorAll('details.bubble[open] .bubble-body')].every(b => {
            const r = b.getBoundingClientRect();
            const at = document.elementFromPoint(r.left + r.width / 2, r.top + 8);
            return r.left >= 0 && r.top >= 0 && r.right <= innerWidth && r.bottom <= innerHeight && b.contains(at);
        })
        """;

    [Theory, InlineData(1440, true), InlineData(768, true), InlineData(360, true), InlineData(360, false), InlineData(1440, false)]
    public async Task What_a_figure_means_opens_whole_at_every_width_and_closes_beside_it(int width, bool scripts)
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien", width, scripts);
        await page.GotoAsync(Board);
        var open = page.Locator("details.bubble[open]");

        foreach (var tile in new[] { "outpatient", "inpatient", "insurance" })
        {
            await page.Locator($"[data-tile={tile}] .bubble > summary").ClickAsync();
            (await open.CountAsync()).ShouldBe(1, tile);
            if (scripts) (await page.EvaluateAsync<bool>(InView)).ShouldBeTrue($"{tile} at {width}");
            await page.Mouse.ClickAsync(3, 890);
            (await open.CountAsync()).ShouldBe(0, tile);
        }
        if (!scripts) return;
        await page.Locator("[data-tile=trend] .chart-ways .bubble > summary").ClickAsync();
        (await page.EvaluateAsync<bool>(InView)).ShouldBeTrue($"the definition of a chart at {width}");
        await page.Keyboard.PressAsync("Escape");
        (await open.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Figures_come_first_on_a_phone_and_filters_are_one_button()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        foreach (var scripts in new[] { true, false })
        {
            var page = await browser.SignIn(portal, "chuyen-vien", 360, scripts);
            await page.GotoAsync(Board);
            (await page.Locator("[data-tile=outpatient]").BoundingBoxAsync())!.Y.ShouldBeLessThan(420);
            (await page.Locator("#period").IsVisibleAsync()).ShouldBeFalse();
            await page.Locator(".filters-fold summary").ClickAsync();
            (await page.Locator("#period").IsVisibleAsync()).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task On_a_phone_one_chart_and_one_map_stand_open_and_the_rest_draws_when_its_finding_is_pressed()
    {
        const string drawn = "t => document.querySelector(`[data-tile=${t}] .chart-place svg`)?.getBoundingClientRect().width > 200";
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        foreach (var scripts in new[] { true, false })
        {
            var page = await browser.SignIn(portal, "chuyen-vien", 360, scripts);
            await page.GotoAsync(Board);
            var open = page.Locator(".chart-card .chart-body:visible");
            (await open.CountAsync()).ShouldBe(2);
            (await page.Locator("[data-tile=trend] .chart-body, [data-tile=map] .chart-body").Locator("visible=true").CountAsync())
                .ShouldBe(2);
            var title = await page.Locator("[data-tile=money-trend] h2").TextContentAsync();
            (await page.Locator("[data-tile=money-trend] .card-fold summary").InnerTextAsync()).ShouldBe(title!.Trim());

            await page.Locator("[data-tile=money-trend] .card-fold summary").ClickAsync();
            (await open.CountAsync()).ShouldBe(3);
            if (scripts) await page.WaitForFunctionAsync(drawn, "money-trend");
            else (await page.Locator("[data-tile=money-trend] table").IsVisibleAsync()).ShouldBeTrue();
            if (!scripts) continue;
            using var pdf = PdfDocument.Open(await page.PdfAsync(new() { PreferCSSPageSize = true }));
            var text = Bare(string.Concat(pdf.GetPages().SelectMany(p => p.Letters).Select(l => l.Value)));
            foreach (var words in await page.Locator(".tile h2").AllTextContentsAsync()) text.ShouldContain(Bare(words));
            await page.SetViewportSizeAsync(1440, 900);
            (await page.Locator(".card-fold:visible").CountAsync()).ShouldBe(0);
            (await page.Locator(".chart-card .chart-body:visible").CountAsync()).ShouldBe(await page.Locator(".chart-body").CountAsync());
        }
    }

    [Fact]
    public async Task A_filter_of_a_value_there_is_not_is_told_and_only_what_has_a_target_has_a_status()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        using var person = await portal.Person("chuyen-vien");
        foreach (var path in new[] { $"{Board}&sex=9", "/bang/kham-chua-benh/o/trend?period=2026&sex=9" })
            System.Net.WebUtility.HtmlDecode(await person.GetStringAsync(path, TestContext.Current.CancellationToken))
                .ShouldContain("'9' không phải là giá trị của Giới tính. Có: ");
        (await person.GetAsync("/api/v1/dashboards/kham-chua-benh?period=2026&sex=9", TestContext.Current.CancellationToken))
            .StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);

        var page = await browser.SignIn(portal, "chuyen-vien");
        await page.GotoAsync(Board);
        (await page.Locator("[data-tile=outpatient] .status-mark").GetAttributeAsync("aria-label")).ShouldBe("không có mục tiêu");
        (await page.Locator("[data-tile=occupancy] .key-foot").InnerTextAsync())
            .ShouldStartWith("Mục tiêu 80–85% (WHO, OECD; chưa xác nhận) · ");
        (await page.Locator("[data-tile=occupancy] .status-mark").GetAttributeAsync("aria-label"))
            .ShouldBeOneOf("đạt", "cần chú ý", "không đạt");
        await page.Locator("[data-tile=occupancy-trend]").ScrollIntoViewIfNeededAsync();
        await page.Locator("[data-tile=occupancy-trend] .chart-place svg").WaitForAsync();
        (await page.Locator("[data-tile=occupancy-trend] .chart-place").GetAttributeAsync("aria-label"))!
            .ShouldContain("mục tiêu 80–85%, chưa xác nhận");
    }

    [Fact]
    public async Task A_chart_speaks_its_finding_and_every_series_and_says_what_it_leaves_out()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien");
        await page.GotoAsync(Board);
        var trend = page.Locator("[data-tile=trend] .chart-place");
        await trend.Locator("svg").WaitForAsync();
        foreach (var chart in await page.Locator("[data-chart]").AllAsync())
        {
            await chart.ScrollIntoViewIfNeededAsync();
            await chart.Locator(".chart-place[aria-label] svg").WaitForAsync();
        }

        (await trend.GetAttributeAsync("aria-label"))!.ShouldMatch(@"^Biểu đồ: .+\. .+: T\d\d/\d\d .+ cao nhất T\d\d/\d\d .+; .+\.$");
        (await page.Locator(".tiles .chart-place[aria-label], .tiles .bar-list, .tiles .map, .tiles .multiples, .tiles .table-scroll")
            .CountAsync())
            .ShouldBe(await page.Locator(".tiles .chart-body").CountAsync());
    }

    [Fact]
    public async Task The_whole_board_is_printed_with_every_tile_and_no_words_over_others()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien");
        await page.GotoAsync($"{Board}&sex=2");
        await page.Locator(".chart-place svg").First.WaitForAsync();
        var titles = await page.Locator(".tile h2").AllInnerTextsAsync();
        titles.Count.ShouldBeGreaterThanOrEqualTo(20);
        var heads = await page.Locator(".tile .chart-head").AllInnerTextsAsync();

        var file = await page.PdfAsync(new() { PreferCSSPageSize = true });
        Directory.CreateDirectory(HealthWarehouse.Tests.Repo.File("artifacts/paper"));
        await File.WriteAllBytesAsync(HealthWarehouse.Tests.Repo.File("artifacts/paper/board.pdf"), file,
            TestContext.Current.CancellationToken);
        using var pdf = PdfDocument.Open(file);
        pdf.GetPage(1).Width.ShouldBe(595, 2);
        pdf.GetPage(1).Height.ShouldBe(842, 2);
        var pages = pdf.GetPages().Select(p => p.GetWords().ToArray()).ToArray();

        // As the letters were drawn, tile by tile: words of neighbouring columns do not come between.
        var text = Bare(string.Concat(pdf.GetPages().SelectMany(p => p.Letters).Select(l => l.Value)));
        foreach (var title in titles) text.ShouldContain(Bare(title), customMessage: title);
        for (var i = 1; i <= pages.Length; i++) text.ShouldContain($"Trang{i}/{pages.Length}");

        // A title stays with the line below it.
        var sheets = pdf.GetPages().Select(p => Bare(string.Concat(p.Letters.Select(l => l.Value)))).ToArray();
        foreach (var head in heads) sheets.ShouldContain(s => s.Contains(Bare(head), StringComparison.Ordinal), head);

        // A paper of the agency: letterhead and line of filters first, who printed on every page, places to sign on the last.
        var texts = pages.Select(p => string.Join(' ', p.Select(w => w.Text))).ToArray();
        foreach (var words in new[] { "ỦY BAN NHÂN DÂN TỈNH AN BÌNH", "SỞ Y TẾ TỈNH AN BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc", "HOẠT ĐỘNG KHÁM, CHỮA BỆNH", "Năm 2026 · Toàn tỉnh · Giới tính: Nữ" })
            texts[0].ShouldContain(words);
        foreach (var (words, i) in texts.Select((t, i) => (t, i)))
        {
            words.Split("· in lúc").Length.ShouldBe(2, $"the foot, once on page {i + 1}");
            words.ShouldContain("Kho Y tế An Bình · Hoạt động khám, chữa bệnh · in lúc");
        }
        texts[^1].ShouldContain("NGƯỜI LẬP BIỂU");
        texts[^1].ShouldContain("GIÁM ĐỐC");
        foreach (var words in pages) Overlaps(words).ShouldBeEmpty();

        // Charts nobody scrolled to are drawn for the paper.
        (await page.Locator(".chart-place svg").CountAsync()).ShouldBe(await page.Locator("[data-chart]").CountAsync());
    }

    private static string Bare(string text) => new([.. text.Normalize().Where(c => !char.IsWhiteSpace(c))]);

    /// <summary>Pairs of words whose boxes cover a part of one another that is more than the touch of two lines.</summary>
    private static IEnumerable<string> Overlaps(Word[] words)
    {
        const double touch = 1.5;
        var sorted = words.Where(w => w.Text.Trim().Length > 0).OrderBy(w => w.BoundingBox.Left).ToArray();
        for (var i = 0; i < sorted.Length; i++)
            for (var k = i + 1; k < sorted.Length && sorted[k].BoundingBox.Left < sorted[i].BoundingBox.Right - touch; k++)
            {
                var (a, b) = (sorted[i].BoundingBox, sorted[k].BoundingBox);
                if (Math.Min(a.Top, b.Top) - Math.Max(a.Bottom, b.Bottom) > touch) yield return $"{sorted[i].Text} / {sorted[k].Text}";
            }
    }
}
