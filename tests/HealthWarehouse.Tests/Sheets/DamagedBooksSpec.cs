using System.Text;
using HealthWarehouse.Sheets;
using HealthWarehouse.Tests.Collect;
using static HealthWarehouse.Tests.Sheets.Books;

namespace HealthWarehouse.Tests.Sheets;

/// <summary>
/// Workbooks as writers really make them, each odd in one way, each with what is read of it. Many were reported against other readers.
/// </summary>
public class DamagedBooksSpec
{
    private const string Plain = "1: Mã | Tên\n2: 01 | Ấm";
    private static readonly string Rows = $"<row r=\"1\">{Text("A1", "Mã")}{Text("B1", "Tên")}</row>" +
        $"<row r=\"2\">{Text("A2", "01")}{Text("B2", "Ấm")}</row>";

    private const string Opens = "xl/worksheets/sheet1.xml", Strings = "xl/sharedStrings.xml", Relates = "xl/_rels/workbook.xml.rels",
        Book = "xl/workbook.xml";

    [Fact]
    public void A_sound_book_is_read_as_it_stands() => Read(Of(Rows)).ShouldBe(Plain);

    [Fact]
    public void Elements_with_a_prefix_are_the_same_elements() =>
        Read(Of("", (Opens, $"<x:worksheet xmlns:x=\"{Main}\"><x:sheetData><x:row><x:c t=\"str\"><x:v>Mã</x:v></x:c><x:c t=\"n\">" +
            "<x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"))).ShouldBe("1: Mã | 1 [Number]");

    [Fact]
    public void The_strict_edition_of_the_standard_is_read()
    {
        static string Strict(string xml) => xml.Replace(Main, "http://purl.oclc.org/ooxml/spreadsheetml/main", StringComparison.Ordinal)
            .Replace(Office, "http://purl.oclc.org/ooxml/officeDocument/relationships", StringComparison.Ordinal);
        Read(Of("", ("_rels/.rels", Strict(Relations(("r", "officeDocument", "xl/workbook.xml")))),
            (Book, Strict(Workbook("<sheet name=\"DM\" sheetId=\"1\" r:id=\"rId1\"/>"))),
            (Relates, Strict(Relations(("rId1", "worksheet", "worksheets/sheet1.xml")))),
            (Opens, Strict(Sheet("<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2026-01-31T00:00:00</v></c></row>")))))
            .ShouldBe("1: 2026-01-31 [Day]");
    }

    [Theory]
    [InlineData("/xl/worksheets/sheet1.xml")]
    [InlineData("./worksheets/../worksheets/sheet1.xml")]
    [InlineData("worksheets\\sheet1.xml")]
    [InlineData("xl/worksheets/sheet1.xml")]
    [InlineData("worksheets/SHEET1.XML")]
    public void A_sheet_is_found_however_its_place_is_written(string target) =>
        Read(Of(Rows, (Relates, Relations(("rId1", "worksheet", target))))).ShouldBe(Plain);

    [Fact]
    public void Parts_may_stand_in_any_folder() =>
        Read(Of("", (Book, null), (Relates, null), (Opens, null), ("_rels/.rels", Relations(("r", "officeDocument", "/so/book.xml"))),
            ("so/book.xml", Workbook("<sheet name=\"DM\" sheetId=\"1\" r:id=\"rId1\"/>")),
            ("so/_rels/book.xml.rels", Relations(("rId1", "worksheet", "../trang.xml"))), ("trang.xml", Sheet(Rows)))).ShouldBe(Plain);

    [Fact]
    public void Wrong_content_types_and_no_root_relations_are_no_matter() =>
        Read(Of(Rows, ("[Content_Types].xml", "<Types><Default Extension=\"xml\" ContentType=\"image/png\"/></Types>"),
            ("_rels/.rels", null)))
            .ShouldBe(Plain);

    [Theory]
    [InlineData("<dimension ref=\"A1:XFD1048576\"/>"), InlineData("<dimension ref=\"1:10901\"/>")]
    [InlineData("<dimension/>"), InlineData("")]
    public void What_a_sheet_says_of_its_size_is_not_asked(string dimension) =>
        Read(Of("", (Opens, Sheet(Rows, dimension)))).ShouldBe(Plain);

