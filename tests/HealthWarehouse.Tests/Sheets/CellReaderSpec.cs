using HealthWarehouse.Sheets;

namespace HealthWarehouse.Tests.Sheets;

/// <summary>What cells are read as: what is beyond doubt, what is assumed and told, and what is no value any more.</summary>
public class CellReaderSpec
{
    [Theory]
    [InlineData("1234", "1234"), InlineData("1.234,5", "1234.5"), InlineData("1,234.5", "1234.5"), InlineData("1.234.567", "1234567")]
    [InlineData("1,234,567.25", "1234567.25"), InlineData("1 234 567", "1234567"), InlineData("1'234,5", "1234.5")]
    [InlineData("0.125", "0.125"), InlineData("0,125", "0.125"), InlineData("12,5", "12.5")]
    [InlineData(",5", "0.5"), InlineData("-7", "-7")]
    [InlineData("00012", "12"), InlineData("1234.567", "1234.567")]
    public void A_number_beyond_doubt_is_read_without_a_word(string text, string number) =>
        CellReader.Number(new(text)).ShouldBe(new(number));

    [Theory]
    [InlineData("1.234", "1234", CellReader.Grouped), InlineData("1,234", "1234", CellReader.Grouped)]
    [InlineData("-40.000", "-40000", CellReader.Grouped), InlineData("1,5E+3", "1500", CellReader.Scientific)]
    public void A_number_that_could_be_another_is_read_as_offices_mean_it_and_told(string text, string number, string assumed) =>
        CellReader.Number(new(text)).ShouldBe(new(number, null, assumed));

    [Theory, InlineData("1.23.456"), InlineData("1,234,56"), InlineData("1.234,5,6"), InlineData("12 đồng"), InlineData("50%")]
    [InlineData("--1"), InlineData("1.234,567.8"), InlineData("1E999")]
    public void What_is_no_number_is_told(string text) => CellReader.Number(new(text)).ShouldBe(new(null, $"'{text}' không phải là số"));

    [Fact]
    public void A_number_kept_as_a_number_needs_no_guess()
    {
        CellReader.Number(new("40.125", Odd.Number)).ShouldBe(new("40.125"));
        CellReader.Number(new("0.5", Odd.Number | Odd.Percent)).ShouldBe(new("0.5", null, CellReader.Percent));
        CellReader.Number(new("123456789012346000", Odd.Number | Odd.LostDigits))
            .ShouldBe(new("123456789012346000", null, CellReader.Scientific));
        CellReader.Number(new("2026-11-30", Odd.Number | Odd.Day)).Problem.ShouldBe("'2026-11-30' là ngày, không phải là số");
    }

    [Theory]
    [InlineData("30/11/2026"), InlineData("30-11-2026"), InlineData("30.11.2026"), InlineData("2026-11-30"), InlineData("20261130")]
    [InlineData("2026/11/30"), InlineData("30/11/2026 06:00"), InlineData("2026-11-30 06:00:00"), InlineData("2026-11-30T06:00:00")]
    public void A_day_is_read_as_it_is_written(string text) => CellReader.Day(new(text)).ShouldBe(new("2026-11-30"));

    [Fact]
    public void A_day_kept_as_a_number_is_told_and_counts_from_where_the_workbook_counts()
    {
        CellReader.Day(new("46356", Odd.Number)).ShouldBe(new("2026-11-30", null, CellReader.Serial));
        CellReader.Day(new("44894", Odd.Number), from1904: true).ShouldBe(new("2026-11-30", null, CellReader.Serial));
    }

    [Theory]
    [InlineData("11/30/2026", "'11/30/2026' viết tháng trước ngày (viết 31/12/2025)")]
    [InlineData("31/02/2026", "'31/02/2026' không phải là ngày (viết 31/12/2025, 20251231 hoặc 2025-12-31)")]
    [InlineData("5", "'5' không phải là ngày (viết 31/12/2025, 20251231 hoặc 2025-12-31)")]
    public void What_is_no_day_is_told(string text, string problem) => CellReader.Day(new(text)).ShouldBe(new(null, problem));

    [Fact]
    public void A_code_is_its_text_and_one_kept_as_a_number_is_told()
    {
        CellReader.Code(new("00175")).ShouldBe(new("00175"));
        CellReader.Code(new("175", Odd.Number)).ShouldBe(new("175", null, CellReader.CodeAsNumber));
        CellReader.Code(new("00175", Odd.Number)).ShouldBe(new("00175"));
        CellReader.Code(new("2026-05-01", Odd.Number | Odd.Day)).Problem.ShouldBe("'2026-05-01' là mã bị bảng tính làm hỏng");
        CellReader.Code(new("79001234567890000", Odd.Number | Odd.LostDigits)).Text.ShouldBeNull();
    }

    [Fact]
    public void A_cell_that_says_nothing_usable_is_no_value_of_any_kind()
    {
        foreach (var read in (Func<Cell, CellValue>[])[CellReader.Text, CellReader.Code, CellReader.Number, c => CellReader.Day(c)])
        {
            read(default).ShouldBe(default);
            read(new("#N/A")).Problem.ShouldBe("ô ghi lỗi của bảng tính '#N/A'");
            read(new(null, Odd.Lost)).Problem.ShouldBe("ô mất nội dung vì tệp hỏng");
            read(new(null, Odd.Formula)).Problem.ShouldBe("công thức chưa được tính (mở tệp bằng Excel rồi lưu lại)");
        }
    }

    [Theory]
    [InlineData("  a \n b\t", "a b", Odd.None), InlineData("a\u00a0b\u200b", "a b", Odd.Invisible)]
    [InlineData("Tie\u0302u", "Ti\u00eau", Odd.None)]
    [InlineData("\u200b \ufeff", null, Odd.Invisible), InlineData("Ti\u00eau", "Ti\u00eau", Odd.None), InlineData("   ", null, Odd.None)]
    public void A_cell_is_cleaned_of_what_nobody_sees(string text, string? clean, Odd odd) =>
        new Cell(text).Clean().ShouldBe(new(clean, odd));
}
