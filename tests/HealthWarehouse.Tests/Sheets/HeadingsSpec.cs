using System.Text;
using HealthWarehouse.Sheets;
using static HealthWarehouse.Tests.Sheets.Books;

namespace HealthWarehouse.Tests.Sheets;

/// <summary>Headings are found below titles, in two rows, with units in brackets, and above a row of numbers.</summary>
public class HeadingsSpec
{
    private static readonly SheetLine[] Form = Lines(
        $"<row r=\"1\">{Text("A1", "SỞ Y TẾ")}</row><row r=\"3\">{Text("A3", "BẢNG GIÁ DỊCH VỤ")}</row>" +
        $"<row r=\"5\">{Text("A5", "Mã")}{Text("B5", "Tên dịch vụ")}{Text("C5", "Giá (đồng)")}{Text("E5", "Ghi chú")}</row>" +
        $"<row r=\"6\">{Text("C6", "BHYT")}{Text("D6", "Viện phí [đồng]")}</row>" +
        $"<row r=\"7\">{Text("A7", "A")}{Text("B7", "B")}{Text("C7", "(1)")}{Text("D7", "(2)")}{Text("E7", "(3)")}</row>" +
        $"<row r=\"8\">{Text("A8", "1")}{Text("B8", "Khám")}{Text("C8", "2")}{Text("D8", "3")}</row>",
        "A1:E1", "A3:E3", "A5:A6", "B5:B6", "C5:D5", "E5:E6");

    [Fact]
    public void Headings_of_two_rows_are_joined_and_merged_ones_reach_where_they_reach() =>
        Found("Mã", "Giá BHYT").Names.ShouldBe(["Mã", "Tên dịch vụ", "Giá (đồng) BHYT", "Giá (đồng) Viện phí [đồng]", "Ghi chú"]);

    [Theory]
    [InlineData("ten dich vu", 1), InlineData("GIÁ (ĐỒNG) BHYT", 2), InlineData("Giá BHYT", 2), InlineData("BHYT", 2)]
    [InlineData("Giá viện phí", 3), InlineData("Giá", -1), InlineData("BẢNG GIÁ DỊCH VỤ", -1)]
    public void A_column_answers_to_its_words_without_units_and_to_its_lower_row(string name, int place) =>
        Found("Mã", "Giá BHYT").PlaceOf(name).ShouldBe(place);

    [Fact]
    public void The_row_of_numbers_below_is_no_row()
    {
        var headings = Found("Mã", "Giá BHYT");

        Form.Where(headings.IsNumbering).Select(l => l.Number).ShouldBe([7]);
    }

    [Fact]
    public void Rows_of_one_code_after_another_are_rows()
    {
        var lines = Lines($"<row r=\"1\">{Text("A1", "a")}{Text("B1", "b")}{Text("C1", "c")}</row>" +
            $"<row r=\"2\">{Text("A2", "1")}{Text("B2", "Khám")}{Text("C2", "3")}</row>" +
            $"<row r=\"3\">{Text("A3", "1")}{Text("B3", "2")}</row>");

        lines.Where(Headings.Candidates(lines).First().IsNumbering).ShouldBeEmpty();
    }

    private static Headings Found(params string[] names) =>
        Headings.Candidates(Form).First(h => names.All(n => h.PlaceOf(n) >= 0));

    private static SheetLine[] Lines(string rows, params string[] merged)
    {
        var file = SheetFile.Open(new MemoryStream(Of("", ("xl/worksheets/sheet1.xml", Sheet(rows,
            after: $"<mergeCells>{string.Concat(merged.Select(m => $"<mergeCell ref=\"{m}\"/>"))}</mergeCells>")))));
        return [.. file.Lines(file.Sheets[0])];
    }
}