    [Fact]
    public void Cells_and_rows_without_a_place_follow_one_another() =>
        Read(Of("<row><c t=\"str\"><v>a</v></c><c/><c t=\"inlineStr\"/><c><v>4</v></c></row><row/><row><c><v>5</v></c></row>"))
            .ShouldBe("1: a |  |  | 4 [Number]\n3: 5 [Number]");

    [Fact]
    public void Places_that_say_nothing_are_taken_as_none() =>
        Read(Of("<row r=\"0\"><c r=\"?\"><v>1</v></c><c r=\"12\"><v>2</v></c><c r=\"ZZZZZ1\"><v>3</v></c></row>"))
            .ShouldBe("1: 1 [Number] | 2 [Number] | 3 [Number]");

    [Fact]
    public void Rows_out_of_order_keep_their_numbers() =>
        Read(Of($"<row r=\"5\">{Text("B5", "năm")}</row><row r=\"2\">{Text("A2", "hai")}</row>")).ShouldBe("5:  | năm\n2: hai");

    [Fact]
    public void Cells_out_of_order_stand_where_they_say() =>
        Read(Of($"<row r=\"1\">{Text("C1", "c")}{Text("A1", "a")}</row>")).ShouldBe("1: a |  | c");

    [Fact]
    public void Rich_text_is_one_text_and_how_it_is_pronounced_is_no_part_of_it() =>
        Read(Of("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><r><t>Sở </t></r><r><t>Y tế</t></r>" +
            "<rPh sb=\"0\" eb=\"1\"><t>xở</t></rPh></is></c></row>",
            (Strings, $"<sst xmlns=\"{Main}\"><si><r><rPr><b/></rPr><t xml:space=\"preserve\">Viêm </t></r><r><t>phổi</t></r>" +
            "<rPh sb=\"0\" eb=\"2\"><t>viem</t></rPh><phoneticPr fontId=\"1\"/></si></sst>"))).ShouldBe("1: Viêm phổi | Sở Y tế");

    [Fact]
    public void Characters_that_XML_cannot_say_come_back_and_those_only() =>
        Read(Of("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a_x000D_b</v></c><c r=\"B1\" t=\"str\"><v>_x005F_x000D_</v></c>" +
            "<c r=\"C1\" t=\"str\"><v>ma_xABCD_</v></c><c r=\"D1\" t=\"str\"><v>&#7844;m &amp; l&#7841;nh</v></c></row>"))
            .ShouldBe("1: a\rb | _x000D_ | ma_xABCD_ | Ấm & lạnh");

    [Fact]
    public void A_shared_text_that_is_not_there_is_lost_and_said_to_be() =>
        Read(Of("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>7</v></c><c r=\"C1\" t=\"s\"><v>-1</v></c>" +
            "<c r=\"D1\" t=\"s\"/></row>", (Strings, $"<sst xmlns=\"{Main}\" count=\"99\"><si><t>có</t></si></sst>")))
            .ShouldBe("1: có |  [Lost] |  [Lost]");

