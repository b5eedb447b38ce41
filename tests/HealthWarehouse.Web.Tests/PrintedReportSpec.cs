using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using HealthWarehouse.Guard;
using UglyToad.PdfPig;

namespace HealthWarehouse.Web.Tests;

/// <summary>Forms as files for paper and spreadsheets: sound by the standard's own checker, with the figures of the screen.</summary>
public class PrintedReportSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory, InlineData("b9", 31), InlineData("b14", 31)]
    public async Task Word_excel_and_pdf_are_sound_and_hold_the_figures(string form, int inpatients)
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        using var person = await portal.Person("chuyen-vien");
        async Task<MemoryStream> File(string format) =>
            new(await person.GetByteArrayAsync($"/api/v1/reports/{form}?period=2026&format={format}", Stop));

        using (var word = WordprocessingDocument.Open(await File("docx"), isEditable: false))
        {
            new OpenXmlValidator().Validate(word, Stop).Select(e => $"{e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
            word.MainDocumentPart!.Document!.Body!.InnerText.ShouldContain("Tổng số");
            word.MainDocumentPart.Document.Body.InnerText.ShouldContain($"{inpatients}");
        }
        using (var sheet = SpreadsheetDocument.Open(await File("xlsx"), isEditable: false))
            new OpenXmlValidator().Validate(sheet, Stop).Select(e => $"{e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
        using var pdf = PdfDocument.Open(await File("pdf"));
        pdf.GetPage(1).Width.ShouldBe(1190.55, 1);
        var words = string.Join(' ', pdf.GetPages().SelectMany(p => p.GetWords()).Select(w => w.Text));
        words.ShouldContain("Tổng số");
        words.ShouldContain($"{inpatients}");
    }
}
