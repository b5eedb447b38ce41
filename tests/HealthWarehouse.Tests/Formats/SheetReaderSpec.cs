using System.Text;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Tests.Collect;
using static HealthWarehouse.Tests.Formats.Feeds;
using static HealthWarehouse.Tests.Sheets.Books;

namespace HealthWarehouse.Tests.Formats;

/// <summary>
/// A table as somebody sends it becomes records of its contract: found by its words, brought to types, told where in doubt.
/// </summary>
public class SheetReaderSpec
{
    [Fact]
    public void Titles_above_and_units_in_brackets_are_passed_over_and_words_match_without_accents() =>
        Said(Licences,
            "SỞ Y TẾ,,\nDANH SÁCH HÀNH NGHỀ,,\n\nso CCHN,HỌ  TÊN,Phí (đồng)\nA1,Trần Thị Hư Cấu,200000\n\nA2,Lê Tưởng Tượng,300000\n")
            .ShouldBe("1 dòng 5: Số chứng chỉ=A1 Họ và tên=Trần Thị Hư Cấu Phí=200000\n" +
                "3 dòng 7: Số chứng chỉ=A2 Họ và tên=Lê Tưởng Tượng Phí=300000");

    [Fact]
    public void Headings_may_stand_in_two_rows_with_a_row_of_numbers_below_and_a_total_at_the_end() =>
        Said(Licences, "STT;Người hành nghề;;Mức thu\n;Số chứng chỉ;Họ tên;\n1;2;3;4\n" +
            "1;A1;An;40000\n2;A2;Bình;50000\nTổng cộng;;;90000\n;;Người lập;\n")
            .ShouldBe("2 dòng 4: STT=1 Số chứng chỉ=A1 Họ và tên=An Phí=40000\n3 dòng 5: STT=2 Số chứng chỉ=A2 Họ và tên=Bình Phí=50000\n" +
                "! F06-lines-left dòng 3 (dòng đánh số cột), dòng 6 ('Tổng cộng'), dòng 7 (chân bảng) ~ 3");

    [Fact]
    public void Columns_of_a_circulating_layout_are_known_by_its_preset() =>
        Said(Licences, "CCHN_SO,TEN\nA1,An\n").ShouldBe("1 dòng 2: Số chứng chỉ=A1 Họ và tên=An");

    [Fact]
    public void What_nobody_declared_is_given_under_its_own_words_each_once() =>
        Said(Licences, "Số CCHN,Lạ,Lạ,,Số CCHN\nA1,1,2,3,4,5\n")
            .ShouldBe("1 dòng 2: Số chứng chỉ=A1 Lạ=1 Lạ (2)=2 (cột D)=3 Số CCHN (2)=4 (cột F)=5");

    [Fact]
    public void What_somebody_said_of_columns_goes_before_their_words() =>
        Said(Licences, "Mã,Số CCHN,Tên,Khoa\nA1,cũ,An,K01\n",
            new(new Dictionary<string, string?> { ["mã"] = "Số chứng chỉ", ["Số CCHN"] = null }))
            .ShouldBe("1 dòng 2: Số chứng chỉ=A1 Họ và tên=An Mã khoa=K01");

    [Theory]
    [InlineData("Họ tên,Khoa\nAn,K01\n", "broken: thiếu cột 'Số chứng chỉ'; dòng tiêu đề 1 có: Họ tên, Khoa")]
    [InlineData("Số chứng chỉ HN,Khoa\nA1,K01\n",
        "broken: thiếu cột 'Số chứng chỉ'; dòng tiêu đề 1 có: Số chứng chỉ HN, Khoa (cột 'Số chứng chỉ HN' có phải 'Số chứng chỉ'?)")]
    [InlineData("a,b\n1,2\n",
        "broken: không dòng nào trong 20 dòng đầu có tên cột cần tìm ('Số chứng chỉ', …); dòng đầu ghi: a, b")]
    [InlineData("\n", "broken: tệp không có dòng nào")]
    [InlineData("", "broken: tệp trống")]
    [InlineData("Số CCHN\nA1\n\"A2\n",
        "broken: tệp CSV hỏng ở dòng 3: dấu nháy kép mở mà không đóng, hoặc đóng giữa ô. Hãy sửa dòng ấy, hoặc " +
        "lưu lại tệp từ Excel")]
    [InlineData("[{\"a\":1}]", "broken: tệp JSON không phải bảng tính: cần .xlsx hoặc .csv")]
    public void A_file_without_its_key_columns_breaks_with_what_is_missing_and_what_was_found(string text, string said) =>
        Said(Licences, text).Split('\n')[^1].ShouldBe(said);

