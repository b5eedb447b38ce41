using HealthWarehouse.Catalogue.Imports;
using HealthWarehouse.Operate.Lists;
using HealthWarehouse.Sheets;
using HealthWarehouse.Tests.Sheets;
using static HealthWarehouse.Tests.Sheets.Books;

namespace HealthWarehouse.Tests.Lists;

/// <summary>Lists in sheets that are odd: what was assumed or done stands in the preview, with line and value.</summary>
public class OddSheetsSpec
{
    private const string Opens = "xl/worksheets/sheet1.xml";

    [Fact]
    public async Task What_had_to_be_assumed_of_a_cell_is_told()
    {
        await using var test = await TestHouse.Open();
        var rows = Row(2, Text("A2", "DV.1"), Text("B2", "Khám\u200b"), Text("C2", "40.000"), "<c r=\"D2\"><v>46023</v></c>")
            + Row(3, "<c r=\"A3\"><v>175</v></c>", Text("B3", "Siêu âm"), "<c r=\"C3\"><f>20+20.125</f><v>40.125</v></c>",
                Text("D3", "01/01/2026"));

        var result = await test.Import(Of(Row(1, Head("code", "name", "price", "valid_from")) + rows), "service", dryRun: true);

        result.Lists.ShouldHaveSingleItem().Added.ShouldBe(2);
        Told(result).ShouldBe(
        [
            (2, "Ký tự không nhìn thấy đã bỏ", "name: 'Khám'"),
            (2, CellReader.Grouped, "price: '40.000' → 40000"),
            (2, CellReader.Serial, "valid_from: '46023' → 2026-01-01"),
            (3, CellReader.CodeAsNumber, "code: '175' → 175"),
            (3, "Giá trị lấy từ công thức", "price: 40.125"),
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task Cells_that_lost_what_they_said_set_their_row_aside()
    {
        await using var test = await TestHouse.Open();
        var rows = Row(2, "<c r=\"A2\" s=\"1\"><v>46143</v></c>", Text("B2", "Mã thành ngày"))
            + Row(3, "<c r=\"A3\"><v>1.23456789012346E+17</v></c>", Text("B3", "Mã dài"))
            + Row(4, Text("A4", "DV.4"), "<c r=\"B4\"><f>A4</f></c>")
            + Row(5, Text("A5", "DV.5"), "<c r=\"B5\" t=\"s\"><v>9</v></c>")
            + Row(6, Text("A6", "DV.6"), Text("B6", "Còn nguyên"));

        var result = await test.Import(Of(Row(1, Head("code", "name")) + rows,
            ("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\"/>")), "service", dryRun: true);

        (result.Lists.Single().Added, result.Lists.Single().SetAside).ShouldBe((1, 4));
        Told(result).ShouldBe(
        [
            (2, "Mã bị bảng tính làm hỏng", "code: '2026-05-01'"),
            (3, "Mã bị bảng tính làm hỏng", "code: '123456789012346000'"),
            (4, "Cột name không dùng được", "name: công thức chưa được tính (mở tệp bằng Excel rồi lưu lại)"),
            (5, "Cột name không dùng được", "name: ô mất nội dung vì tệp hỏng"),
        ]);
    }

    [Fact]
    public async Task Headings_below_a_title_in_two_rows_with_units_and_numbers_are_found()
    {
        await using var test = await TestHouse.Open();
        var rows = Row(1, Text("A1", "DANH MỤC DỊCH VỤ")) + Row(3, Text("A3", "Code"), Text("B3", "Name"), Text("C3", "Thông tin giá"))
            + Row(4, Text("C4", "price (đồng)"), Text("D4", "valid_from"))
            + Row(5, Text("A5", "A"), Text("B5", "B"), Text("C5", "1"), Text("D5", "2"))
            + Row(6, Text("A6", "DV.1"), Text("B6", "Khám"), Text("C6", "1.500.000"), Text("D6", "01/01/2026"));

        var result = await test.Import(Of("", (Opens, Sheet(rows, after: "<mergeCells><mergeCell ref=\"A1:D1\"/>" +
            "<mergeCell ref=\"A3:A4\"/><mergeCell ref=\"B3:B4\"/><mergeCell ref=\"C3:D3\"/></mergeCells>"))), "service");

        (result.Refusal, result.RowsRead, result.Lists.Single().SetAside).ShouldBe((null, 1, 0));
        result.Warnings.ShouldBeEmpty();
        (await test.Ask<(string, decimal)>("select cast(valid_from as varchar), price from dim.service where code = 'DV.1'"))
            .ShouldBe([("2026-01-01", 1_500_000m)]);
    }

    [Fact]
    public async Task Hidden_rows_columns_and_sheets_macros_and_merged_cells_are_told()
    {
        await using var test = await TestHouse.Open();
        var rows = Row(1, Head("code", "name", "price")) + Row(2, Text("A2", "DV.1"), Text("B2", "Khám"), Text("C2", "100"))
            + Row(3, Text("A3", "DV.2"), Text("B3", "Tiêm")).Replace("<row ", "<row hidden=\"1\" ", StringComparison.Ordinal);

        var result = await test.Import(Of("", ("xl/workbook.xml", Workbook("<sheet name=\"Kín\" state=\"veryHidden\" r:id=\"rId1\"/>")),
            ("xl/_rels/workbook.xml.rels", Relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("m", "vbaProject", "vba.bin"))),
            (Opens, Sheet(rows, "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>",
                "<mergeCells><mergeCell ref=\"C2:C3\"/></mergeCells>"))), "service", dryRun: true);

        result.Lists.Single().Added.ShouldBe(2);
        result.Warnings.ShouldBe(
        [
            "Sổ tính có macro. Macro không bao giờ được chạy; chỉ các ô được đọc.",
            "Trang được đọc là trang ẩn: 'Kín'. Kiểm tra có đúng là trang cần nhập không.",
            "Cột ẩn trong bảng tính vẫn được đọc: name.",
        ], ignoreOrder: true);
        Told(result).ShouldContain((3, "Ô gộp lấy giá trị của ô trên", "price: 100"));
        Told(result).ShouldContain((3, "Dòng ẩn trong bảng tính", "dòng không hiện trên màn hình nhưng vẫn được đọc"));
    }

    [Fact]
    public async Task A_sheet_that_is_shown_is_preferred_to_a_hidden_one()
    {
        await using var test = await TestHouse.Open();

        var result = await test.Import(Of("", ("xl/workbook.xml", Workbook("<sheet name=\"Cũ\" state=\"hidden\" r:id=\"rId1\"/>" +
            "<sheet name=\"Mới\" r:id=\"rId9\"/>")), ("xl/_rels/workbook.xml.rels", Relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId9", "worksheet", "worksheets/sheet2.xml"))),
            (Opens, Sheet(Row(1, Head("code", "name")) + Row(2, Head("DV.CU", "Cũ")))),
            ("xl/worksheets/sheet2.xml", Sheet(Row(1, Head("code", "name")) + Row(2, Head("DV.MOI", "Mới"))))), "service");

        result.Warnings.ShouldBeEmpty();
        (await test.Ask<string>("select code from dim.service where code in ('DV.CU', 'DV.MOI')")).ShouldBe(["DV.MOI"]);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_refused_in_the_words_of_the_reader()
    {
        await using var test = await TestHouse.Open();

        (await test.Import(Compound("EncryptedPackage"), "service")).Refusal
            .ShouldStartWith("Tệp có mật khẩu: hãy mở bằng Excel, bỏ mật khẩu");
    }

    private static IEnumerable<(int?, string, string)> Told(ListImportResult result) =>
        result.Findings.Where(f => f.List == "service").Select(f => (f.Line, f.Reason, f.What));

    private static string Row(int number, params string[] cells) => $"<row r=\"{number}\">{string.Concat(cells)}</row>";

    private static string Head(params string[] names) => string.Concat(names.Select(n => $"<c t=\"str\"><v>{n}</v></c>"));
}
