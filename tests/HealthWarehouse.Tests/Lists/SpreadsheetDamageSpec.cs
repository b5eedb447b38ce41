using System.Diagnostics;
using System.Text;
using HealthWarehouse.Tests.Collect;

namespace HealthWarehouse.Tests.Lists;

/// <summary>
/// Lists as spreadsheets really hand them over: damaged codes, lost zeros, other calendars, declared widths, separators. Nothing is taken
/// wrongly without a word.
/// </summary>
public class SpreadsheetDamageSpec
{
    private const string Day = "2026-01-01";

    [Fact]
    public async Task Codes_and_cells_a_spreadsheet_damaged_are_set_aside_with_line_and_value()
    {
        await using var test = await TestHouse.Open();
        string[] damaged = ["01-May", "May-26", "2E+21", "1.23E+15", "12/05/2026", "2026-01-01", "#N/A", "1-Thg 5"];

        var result = await test.Import($"code,name,valid_from\n{string.Concat(damaged.Select(c => $"{c},Tên,{Day}\n"))}" +
            $"DV.1,#REF!,{Day}\nDV.2,Đúng,{Day}\n", "service");

        var list = result.Lists.ShouldHaveSingleItem();
        (list.Added, list.SetAside).ShouldBe((1, damaged.Length + 1));
        foreach (var (code, i) in damaged.Append("#REF!").Select((c, i) => (c, i)))
            result.Findings.ShouldContain(f => f.Line == i + 2 && f.What.Contains(code, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Zeros_lost_from_codes_of_one_width_are_put_back_and_told()
    {
        await using var test = await TestHouse.Open();
        await test.Import($"code,name,parent,valid_from\n00004,Phường Một,01,{Day}\n10001,Phường Hai,11,{Day}", "commune");

        var result = await test.Import($"code,name,parent,valid_from\n4,Phường Một mới,1,2026-07-01", "commune");

        result.Lists[0].Changed.ShouldBe(1);
        result.Counts.ShouldContain(c => c.Reason == "Bù số 0 đầu của mã");
        test.House.Catalogue.Lists["commune"].Find("00004", new(2026, 8, 1))!.Value.Name.ShouldBe("Phường Một mới");
    }

    /// <summary>
    /// The list keeps units of before July 2025 too, whose parents are districts of three digits; those in force have provinces of two.
    /// </summary>
    [Fact]
    public async Task Zeros_lost_from_the_parent_are_put_back_as_units_in_force_have_them()
    {
        await using var test = await TestHouse.Open();

        var result = await test.Import("code,name,parent,valid_from\n5,Phường Thử,1,2026-01-01", "commune");

        result.Findings.ShouldContain(f => f.What == "1 → 01");
        (await test.Ask<string?>("select parent from dim.admin_unit where code = '00005' and valid_from = date '2026-01-01'"))
            .ShouldBe(["01"]);
    }

    [Fact]
    public async Task Headings_are_read_whatever_their_capitals_and_unused_ones_are_told()
    {
        await using var test = await TestHouse.Open();

        var result = await test.Import("Code , NAME,Price,Valid_From,Ghi chú\nDV.H1,Khám,1500,2026-03-01,x", "service");

        result.Warnings.ShouldHaveSingleItem().ShouldContain("Ghi chú");
        (await test.Ask<(string, decimal?)>("select cast(valid_from as varchar), price from dim.service where code = 'DV.H1'"))
            .ShouldBe([("2026-03-01", 1500m)]);
    }

    [Theory]
    [InlineData("code;name\nDV.1;Paracetamol, codein, cafein\nDV.2;Amoxicilin, acid, tá dược\nDV.3;Sắt, acid folic, đồng\n")]
    [InlineData("code\tname\nDV.1\tMột; hai; ba\nDV.2\tMột, hai\nDV.3\tMột; hai; ba; bốn")]
    [InlineData("code,name\nDV.1,Một; hai; ba\nDV.2,\"Một; hai, ba\"\nDV.3,Một")]
    public async Task The_separator_is_the_one_that_cuts_evenly(string text)
    {
        await using var test = await TestHouse.Open();

        (await test.Import(text, "service")).Lists.ShouldHaveSingleItem().Added.ShouldBe(3);
    }

    [Fact]
    public async Task A_temporary_row_does_not_end_the_permanent_one_and_the_overlap_is_told()
    {
        await using var test = await TestHouse.Open();
        const string Text =
            "code,name,price,valid_from,valid_to\nDV.O1,Khám,100,2026-01-01,2026-12-31\nDV.O1,Khám,200,2026-06-01,2026-08-31";

        var result = await test.Import(Text, "service");
        var spans = await Spans(test);

        spans.ShouldBe([("2026-01-01", "2026-05-31", 100m), ("2026-06-01", "2026-08-31", 200m), ("2026-09-01", "2026-12-31", 100m)]);
        result.Findings.ShouldContain(f => f.Line == 3 && f.What.Contains("dòng 2"));
        (await test.Import(Text, "service")).IsEmpty.ShouldBeTrue();
        await test.Import("code,name,price,valid_from\nDV.O1,Khám,300,2027-01-01", "service");
        (await Spans(test)).ShouldBe([.. spans, ("2027-01-01", null, 300m)]);
    }

    [Fact]
    public async Task A_code_that_begins_with_a_hash_is_read_again()
    {
        await using var test = await TestHouse.Open();
        const string Text = "code,name,valid_from\n#TM1,Mã có dấu thăng,2026-01-01";

        (await test.Import(Text, "service")).Lists[0].Added.ShouldBe(1);
        test.House.Catalogue.NameOf("service", "#TM1", new(2026, 2, 1)).ShouldBe("Mã có dấu thăng");
        (await test.Import(Text, "service")).IsEmpty.ShouldBeTrue();
    }

    [Theory, InlineData(true, "2026-01-01"), InlineData(false, "2021-12-31")]
    public async Task Days_count_from_where_the_workbook_counts(bool from1904, string day)
    {
        await using var test = await TestHouse.Open();
        var file = Book("<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>DV.1</t></is></c><c r=\"B2\" " +
            "t=\"inlineStr\"><is><t>Khám</t></is></c><c r=\"C2\" s=\"1\"><v>44561</v></c></row>"
            + "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>DV.2</t></is></c><c r=\"B3\" t=\"inlineStr\"><is><t>Khám</t></is></c><c " +
                "r=\"C3\"><v>44561</v></c></row>", from1904);

        await test.Import(file, "service");

        (await test.Ask<string>("select cast(valid_from as varchar) from dim.service where code in ('DV.1', 'DV.2')")).ShouldBe([day, day]);
    }

    [Fact]
    public async Task A_declared_width_costs_nothing()
    {
        await using var test = await TestHouse.Open();
        var rows = string.Concat(Enumerable.Range(2, 300).Select(i => $"<row r=\"{i}\"><c r=\"A{i}\" " +
            $"t=\"inlineStr\"><is><t>DV.{i}</t></is></c><c r=\"B{i}\" t=\"inlineStr\"><is><t>Khám</t></is></c></row>"));
        var clock = Stopwatch.StartNew();

        (await test.Import(Book(rows, dimension: "A1:XFD301"), "service")).Lists[0].Added.ShouldBe(300);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    private static async Task<IReadOnlyList<(string, string?, decimal?)>> Spans(TestHouse test) =>
        await test.Ask<(string, string?, decimal?)>("select cast(valid_from as varchar), cast(valid_to as varchar), price " +
            "from dim.service where code = 'DV.O1' order by valid_from");

    private static byte[] Book(string rows, bool from1904 = false, string dimension = "A1:C3")
    {
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var head = string.Concat("code name valid_from".Split(' ')
            .Select((c, i) => $"<c r=\"{(char)('A' + i)}1\" t=\"inlineStr\"><is><t>{c}</t></is></c>"));
        return Packed.Zip(
            ("xl/workbook.xml", Text($"<workbook xmlns=\"{Main}\" " +
                $"xmlns:r=\"{Relations}\"><workbookPr{(from1904 ? " date1904=\"1\"" : "")}/><sheets><sheet name=\"DM\" sheetId=\"1\" " +
                "r:id=\"rId1\"/></sheets></workbook>")),
            ("xl/_rels/workbook.xml.rels", Text("<Relationships " +
                "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"x\" " +
                "Target=\"worksheets/sheet1.xml\"/></Relationships>")),
            ("xl/styles.xml",
                Text($"<styleSheet xmlns=\"{Main}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>")),
            ("xl/worksheets/sheet1.xml", Text($"<worksheet xmlns=\"{Main}\"><dimension ref=\"{dimension}\"/><sheetData><row " +
                $"r=\"1\">{head}</row>{rows}</sheetData></worksheet>")));
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
