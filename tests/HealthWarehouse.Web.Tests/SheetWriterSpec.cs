using System.IO.Compression;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using HealthWarehouse.Web.Sheets;
using MiniExcelLibs;

namespace HealthWarehouse.Web.Tests;

/// <summary>The one writer of sheets: plain XML every reader takes, a type for every cell, nothing that runs.</summary>
public class SheetWriterSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly SheetPlan List =
        new("Thử: [một]/\\hai dài hơn ba mươi mốt chữ", "Thử <&>", [10, 20, 30], 1, 2) { IsList = true };
    private static readonly object?[] Dates = [null, new DateOnly(2026, 11, 30), new DateTime(2026, 11, 30, 6, 0, 0)];

    [Fact]
    public async Task A_book_is_sound_by_the_standard_and_without_prefixes()
    {
        var book = await Made(["a", 1L, 1.5m], Dates, [" <&>\u0001", 0, "x"]);

        using (var sheet = SpreadsheetDocument.Open(new MemoryStream(book), isEditable: false))
            new OpenXmlValidator().Validate(sheet, Stop).Select(e => $"{e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
        using var zip = new ZipArchive(new MemoryStream(book));
        foreach (var part in zip.Entries.Where(e => e.FullName.StartsWith("xl/", StringComparison.Ordinal)))
            (await Text(part)).ShouldNotContain("<x:");
    }

    [Fact]
    public async Task Every_value_has_its_type()
    {
        var sheet = await Sheet(await Made(["05-14", 12345L, 1.25m], Dates));

        sheet.ShouldContain("t=\"inlineStr\"><is><t xml:space=\"preserve\">05-14</t></is></c>");
        sheet.ShouldContain($"s=\"{SheetStyles.Of(SheetLook.Body, SheetKind.Whole)}\"><v>12345</v>");
        sheet.ShouldContain($"s=\"{SheetStyles.Of(SheetLook.Body, SheetKind.Broken)}\"><v>1.25</v>");
        sheet.ShouldContain($"s=\"{SheetStyles.Of(SheetLook.Body, SheetKind.Day)}\"><v>46356</v>");
        sheet.ShouldContain($"s=\"{SheetStyles.Of(SheetLook.Body, SheetKind.Time)}\"><v>46356.25</v>");
        sheet.ShouldContain($"r=\"A4\" s=\"{SheetStyles.Of(SheetLook.Body, SheetKind.Nothing)}\" />");
    }

    [Theory, InlineData("=1+1"), InlineData("+84"), InlineData("-1"), InlineData("@SUM(A1)"), InlineData(" =cmd|' /C calc'!A0"),
        InlineData("\t=1"), InlineData("＝1")]
    public async Task Text_that_a_spreadsheet_would_run_stays_text(string text)
    {
        var book = await Made([text, 1, "x"]);
        var sheet = await Sheet(book);

        sheet.ShouldNotContain("<f");
        sheet.ShouldContain($"s=\"{SheetStyles.Of(SheetLook.Body, SheetKind.Guarded)}\" t=\"inlineStr\"");
        MiniExcel.Query(new MemoryStream(book), startCell: "A3").Cast<IDictionary<string, object>>().Single()["A"].ToString()!.Trim()
            .ShouldBe(text.Trim());
    }

    [Fact]
    public async Task What_a_spreadsheet_reads_in_its_own_way_is_written_so_that_it_reads_it_as_it_is()
    {
        var sheet = await Sheet(await Made(["_x0041_ và _x41_", new string('a', 40_000), "_x005F_x0041_"],
            [new DateOnly(1900, 2, 28), new DateOnly(1900, 3, 1), new DateTime(1899, 12, 31)], [double.NaN, double.PositiveInfinity, 1]));

        sheet.ShouldContain(">_x005F_x0041_ và _x41_<", Case.Sensitive, "text that looks like the number of a character is text");
        sheet.ShouldContain(">_x005F_x005F_x005F_x0041_<");
        sheet.ShouldContain($">{new string('a', 32_766)}…<", Case.Sensitive, "a cell holds 32.767 characters");
        sheet.ShouldContain(">1900-02-28<", Case.Sensitive, "a spreadsheet knows a 29 February 1900: days before would be one off");
        sheet.ShouldContain("<v>61</v>");
        sheet.ShouldContain(">1899-12-31 00:00<");
        sheet.ShouldNotContain("NaN");
        sheet.ShouldNotContain("Infinity");
    }

    [Fact]
    public async Task Rows_go_out_as_they_come()
    {
        var target = new MemoryStream();
        await using (var sheet = await SheetWriter.Begin(target, List))
        {
            for (var row = 0; row < 30_000; row++) await sheet.Row([new($"dòng {row * 7919 % 30_000}"), new(row), new(row / 7m)]);
            target.Length.ShouldBeGreaterThan(100_000);
        }
        MiniExcel.Query(new MemoryStream(target.ToArray())).Count().ShouldBe(30_000);
    }

    private static async Task<byte[]> Made(params object?[][] rows)
    {
        var target = new MemoryStream();
        await using (var sheet = await SheetWriter.Begin(target, List))
        {
            await sheet.Wide("Tiêu đề", SheetLook.Title);
            await sheet.Row([new("mã", SheetLook.Code), new("số", SheetLook.Code), new("khác", SheetLook.Code)]);
            foreach (var row in rows) await sheet.Row(row.Select(v => new SheetCell(v)));
        }
        return target.ToArray();
    }

    private static async Task<string> Sheet(byte[] book)
    {
        using var zip = new ZipArchive(new MemoryStream(book));
        return await Text(zip.GetEntry("xl/worksheets/sheet1.xml")!);
    }

    private static async Task<string> Text(ZipArchiveEntry part)
    {
        using var reader = new StreamReader(await part.OpenAsync(Stop));
        return await reader.ReadToEndAsync(Stop);
    }
}
