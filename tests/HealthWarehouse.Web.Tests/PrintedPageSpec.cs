using HealthWarehouse.Catalogue;
using HealthWarehouse.Report;
using HealthWarehouse.Tests;
using UglyToad.PdfPig;

namespace HealthWarehouse.Web.Tests;

/// <summary>A form printed from the browser is the form: letterhead, a head on each page, one sum, signatures.</summary>
public class PrintedPageSpec(Browser browser) : IClassFixture<Browser>
{
    private static readonly CatalogueFiles Declared = CatalogueFiles.Load(Repo.File("catalogue"));

    [Theory, InlineData("b9", 1), InlineData("b14", 4)]
    public async Task The_page_of_a_form_prints_as_the_form(string form, int pages)
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien");
        await page.GotoAsync($"/bao-cao/{form}?period=2026&all=true");
        var file = await page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true });
        Directory.CreateDirectory(Repo.File("artifacts/paper"));
        await File.WriteAllBytesAsync(Repo.File($"artifacts/paper/{form}.pdf"), file, TestContext.Current.CancellationToken);
        using var paper = PdfDocument.Open(file);
        var texts = paper.GetPages().Select(PaperReading.Text).ToArray();
        var sums = ReportColumns.Grid(Declared.Reports[form]).Count(c => c.Title == "Tổng số");

        PaperReading.Faults(paper).ShouldBeEmpty();
        paper.GetPage(1).Width.ShouldBe(1190.55, 1.5);
        texts.Length.ShouldBeGreaterThanOrEqualTo(pages);
        texts[0].ShouldContain("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
        texts[0].ShouldContain("SỞ Y TẾ TỈNH AN BÌNH");
        texts.ShouldAllBe(t => t.Contains(Declared.Reports[form].Rows.Title, StringComparison.Ordinal));
        texts.Sum(t => t.Split("Tổng").Length - 1).ShouldBe(sums * texts.Length + 1, "đầu bảng trên mỗi trang, dòng tổng một lần");
        texts[^1].ShouldContain("GIÁM ĐỐC");
        texts[^1].Split("Tổng").Length.ShouldBe(sums + 2, "dòng tổng cùng trang với chữ ký");
    }
}
