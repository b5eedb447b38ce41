using System.Text;
using static HealthWarehouse.Tests.Sheets.Books;

namespace HealthWarehouse.Tests.Sheets;

/// <summary>CSV files as offices send them, each with what is read of it or the words of its refusal.</summary>
public class OddTextsSpec
{
    [Theory]
    [InlineData("sep=;\nmã;tên\n1;a,b\n", "2: mã | tên\n3: 1 | a,b")]
    [InlineData("\"sep=|\"\r\nmã|tên\r\n1|a", "2: mã | tên\n3: 1 | a")]
    [InlineData("mã;giá\nA;1,5\nB;2,25\n", "1: mã | giá\n2: A | 1,5\n3: B | 2,25")]
    [InlineData("giá\n1,5\n2,25\n", "1: giá\n2: 1,5\n3: 2,25")]
    [InlineData("mã\nA\nB", "1: mã\n2: A\n3: B")]
    [InlineData("mã\ttên\r\n\r\n,;\t\"a\"\"b\nc\"\r\n\t\t\r\n", "1: mã | tên\n3: ,; | a\"b\nc")]
    [InlineData("mã,tên\n1,a\n1,a,thừa\n2\n", "1: mã | tên\n2: 1 | a\n3: 1 | a | thừa\n4: 2")]
    [InlineData("mã,tên\n=\"00123\",='x'\n", "1: mã | tên\n2: 00123 [Formula] | ='x'")]
    [InlineData("\ufeffmã,tên\n\u200b1,a\u00a0b \n", "1: mã | tên\n2: \u200b1 | a\u00a0b ")]
    [InlineData("<5 tuổi,<=1\n3,4\n", "1: <5 tuổi | <=1\n2: 3 | 4")]
    public void What_is_written_is_read(string text, string read) => Read(Encoding.UTF8.GetBytes(text)).ShouldBe(read);

    [Theory, InlineData(1200, true), InlineData(1201, true), InlineData(1200, false), InlineData(1201, false)]
    public void UTF_16_is_read_with_and_without_its_mark(int page, bool mark)
    {
        var encoding = Encoding.GetEncoding(page);

        Read([.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("mã;tên thuốc\nT1;Thuốc giảm đau\n")])
            .ShouldBe("1: mã | tên thuốc\n2: T1 | Thuốc giảm đau");
    }

    [Theory]
    [InlineData("4de32c54aa6e0a312c4275ec6e672062d6006e680a", "")]
    [InlineData("546965b36e672076a8a92c aeaa7520b9b8ac", " mà có vẻ là TCVN3 (ABC)")]
    [InlineData("546fe2f9f12c62e4f8f6f92cf1f96e67", " mà có vẻ là VNI")]
    [InlineData("f0fd6f6eccec2c62edf2def0d267", " mà có vẻ là windows-1258")]
    public void Other_encodings_are_told_by_name_where_it_can_be(string hex, string which)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)).Select(b => b == 0 ? (byte)'x' : b).ToArray();

        Refusal(bytes).ShouldBe(which.Length == 0
            ? "Tệp không phải UTF-8: hãy lưu lại với bảng mã UTF-8 (không dùng TCVN3, VNI, windows-1258)."
            : $"Tệp không phải UTF-8{which}: hãy chuyển mã (ví dụ bằng UniKey) rồi lưu lại với bảng mã UTF-8.");
    }

    [Theory]
    [InlineData("mã,tên\n1,\"a\n2,b\n3,c\n", 2)]
    [InlineData("mã,tên\n1,a\n2,\"b\n3,\"c\"\n", 3)]
    [InlineData("sep=,\nmã,tên\n1,\"a\n", 3)]
    [InlineData("mã,tên\n1,\"a\"b\n", 2)]
    public void A_quote_left_open_is_told_with_its_line(string text, int line) =>
        Refusal(Encoding.UTF8.GetBytes(text)).ShouldBe($"Tệp CSV hỏng ở dòng {line}: dấu nháy kép mở mà không đóng, hoặc đóng giữa ô. " +
            "Hãy sửa dòng ấy, hoặc lưu lại tệp từ Excel.");
}
