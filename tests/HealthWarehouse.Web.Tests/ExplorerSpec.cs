using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HealthWarehouse.Tests;
using MiniExcelLibs;
using Microsoft.Playwright;
using Parquet;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// The page of figures by clicking: measures, splits, filters and places chosen by name, with and without script; what was asked stands in
/// the title and in every file; what means nothing is told in words.
/// </summary>
public class ExplorerSpec(Browser browser) : IClassFixture<Browser>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory, InlineData(1440), InlineData(360)]
    public async Task A_question_is_put_together_by_clicking_and_taken_apart_again(int width)
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        var errors = new List<string>();
        var page = await browser.SignIn(portal, "chuyen-vien", width, errors: errors);
        errors.Clear();
        await page.GotoAsync("/so-lieu?period=2019-01~2026-12");

        await Choose("them", "dieu tri noi tru", "Lượt điều trị nội trú");
        await Opened();
        await page.SelectOptionAsync("#by0", "facility");
        await page.Arrives(url => url.Contains("by=facility", StringComparison.Ordinal));
        await Opened();
        await page.GetByText("Thêm bộ lọc").ClickAsync();
        await page.SelectOptionAsync("#loc-sex", "2");
        await page.Arrives(url => url.Contains("loc.sex=2", StringComparison.Ordinal));
        (await page.InnerTextAsync("h1")).ShouldEndWith("theo cơ sở");
        (await page.InnerTextAsync(".page-header p")).ShouldContain("Giới tính: Nữ");
        await Opened();
        await page.GetByText("Thêm bộ lọc").ClickAsync();
        await Choose("loc-icd", "dien giai", "E87 ");
        var women = await Sum();
        women.ShouldBeGreaterThan(0);
        (await page.InnerTextAsync(".page-header p")).ShouldContain("Bệnh chính");
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
        (await Axe.Faults(page)).ShouldBeEmpty();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Directory.CreateDirectory(Repo.File("artifacts/screenshots")).FullName,
            $"explorer-{width}.png"), FullPage = true });

        await Opened();
        await page.GetByLabel("Bỏ Giới tính: Nữ").ClickAsync();
        await page.Arrives(url => !url.Contains("sex", StringComparison.Ordinal));
        (await Sum()).ShouldBeGreaterThanOrEqualTo(women);
        errors.ShouldBeEmpty();

        async Task Opened()
        {
            if (width < 700) await page.ClickAsync(".filters-fold summary");
        }

        async Task Choose(string field, string letters, string words)
        {
            if (field == "them") await Opened();
            await page.Locator($"#{field}").PressSequentiallyAsync(letters);
            await page.Locator($"#{field}-choices li").Filter(new() { HasText = words }).First.ClickAsync();
            await page.Arrives(url => url.Contains($"{(field == "them" ? "them" : "loc.icd")}=", StringComparison.Ordinal));
        }

        async Task<decimal> Sum() => (await page.Locator("table.figures tbody td[data-value]").EvaluateAllAsync<decimal[]>(
            "cells => cells.map(c => Number(c.dataset.value))")).Sum();
    }

    [Fact]
    public async Task Without_script_names_do_what_codes_do()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien", scripts: false);
        await page.GotoAsync("/so-lieu?period=2026");

        await page.FillAsync("#them", "Lượt khám bệnh, chữa bệnh");
        await page.FillAsync("#org", "bệnh viện đa khoa tỉnh an bình");
        await page.FillAsync("#from", "2026-01");
        await page.FillAsync("#to", "2026-12");
        await page.ClickAsync("form[action=so-lieu] button[type=submit]");

        (await page.InnerTextAsync("h1")).ShouldBe("Lượt khám bệnh, chữa bệnh");
        (await page.InnerTextAsync(".page-header p")).ShouldContain("Bệnh viện Đa khoa tỉnh An Bình");
        var shown = await page.InnerTextAsync("table.figures tfoot td");
        await page.SelectOptionAsync("#period", "2026-01");
        await page.ClickAsync("form[action=so-lieu] button[type=submit]");
        (await page.InnerTextAsync(".page-header p"))
            .ShouldStartWith("Tháng 1 năm 2026", Case.Sensitive, "a period chosen over months wins");
        await page.GotoAsync("/so-lieu?measure=encounters&org=99001&period=2026");
        (await page.InnerTextAsync("table.figures tfoot td")).ShouldBe(shown);
        shown.Trim().ShouldNotBe("0");
    }

    [Theory]
    [InlineData("measure=encounters&where=sex=9", "'9' không phải là giá trị của Giới tính. Có: 1 (Nam), 2 (Nữ)")]
    [InlineData("measure=encounters&where=icd=XYZ", "'XYZ' không phải là giá trị của Bệnh chính")]
    [InlineData("measure=encounters&by=mau", "Không có chiều 'mau'")]
    [InlineData("measure=encounters&sort=gia", "sort phải là")]
    public async Task A_value_there_is_not_is_told_and_not_answered_by_zero(string asked, string words)
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        using var person = await portal.Person("chuyen-vien");

        using var refused = await person.GetAsync($"/api/v1/query?{asked}&period=2026", Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("detail").GetString()!.ShouldContain(words);
        WebUtility.HtmlDecode(await person.GetStringAsync($"/so-lieu?{asked}&period=2026", Stop)).ShouldContain(words);
    }

    [Fact]
    public async Task Names_are_found_by_part_and_without_accents_and_what_is_many_is_asked_back()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null),
            ("can-bo", "facility-staff", "99010"));
        using var person = await portal.Person("chuyen-vien");
        using var clerk = await portal.Person("can-bo");

        (await Found(person, "icd", "sot xuat huyet")).ShouldContain(n => n.Contains("xuất huyết", StringComparison.OrdinalIgnoreCase));
        (await Found(person, "icd", "J18")).ShouldAllBe(n => n.StartsWith("J18", StringComparison.Ordinal));
        (await Found(person, "category", "J18")).Single().ShouldStartWith("J18 ");
        (await Found(person, "facility", "da khoa tinh")).ShouldContain("Bệnh viện Đa khoa tỉnh An Bình (99001)");
        (await Found(clerk, "facility", "")).ShouldAllBe(n => n.EndsWith("(99010)", StringComparison.Ordinal));
        (await Found(person, "measures", "noi tru")).Take(6).ShouldContain("Lượt điều trị nội trú");
        var page = WebUtility.HtmlDecode(await person.GetStringAsync("/so-lieu?measure=encounters&period=2026&loc.icd=vi%C3%AAm", Stop));
        page.ShouldContain("'viêm' có thể là: ");

        async Task<string[]> Found(HttpClient client, string of, string q) =>
            [.. (await client.GetFromJsonAsync<JsonElement>($"/api/v1/search/choices?of={of}&q={q}", Stop)).EnumerateArray()
                .Select(c => c.GetProperty("name").GetString()!)];
    }

    [Fact]
    public async Task What_is_not_among_the_largest_stands_together_and_the_whole_is_the_whole()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        using var person = await portal.Person("chuyen-vien");

        var all = await Json("measure=encounters,people_seen&by=facility");
        var few = await Json("measure=encounters,people_seen&by=facility&top=2&rest=true");
        var rows = few.GetProperty("rows").EnumerateArray().ToArray();

        rows.Length.ShouldBe(3);
        rows[2].GetProperty("keys")[0].GetProperty("code").GetString().ShouldBe("*");
        rows.Sum(r => Value(r, 0)).ShouldBe(Value(all.GetProperty("total"), 0));
        rows.Sum(r => r.GetProperty("shares")[0].GetDecimal()).ShouldBe(100m, 0.001m);
        string[] rest = [.. all.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("keys")[0].GetProperty("code").GetString()!)
            .Except(rows.Select(r => r.GetProperty("keys")[0].GetProperty("code").GetString()!))];
        var asked = await Json($"measure=people_seen&where=facility={string.Join(';', rest)}");
        Value(rows[2], 1).ShouldBe(Value(asked.GetProperty("total"), 0), "people are counted once, however many places they went to");
        var page = await person.GetStringAsync("/so-lieu?measure=encounters&by=facility&period=2026&top=2&rest=true", Stop);
        page.ShouldNotContain("where=facility%3D%2A", Case.Insensitive, "nobody can list what stands for the rest");

        async Task<JsonElement> Json(string asked) =>
            await person.GetFromJsonAsync<JsonElement>($"/api/v1/query?{asked}&period=2026", Stop);

        static decimal Value(JsonElement row, int i) => row.GetProperty("values")[i].GetDecimal();
    }

    [Fact]
    public async Task Rows_stand_as_asked_on_the_page_and_in_files()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        using var person = await portal.Person("chuyen-vien");

        var up = await Values("value");
        up.Length.ShouldBeGreaterThan(2);
        up.ShouldBe(up.Order());
        (await Values("-value")).ShouldBe(up.OrderDescending());
        var names = (await Lines("&sort=name")).Skip(1).Select(l => l.Split("\",\"")[1]).ToArray();
        names.ShouldBe(names.Order(StringComparer.Create(CultureInfo.GetCultureInfo("vi-VN"), true)));

        async Task<decimal[]> Values(string sort) => [.. (await Lines($"&sort={sort}")).Skip(1)
            .Select(l => decimal.Parse(l.Split(',')[^1].Trim('"'), CultureInfo.InvariantCulture))];

        async Task<string[]> Lines(string more) =>
            (await person.GetStringAsync($"/api/v1/query?measure=encounters&by=facility&period=2026{more}&format=csv", Stop))
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public async Task Every_file_says_what_was_asked_and_is_long_or_wide_by_choice()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        using var person = await portal.Person("chuyen-vien");
        const string question = "/api/v1/query?measure=encounters&by=age_band,sex&where=insured=1&period=2026";
        const string words = "Bảo hiểm y tế: Có BHYT";

        var answer = await person.GetFromJsonAsync<JsonElement>(question, Stop);
        var total = answer.GetProperty("total").GetProperty("values")[0].GetDecimal();
        answer.GetProperty("asked").GetString()!.ShouldContain(words);
        // A rate whose denominator cannot be split so says that; behind a figure names stand for codes, and a value there is not is told.
        WebUtility.HtmlDecode(await person.GetStringAsync("/so-lieu?measure=bed_occupancy&by=commune&period=2026", Stop))
            .ShouldContain("không có theo chiều này");
        const string Behind = "/so-lieu/dot?measure=encounters&period=2026&purpose=report-check&where=sex%3D";
        WebUtility.HtmlDecode(await person.GetStringAsync($"{Behind}1", Stop)).ShouldContain("Giới tính: Nam");
        WebUtility.HtmlDecode(await person.GetStringAsync($"{Behind}9", Stop)).ShouldContain("'9' không phải là giá trị");
        var csv = (await person.GetStringAsync($"{question}&format=csv&heads=both&shape=wide", Stop)).TrimStart('\uFEFF').Split("\r\n");
        csv[0].ShouldContain(words);
        csv[1].ShouldBe("\"Mã nhóm tuổi\",\"Nhóm tuổi\",\"Nam\",\"Nữ\",\"Cộng\"");
        csv[2].ShouldBe("\"age_band\",\"age_band_name\",\"1\",\"2\",\"total\"");
        csv.Skip(3).Where(l => l.Length > 0)
            .Sum(l => decimal.Parse(l.Split(',')[^1].Trim('"'), CultureInfo.InvariantCulture)).ShouldBe(total);
        csv.ShouldContain(l => l.StartsWith("\"'50-59\",", StringComparison.Ordinal));
        (await person.GetStringAsync($"{question}&format=csv", Stop)).TrimStart('\uFEFF')
            .ShouldStartWith("\"age_band\",\"age_band_name\",\"sex\",\"sex_name\",\"encounters\"\r\n");
        (await person.GetStringAsync($"{question}&format=csv", Stop))
            .ShouldContain("\r\n\"50-59\",", Case.Sensitive, "programs read codes as they are");

        var bytes = await person.GetByteArrayAsync($"{question}&format=xlsx&shape=wide", Stop);
        using var xlsx = new MemoryStream(bytes);
        var rows = xlsx.Query(useHeaderRow: true, startCell: "A6").Select(r => (IDictionary<string, object>)r).ToArray();
        rows.Sum(r => Convert.ToDecimal(r["total"], CultureInfo.InvariantCulture)).ShouldBe(total);
        rows.ShouldContain(r => (r["age_band"] as string) == "50-59");
        await using (var zip = new ZipArchive(new MemoryStream(bytes)))
        using (var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open()))
            (await sheet.ReadToEndAsync(Stop)).ShouldContain(words);
        using var parquet = new MemoryStream(await person.GetByteArrayAsync($"{question}&format=parquet", Stop));
        await using var reader = await ParquetReader.CreateAsync(parquet, cancellationToken: Stop);
        reader.CustomMetadata["asked"].ShouldContain(words);

        var page = await browser.SignIn(portal, "chuyen-vien");
        await page.GotoAsync(question.Replace("/api/v1/query", "/so-lieu", StringComparison.Ordinal));
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        (await page.Locator(".page-header p").IsVisibleAsync()).ShouldBeTrue();
        (await page.InnerTextAsync(".page-header p")).ShouldContain(words);
        (await page.Locator("form[action=so-lieu]").IsVisibleAsync()).ShouldBeFalse();
        var download = await page.RunAndWaitForDownloadAsync(async () =>
        {
            await page.EmulateMediaAsync(new() { Media = Media.Screen });
            await page.GetByText("CSV", new() { Exact = true }).ClickAsync();
        });
        (await File.ReadAllTextAsync(await download.PathAsync(), Stop)).ShouldContain("\"Mã nhóm tuổi\",\"Nhóm tuổi\",\"Nam\",\"Nữ\"");
    }

    [Theory]
    [InlineData("by=month", "Bảng,Thanh,Đường", "Đường")]
    [InlineData("by=facility", "Bảng,Thanh", "Thanh")]
    [InlineData("by=commune", "Bảng,Thanh,Bản đồ", "Bản đồ")]
    [InlineData("by=facility,month", "Đường nhỏ,Thanh,Bảng", "Bảng")]
    public async Task Ways_to_draw_are_those_that_fit(string asked, string ways, string first)
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien", scripts: false);
        await page.GotoAsync($"/so-lieu?measure=encounters&period=2026&{asked}");

        (await page.Locator(".looks a").AllInnerTextsAsync()).ShouldBe(ways.Split(','));
        (await page.InnerTextAsync(".looks [aria-current]")).ShouldBe(first);
        await page.Locator(".looks").GetByText("Thanh").ClickAsync();
        (await page.InnerTextAsync(".looks [aria-current]")).ShouldBe("Thanh");
        (await page.Locator(".bar-list li").CountAsync()).ShouldBeGreaterThan(0);
        (await page.Locator("table.figures").CountAsync()).ShouldBe(1);
    }
}
