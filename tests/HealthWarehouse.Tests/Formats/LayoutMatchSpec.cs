using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Sheets;
using HealthWarehouse.Tests.Collect;
using static HealthWarehouse.Tests.Formats.Feeds;

namespace HealthWarehouse.Tests.Formats;

/// <summary>
/// What a wizard shows of a file before it is sent: which column was taken for which field and why, and what is to be asked.
/// </summary>
public class LayoutMatchSpec
{
    private const string Table = "Số CCHN;Họ tên;Ngày sinh (âm lịch);Số lương;Khoa;Khoa;Tuổi\nA1;An;1980;1;K1;;40\nA2;Bình;1981;2;K2;;41\n";

    [Fact]
    public void Each_column_has_its_words_its_field_how_it_was_found_and_samples() =>
        string.Join('\n', Match(Table).Columns.Select(c => $"{c.Words} = {c.Field?.From} {c.By}{Doubt(c)}: {string.Join(", ", c.Samples)}"))
            .ShouldBe(
            """
            Số CCHN = Số chứng chỉ Synonym: A1, A2
            Họ tên = Họ và tên Synonym: An, Bình
            Ngày sinh (âm lịch) = Ngày sinh Name: 1980, 1981
            Số lương = Số lượng Name ? Số lượng: 1, 2
            Khoa = Mã khoa Synonym: K1, K2
            Khoa (2) =  : 
            Tuổi =  : 40, 41
            """);

    [Fact]
    public void Fields_no_column_fills_are_named_and_missing_keys_apart()
    {
        var match = Match("Họ tên;Phí\nAn;1\n");

        match.MissingKeys.Select(f => f.From).ShouldBe(["Số chứng chỉ"]);
        match.Unfilled.Select(f => f.From)
            .ShouldBe(["Số chứng chỉ", "Ngày sinh", "Ngày cấp", "Số lượng", "Giờ khám", "Đang làm", "Mã khoa", "Ghi chú"]);
    }

    [Fact]
    public void A_word_of_two_fields_is_taken_for_the_first_and_is_a_question()
    {
        var two = Of(ContractFormat.Sheet, "", [new("list_main", "", "", "",
            [.. Fields.Select(f => f.To is "licence_no" or "note" ? f with { Synonyms = ["Mã"] } : f)])]);

        var column = LayoutMatch.Of(two, new MemoryStream(Utf8("Mã\nA1\n"))).Columns.ShouldHaveSingleItem();

        (column.Field!.From, column.IsDoubtful).ShouldBe(("Số chứng chỉ", true));
        Said(two, "Mã\nA1\n").ShouldBe("1 dòng 2: Số chứng chỉ=A1\n! F07-doubtful-column Mã ~ Số chứng chỉ");
    }

    [Fact]
    public void The_digest_is_that_of_contract_and_words_whatever_stands_above_or_below()
    {
        Match("DANH SÁCH\n" + Table.ToUpperInvariant()).Digest.ShouldBe(Match(Table.Replace("A1", "B7", StringComparison.Ordinal)).Digest);
        Match(Table.Replace("Tuổi", "Tuoi thai", StringComparison.Ordinal)).Digest.ShouldNotBe(Match(Table).Digest);
        LayoutMatch.Of(Licences with { Code = "other" }, new MemoryStream(Utf8(Table))).Digest.ShouldNotBe(Match(Table).Digest);
    }

    [Fact]
    public void What_somebody_said_is_shown_as_said()
    {
        var said = LayoutMatch.Of(Licences, new MemoryStream(Utf8(Table)),
            new(new Dictionary<string, string?> { ["Số lương"] = "Số lượng", ["Tuổi"] = null, ["Khoa"] = null, ["Khoa (2)"] = "Mã khoa" }));

        said.Columns.Select(c => (c.Words, c.Field?.From, c.By, c.Match.IsIgnored)).Skip(3)
            .ShouldBe([("Số lương", "Số lượng", MatchedBy.Mapping, false),
            ("Khoa", null, null, true), ("Khoa (2)", "Mã khoa", MatchedBy.Mapping, false), ("Tuổi", null, null, true)]);
    }

    [Theory]
    [InlineData("a;b\n1;2\n", "không dòng nào trong 20 dòng đầu có tên cột cần tìm"), InlineData("%PDF-1.7", "Tệp PDF không nhập được")]
    public void What_is_no_table_of_the_contract_is_refused_in_words(string text, string words) =>
        Should.Throw<SheetException>(() => Match(text)).Message.ShouldContain(words);

    [Fact]
    public void Words_with_other_marks_are_a_question_and_words_without_marks_are_none()
    {
        string Doubts(string words) =>
            string.Join(", ", Match($"Số CCHN;{words}\nA1;1\n").Columns.Where(c => c.IsDoubtful).Select(c => c.Words));

        Doubts("Số lương").ShouldBe("Số lương");
        Doubts("so luong").ShouldBe("");
        Doubts("SỐ LƯỢNG (cái)").ShouldBe("");
    }

    [Fact]
    public void A_packed_table_is_looked_at_by_its_name() =>
        LayoutMatch.Of(Licences, new MemoryStream(Packed.Zip(("thang 1.csv", Utf8(Table))))).File.ShouldBe("thang 1.csv");

    private static string Doubt(MatchedColumn column) =>
        column.IsDoubtful ? $" ? {string.Join(", ", column.Match.Candidates.Select(f => f.From))}" : "";

    private static LayoutMatch Match(string text) => LayoutMatch.Of(Licences, new MemoryStream(Utf8(text)));
}