    [Theory]
    [InlineData("Ngày cấp", "31/12/2025", "20251231"), InlineData("Ngày cấp", "1/2/2025", "20250201")]
    [InlineData("Ngày cấp", "2025-12-31", "20251231")]
    [InlineData("Ngày cấp", "20251231", "20251231"), InlineData("Ngày cấp", "45000", "20230315 ! F02-day-serial Ngày cấp 20230315")]
    [InlineData("Ngày cấp", "31/02/2025", "31/02/2025"), InlineData("Ngày cấp", "11/30/2026", "11/30/2026")]
    [InlineData("Ngày cấp", "2025-12-31T20:00:00Z", "20260101")]
    [InlineData("Ngày sinh", "1985", "1985"), InlineData("Ngày sinh", "05/1985", "198505")]
    [InlineData("Ngày sinh", "15/05/1985", "19850515")]
    [InlineData("Giờ khám", "31/12/2025 8:05", "202512310805"), InlineData("Giờ khám", "08:05 31/12/2025", "202512310805")]
    [InlineData("Giờ khám", "2025-12-31T23:30:00Z", "202601010630"), InlineData("Giờ khám", "2025-12-31T08:05:09+07:00", "202512310805")]
    [InlineData("Giờ khám", "31/12/2025 2:05 PM", "202512311405"), InlineData("Giờ khám", "20251231080509", "202512310805")]
    [InlineData("Phí", "1234.5", "1234.5"), InlineData("Phí", "1.234,5", "1234.5"), InlineData("Phí", "1,234.5", "1234.5")]
    [InlineData("Phí", "40.000", "40000 ! F01-grouped Phí 40000"), InlineData("Phí", "1 234 567", "1234567")]
    [InlineData("Phí", "0.125", "0.1250"), InlineData("Số lượng", "0.125", "0.125"), InlineData("Phí", "-5", "-5")]
    [InlineData("Phí", "năm nghìn", "năm nghìn")]
    [InlineData("Phí", "2E+03", "2000 ! F01-scientific Phí 2000")]
    [InlineData("Đang làm", "Có", "1"), InlineData("Đang làm", "x", "1"), InlineData("Đang làm", "không", "0")]
    [InlineData("Đang làm", "FALSE", "0")]
    [InlineData("Đang làm", "✓", "1"), InlineData("Đang làm", "có lẽ", "có lẽ")]
    [InlineData("Mã khoa", "K01", "K01"), InlineData("Mã khoa", "01-May", "01-May ! F03-code-damaged Mã khoa 01-May")]
    [InlineData("Mã khoa", "2E+21", "2E+21 ! F03-code-damaged Mã khoa 2E+21"), InlineData("Ghi chú", "=\"00123\"", "00123")]
    [InlineData("Ghi chú", "a \"\"b\"\" c", "a \"b\" c"), InlineData("Ghi chú", "hai\ndòng", "hai\ndòng")]
    public void A_value_is_brought_to_its_type_and_what_was_assumed_is_told(string field, string written, string read) =>
        Said(Licences, $"Số CCHN;{field}\nA1;{(written[0] == '=' ? written : $"\"{written}\"")}\n")
            .Replace("1 dòng 2: Số chứng chỉ=A1 ", "", StringComparison.Ordinal)
            .ShouldBe($"{field}={read}");

    [Fact]
    public void A_workbook_is_read_by_the_sheet_that_fits_best_and_the_others_like_it_are_told()
    {
        string Rows(string key) => $"<row r=\"2\">{Text("A2", "Số CCHN")}{Text("B2", "Ngày cấp")}{Text("C2", "Khoa")}</row>" +
            $"<row r=\"3\" hidden=\"1\">{Text("A3", key)}<c r=\"B3\" s=\"1\"><v>45000</v></c><c r=\"C3\"><v>12</v></c></row>" +
            $"<row r=\"4\"><c r=\"A4\"><f>1+1</f><v>2</v></c><c r=\"B4\"><f>1</f></c>" +
            "<c r=\"C4\" t=\"e\"><v>#N/A</v></c></row>";
        var book = Of("", ("xl/workbook.xml", Workbook("<sheet name=\"Bìa\" sheetId=\"1\" r:id=\"rId1\"/>" +
            "<sheet name=\"Bảng 1\" sheetId=\"2\" r:id=\"rId4\"/><sheet name=\"Bảng 2\" sheetId=\"3\" r:id=\"rId5\"/>")),
            ("xl/_rels/workbook.xml.rels", Relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml"),
                ("rId4", "worksheet", "worksheets/sheet2.xml"), ("rId5", "worksheet", "worksheets/sheet3.xml"))),
            ("xl/worksheets/sheet2.xml", Sheet(Rows("A1"))), ("xl/worksheets/sheet3.xml", Sheet(Rows("B1"))));

        Said(Licences, book).ShouldBe(
            "1 trang Bảng 1, dòng 3: Số chứng chỉ=A1 Ngày cấp=20230315 Mã khoa=12 ! F03-code-as-number Mã khoa 12\n" +
            "2 trang Bảng 1, dòng 4: Số chứng chỉ=2 ! F04-formula-empty Ngày cấp ! F04-cell-error Mã khoa\n" +
            "! F06-other-sheets 'Bảng 2' ~ Bảng 1\n! F05-hidden 1 dòng ẩn (từ trang Bảng 1, dòng 3)\n" +
            "! F05-formulas 1 ~ trang Bảng 1, dòng 4, cột A");

        Said(Licences, book, new(new Dictionary<string, string?>(), "Bảng 2")).ShouldContain("Bảng 2, dòng 3: Số chứng chỉ=B1");
    }

    [Fact]
    public void Archives_of_tables_go_on_counting_from_file_to_file()
    {
        var zip = Packed.Zip(("t1/a.csv", Utf8("Số CCHN\nA1\n\nA2\n")),
            ("b.xlsx", Of($"<row r=\"1\">{Text("A1", "Số CCHN")}</row><row r=\"2\">{Text("A2", "B1")}</row>")),
            ("c.csv", Utf8("Số CCHN;Khoa\nC1;K1\n")));

        Said(Licences, zip).ShouldBe("1 tệp t1/a.csv, dòng 2: Số chứng chỉ=A1\n3 tệp t1/a.csv, dòng 4: Số chứng chỉ=A2\n" +
            "4 tệp b.xlsx, trang DM, dòng 2: Số chứng chỉ=B1\n5 tệp c.csv, dòng 2: Số chứng chỉ=C1 Mã khoa=K1");
        Said(Licences, Packed.Gzip(Utf8("Số CCHN\nA1\n"))).ShouldBe("1 dòng 2: Số chứng chỉ=A1");
    }

    [Fact]
    public void UTF_16_is_read_and_older_encodings_are_refused_by_name()
    {
        var text = "Số CCHN\tHọ tên\nA1\tNguyễn Thị Ánh Đào\n";

        Said(Licences, [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)])
            .ShouldBe("1 dòng 2: Số chứng chỉ=A1 Họ và tên=Nguyễn Thị Ánh Đào");
        Said(Licences, [.. Utf8("Số CCHN,Họ tên\nA1,"), .. Convert.FromHexString("f0fdf0fdececf2d2de0a")])
            .ShouldStartWith("broken: tệp không phải UTF-8 mà có vẻ là windows-1258");
    }
}