    [Fact]
    public void Shared_texts_under_another_name_are_found_by_their_relation() =>
        Read(Of("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>",
            ("xl/SharedStrings2.xml", $"<sst xmlns=\"{Main}\"><si><t>có</t></si></sst>"),
            (Relates, Relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("x", "sharedStrings", "sharedstrings2.xml")))))
            .ShouldBe("1: có");

    [Fact]
    public void A_text_in_a_cell_made_for_days_is_a_text() =>
        Read(Of("<row r=\"1\"><c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>46356</v></c></row>",
            (Strings, $"<sst xmlns=\"{Main}\"><si><t>31/02/2025</t></si></sst>"))).ShouldBe("1: 31/02/2025 | 2026-11-30 [Number, Day]");

    [Theory]
    [InlineData("46356.25", false, "2026-11-30 06:00:00 [Number, Day]")]
    [InlineData("1", false, "1900-01-01 [Number, Day]")]
    [InlineData("59", false, "1900-02-28 [Number, Day]")]
    [InlineData("60", false, "60 [Number]")]
    [InlineData("61", false, "1900-03-01 [Number, Day]")]
    [InlineData("0", true, "1904-01-01 [Number, Day]")]
    [InlineData("44894", true, "2026-11-30 [Number, Day]")]
    [InlineData("99999999", false, "99999999 [Number]")]
    [InlineData("-1", false, "-1 [Number]")]
    public void Days_are_those_a_spreadsheet_shows(string number, bool from1904, string read) =>
        Read(Of($"<row r=\"1\"><c r=\"A1\" s=\"1\"><v>{number}</v></c></row>",
            (Book, Workbook("<sheet name=\"DM\" sheetId=\"1\" r:id=\"rId1\"/>", from1904 ? "<workbookPr date1904=\"true\"/>" : ""))))
            .ShouldBe($"1: {read}");

    [Theory]
    [InlineData("dd\\/mm\\/yyyy", "46356", "2026-11-30 [Number, Day]")]
    [InlineData("[$-42A]d &quot;tháng&quot; m;@", "46356", "2026-11-30 [Number, Day]")]
    [InlineData("hh:mm", "0.5", "12:00:00 [Number, Day]")]
    [InlineData("0.0%", "0.125", "0.125 [Number, Percent]")]
    [InlineData("00000", "175", "00175 [Number]")]
    [InlineData("#,##0\\ &quot;đồng/day&quot;", "46356", "46356 [Number]")]
    [InlineData("[Red]#,##0", "46356", "46356 [Number]")]
    public void Formats_say_what_a_number_is(string format, string number, string read) =>
        Read(Of($"<row r=\"1\"><c r=\"A1\" s=\"2\"><v>{number}</v></c></row>", ("xl/styles.xml", Styles(format)))).ShouldBe($"1: {read}");

    [Theory]
    [InlineData("0.30000000000000004", "0.3 [Number]")]
    [InlineData("1E-05", "0.00001 [Number]")]
    [InlineData("5.0", "5 [Number]")]
    [InlineData("1.23456789012346E+17", "123456789012346000 [Number, LostDigits]")]
    [InlineData("79001234567890000", "79001234567890000 [Number, LostDigits]")]
    [InlineData("79001234567890123", "79001234567890123 [Number]")]
    [InlineData("1.5E+300", "1.5E+300 [Number, LostDigits]")]
    [InlineData("NaN", "NaN")]
    [InlineData("1,5", "1,5")]
    public void Numbers_are_those_a_spreadsheet_shows(string number, string read) =>
        Read(Of($"<row r=\"1\"><c r=\"A1\"><v>{number}</v></c></row>")).ShouldBe($"1: {read}");

    [Fact]
    public void Formulas_errors_and_truths_are_told_apart() =>
        Read(Of("<row r=\"1\"><c r=\"A1\"><f>1+1</f><v>2</v></c><c r=\"B1\" t=\"str\"><f>A1&amp;\"x\"</f><v>2x</v></c>" +
            "<c r=\"C1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c><c r=\"D1\" t=\"e\"><v>#N/A</v></c><c r=\"E1\" t=\"b\"><v>1</v></c>" +
            "<c r=\"F1\"><f>SUM(A1)</f></c></row>"))
            .ShouldBe("1: 2 [Number, Formula] | 2x [Formula] | #DIV/0! [Formula, Error] | #N/A [Error] | TRUE |  [Formula]");

    [Fact]
    public void What_is_hidden_is_read_and_told() =>
        Read(Of("", (Opens, Sheet($"<row r=\"1\" hidden=\"1\">{Text("A1", "a")}{Text("B1", "b")}</row>",
            "<cols><col min=\"2\" max=\"16384\" hidden=\"true\"/></cols>")))).ShouldBe("1 ẩn: a | b [HiddenColumn]");

    [Fact]
    public void Hidden_and_very_hidden_sheets_are_among_the_sheets_charts_are_not()
    {
        var book = Of(Rows, (Book, Workbook("<sheet name=\"Bìa\" state=\"hidden\" r:id=\"rId1\"/><sheet name=\"Kín\" " +
            "state=\"veryHidden\" r:id=\"rId1\"/><sheet name=\"Biểu đồ\" r:id=\"c\"/><sheet name=\"DM\" r:id=\"rId1\"/>")),
            (Relates, Relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("c", "chartsheet", "chartsheets/sheet1.xml"))));

        SheetFile.Open(new MemoryStream(book)).Sheets.Select(s => (s.Name, s.State)).ShouldBe(
            [("Bìa", SheetState.Hidden), ("Kín", SheetState.VeryHidden), ("DM", SheetState.Shown)]);
        Read(book, 1).ShouldBe(Plain);
    }

    [Fact]
    public void A_book_with_macros_is_read_and_they_are_told()
    {
        var book = Of(Rows, ("xl/vbaProject.bin", "Sub Auto_Open()"), (Relates,
            Relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("m", "vbaProject", "vbaProject.bin"))));

        SheetFile.Open(new MemoryStream(book)).HasMacros.ShouldBeTrue();
        SheetFile.Open(new MemoryStream(Of(Rows))).HasMacros.ShouldBeFalse();
        Read(book).ShouldBe(Plain);
    }

    [Fact]
    public void A_range_merged_downwards_says_the_same_in_each_row_one_merged_across_says_it_once() =>
        Read(Of("", (Opens, Sheet(
            $"<row r=\"1\">{Text("A1", "Danh mục")}<c r=\"B1\"/><c r=\"C1\"/></row>" +
            $"<row r=\"2\">{Text("A2", "Nội")}{Text("B2", "x")}</row>" +
            $"<row r=\"3\">{Text("B3", "y")}</row><row r=\"4\"><c r=\"A4\" s=\"1\"/></row><row r=\"5\">{Text("B5", "z")}</row>",
            after: "<mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"$A$2:$A$4\"/><mergeCell ref=\"D1\"/></mergeCells>"))))
            .ShouldBe("1: Danh mục |  [Across] |  [Across]\n2: Nội | x\n3: Nội [Merged] | y\n5:  | z");

    [Fact]
    public void Ten_thousands_of_merged_ranges_are_found_in_a_part_of_any_length()
    {
        var rows = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"<row r=\"{2 * i}\">{Text($"A{2 * i}", $"n{i}")}</row>" +
            $"<row r=\"{2 * i + 1}\">{Text($"B{2 * i + 1}", "x")}</row>"));
        var merged = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"<mergeCell ref=\"A{2 * i}:A{2 * i + 1}\"/>"));
        var file = SheetFile.Open(new MemoryStream(Of("", (Opens, Sheet(rows, after: $"<mergeCells>{merged}</mergeCells>")))));

        file.Lines(file.Sheets[0]).Count(l => l.Number % 2 == 1 && l.Cells[0] == new Cell($"n{l.Number / 2}", Odd.Merged)).ShouldBe(20_000);
    }

    [Fact]
    public void A_million_empty_rows_are_passed_by_and_the_last_one_is_not_missed()
    {
        var rows = new StringBuilder(Rows);
        for (var i = 3; i < 1_000_000; i++) rows.Append("<row r=\"").Append(i).Append("\" s=\"1\"><c r=\"A1\" s=\"1\"/></row>");
        var book = Of(rows.Append("<row r=\"1048576\">").Append(Text("A1048576", "cuối")).Append("</row>").ToString());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var file = SheetFile.Open(new MemoryStream(book));

        file.Lines(file.Sheets[0]).Select(l => l.Number).ShouldBe([1, 2, 1_048_576]);
        // attributes are read as texts; nothing else is kept or made of an empty row
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(300L << 20);
    }

    [Fact]
    public void Cells_beyond_any_table_are_not_looked_at() =>
        Read(Of($"<row r=\"1\">{Text("A1", "a")}{Text("XFD1", "xa")}</row>")).ShouldBe("1: a");

    [Fact]
    public void A_file_is_read_as_often_as_asked()
    {
        var file = SheetFile.Open(new MemoryStream(Of(Rows)));

        file.Lines(file.Sheets[0]).First().Number.ShouldBe(1);
        file.Lines(file.Sheets[0]).Count().ShouldBe(2);
        file.Lines(file.Sheets[0]).Count().ShouldBe(2);
    }
}
