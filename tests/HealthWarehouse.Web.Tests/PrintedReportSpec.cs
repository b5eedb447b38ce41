using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Report;
using HealthWarehouse.Tests;
using HealthWarehouse.Web.Rooms.Reports;
using SkiaSharp;
using UglyToad.PdfPig;

namespace HealthWarehouse.Web.Tests;

/// <summary>Forms as files for paper and spreadsheets: sound by the standard's own checker, with the figures of the screen.</summary>
public class PrintedReportSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly CatalogueFiles Declared = CatalogueFiles.Load(Repo.File("catalogue"));

    public static TheoryData<string> Forms => [.. Declared.Reports.Keys];

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
            var body = word.MainDocumentPart!.Document!.Body!;
            foreach (var words in Letter.Append($"{inpatients}").Append("Phạm vi: Toàn tỉnh")) body.InnerText.ShouldContain(words);
            body.Descendants<TableRow>().Last(r => r.InnerText.StartsWith("Tổng số", StringComparison.Ordinal)).Descendants<KeepNext>()
                .ShouldNotBeEmpty("dòng cuối phải cùng trang với chữ ký");
        }
        using (var sheet = SpreadsheetDocument.Open(await File("xlsx"), isEditable: false))
            new OpenXmlValidator().Validate(sheet, Stop).Select(e => $"{e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
        using var pdf = PdfDocument.Open(await File("pdf"));
        pdf.GetPage(1).Width.ShouldBe(1190.55, 1);
        var read = PaperReading.Text(pdf);
        foreach (var words in Letter.Append($"{inpatients}").Append("Phạm vi: Toàn tỉnh")) read.ShouldContain(words);
        PaperReading.Faults(pdf).ShouldBeEmpty();
    }

    /// <summary>As a word processor people have lays it out: with every group of the form, so that it fills several pages.</summary>
    [Fact]
    public async Task A_stock_word_processor_prints_the_word_file_as_the_form()
    {
        Assert.SkipUnless(System.IO.File.Exists("/usr/lib/libreoffice/program/libswlo.so"),
            "Không có LibreOffice: chạy ./do test, nó cài giúp.");
        var form = Declared.Reports["b14"];
        var columns = ReportColumns.Flat(form).ToArray();
        var groups = Declared.Rows(form.Rows.GroupFile!);
        int code = groups.Index("group"), name = groups.Index("name"), codes = groups.Index("codes");
        decimal?[] values = [.. columns.Select((_, i) => (decimal?)(i + 1))];
        ReportRow[] rows = [.. groups.Rows.Take(120).Select(r => new ReportRow(r[code], r[name]!, r[codes], null, values))];
        var report = new ReportResult(form, new(Period.Parse("2026")), "Toàn tỉnh", columns, rows,
            new(null, "Tổng số", null, null, values), new());
        var folder = Directory.CreateTempSubdirectory("khoyte-word-").FullName;
        await using (var file = System.IO.File.Create(Path.Combine(folder, "bieu.docx")))
            await ReportWord.Write(report, new(Declared.Agency.On(new(2026, 11, 30)), new(2026, 11, 30)), file);
        using (var office = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/usr/bin/soffice", ["--headless",
            $"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir", folder, Path.Combine(folder, "bieu.docx")])
            { RedirectStandardOutput = true, RedirectStandardError = true })!)
            await office.WaitForExitAsync(Stop);

        using var paper = PdfDocument.Open(Path.Combine(folder, "bieu.pdf"));
        var pages = paper.GetPages().Select(PaperReading.Text).ToArray();
        pages.Length.ShouldBeGreaterThan(2);
        foreach (var words in Letter.Except(["NGƯỜI LẬP BIỂU", "GIÁM ĐỐC", "Tổng số"])) pages[0].ShouldContain(words);
        pages.ShouldAllBe(p => p.Contains(form.Rows.Title, StringComparison.Ordinal), "the head stands on every page");
        pages.Skip(1).Select((p, i) => p.StartsWith($"{i + 2} ", StringComparison.Ordinal)).ShouldAllBe(numbered => numbered);
        pages[^1].ShouldContain(rows[^1].Code!, customMessage: "the last rows on the page of the signatures");
        foreach (var words in new[] { "NGƯỜI LẬP BIỂU", "GIÁM ĐỐC" })
            pages.Count(p => p.Contains(words, StringComparison.Ordinal)).ShouldBe(1);
        pages[^1].ShouldContain("GIÁM ĐỐC");
        PaperReading.Faults(paper).ShouldBeEmpty();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What Nghị định 30/2020 wants at the head and the foot of a paper.</summary>
    private static readonly string[] Letter = ["ỦY BAN NHÂN DÂN TỈNH AN BÌNH", "SỞ Y TẾ TỈNH AN BÌNH", "/BC-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "An Bình, ngày ", "NGƯỜI LẬP BIỂU", "GIÁM ĐỐC", "Tổng số"];

    [Theory]
    [InlineData("tram", "", "Bệnh viện Đa khoa tỉnh An Bình")]
    [InlineData("chuyen-vien", "", "Toàn tỉnh")]
    [InlineData("chuyen-vien", "&org=99011", "Bệnh viện Sản - Nhi tỉnh An Bình")]
    [InlineData("chuyen-vien", "&org=99&place=residence", "Tỉnh An Bình (hư cấu) · tính theo nơi cư trú")]
    public async Task The_page_and_every_file_say_whose_figures_they_are(string who, string filter, string scope)
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null), ("tram", "facility-staff", "99001"));
        using var person = await portal.Person(who);
        async Task<byte[]> File(string format) =>
            await person.GetByteArrayAsync($"/api/v1/reports/b14?period=2026{filter}&format={format}", Stop);

        using var pdf = PdfDocument.Open(await File("pdf"));
        using var word = WordprocessingDocument.Open(new MemoryStream(await File("docx")), isEditable: false);
        var page = System.Net.WebUtility.HtmlDecode(await person.GetStringAsync($"/bao-cao/b14?period=2026{filter}", Stop));
        page.ShouldContain($"<span data-scope>{scope}</span>");
        foreach (var told in new[] { PaperReading.Text(pdf), word.MainDocumentPart!.Document!.Body!.InnerText,
            System.Text.Encoding.UTF8.GetString(await File("csv")), await SheetText(await File("xlsx")) })
        {
            told.ShouldContain(scope);
            told.Contains("Toàn tỉnh", StringComparison.Ordinal).ShouldBe(scope == "Toàn tỉnh");
        }
    }

    private static async Task<string> SheetText(byte[] book)
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(book));
        using var reader = new StreamReader(await zip.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(Stop));
        return await reader.ReadToEndAsync(Stop);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_form_with_every_row_told_and_the_longest_filters_runs_over_nothing(string form)
    {
        foreach (var figure in new[] { 7m, 1_234_567m, 88_888_888m })
        {
            using var paper = await Print(Made(form, figure));
            var pages = paper.GetPages().Select(PaperReading.Text).ToArray();

            PaperReading.Faults(paper).ShouldBeEmpty($"{form}, {figure}");
            pages.Length.ShouldBeGreaterThan(4);
            pages.ShouldAllBe(p => p.Contains(Declared.Reports[form].Rows.Title, StringComparison.Ordinal));
            string.Join(' ', pages).Split("Cộng cả thảy").Length.ShouldBe(2, "dòng tổng chỉ đứng một lần");
            string.Join(' ', pages).ShouldContain("theo dữ liệu có đến");
        }
    }

    [Fact]
    public async Task A_long_list_of_codes_breaks_at_its_commas_inside_its_column()
    {
        using var paper = await Print(Made("b14", 1_234_567));
        var codes = Declared.Rows("icd10-groups.csv").Rows.Single(r => r[0] == "281")[3]!.Split(',');
        var words = paper.GetPages().SelectMany(p => p.GetWords().Select(w => w.Text.TrimEnd(','))).ToHashSet();

        codes.Length.ShouldBeGreaterThan(25);
        codes.ShouldAllBe(c => words.Contains(c));
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Signatures_are_never_alone_whatever_the_number_of_rows(string form)
    {
        var whole = Made(form, 7);
        var ends = new HashSet<int>();
        for (var rows = 8; rows < 60; rows += 3)
        {
            using var paper = await Print(whole with { Rows = [.. whole.Rows.Take(rows)] });
            var last = PaperReading.Text(paper.GetPages().Last());
            ends.Add(paper.NumberOfPages);

            foreach (var words in new[] { "NGƯỜI LẬP BIỂU", "GIÁM ĐỐC", "Cộng cả thảy", Declared.Reports[form].Rows.Title })
                last.ShouldContain(words, customMessage: $"{form}, {rows} dòng");
            last.ShouldContain(whole.Rows[rows - 1].Name.Split(' ')[0], customMessage: $"{form}, {rows} dòng");
        }
        ends.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void The_reading_sees_letters_over_letters_and_beyond_the_page()
    {
        using var face = PaperFaces.Regular(9);
        using var ink = new SKPaint();
        var paper = new MemoryStream();
        using (var document = SKDocument.CreatePdf(paper))
        {
            var page = document.BeginPage(200, 200);
            page.DrawText("S00-S01,S04", 20, 50, SKTextAlign.Left, face, ink);
            page.DrawText("1.234", 40, 51, SKTextAlign.Left, face, ink);
            page.DrawText("xa", 195, 100, SKTextAlign.Left, face, ink);
            document.EndPage();
            document.Close();
        }
        using var read = PdfDocument.Open(paper.ToArray());

        PaperReading.Faults(read).ShouldContain(f => f.Contains("đè lên"));
        PaperReading.Faults(read).ShouldContain(f => f.Contains("ra ngoài"));
    }

    /// <summary>A form whose every row has a figure in every column, over filters as long as they come.</summary>
    private static ReportResult Made(string form, decimal figure)
    {
        var declared = Declared.Reports[form];
        var columns = ReportColumns.Flat(declared).ToArray();
        decimal?[] values = [.. columns.Select(c => c.Measure is null ? null : (decimal?)figure)];
        var groups = Declared.Rows("icd10-groups.csv").Rows;
        var rows = declared.Rows.GroupFile is null
            ? Declared.Lists["facility"].Entries.DistinctBy(e => e.Code).Select((e, i) =>
                new ReportRow(e.Code, e.Name, null, null, values) { IsHead = i % 9 == 0 })
            : groups.Select(g => new ReportRow(g[0], g[2]!, g[3], g[1], values));
        var slice = new Slice(Period.Parse("2026-9M"), null, "99", Place.Residence, Geography.Until2025,
            new(2026, 11, 30, 3, 0, 0, TimeSpan.Zero));
        var places = string.Join(" · ", Declared.Lists["facility"].Entries.DistinctBy(e => e.Code).Take(9).Select(e => e.Name));
        return new(declared, slice, places, columns, [.. rows], new(null, "Cộng cả thảy", null, null, values),
            new() { LastReceived = slice.KnownAt, Facilities = 185, OpenFacilities = 198 });
    }

    private static async Task<PdfDocument> Print(ReportResult report)
    {
        var target = new MemoryStream();
        await ReportPdf.Write(report, new(Declared.Agency.On(new(2026, 11, 30)), new(2026, 11, 30)), target);
        return PdfDocument.Open(target.ToArray());
    }
}
