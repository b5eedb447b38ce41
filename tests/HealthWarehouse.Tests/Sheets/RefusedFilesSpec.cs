using System.Text;
using HealthWarehouse.Sheets;
using HealthWarehouse.Tests.Collect;
using static HealthWarehouse.Tests.Sheets.Books;

namespace HealthWarehouse.Tests.Sheets;

/// <summary>Files no lines can be read from, each with the words its sender gets: what it is, and what to do.</summary>
public class RefusedFilesSpec
{
    private const string Row = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", Opens = "xl/worksheets/sheet1.xml";
    private static readonly string Run = $"<r><t>{new string('a', 3000)}</t></r>";
    private const string Save = "hãy mở bằng Excel rồi lưu lại dạng .xlsx hoặc CSV UTF-8.";
    private const string Broken = "Không đọc được tệp: tệp hỏng hoặc không phải bảng tính. Hãy tải lại tệp, hoặc mở bằng Excel (cho sửa " +
        "nếu được hỏi) rồi lưu thành .xlsx.";
    private const string TooLarge = "Sổ tính mở ra quá lớn (hơn 512 MB, hoặc nén quá mức thường). Hãy lưu riêng trang cần gửi " +
        "thành CSV UTF-8.";

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "nothing", [], "Tệp trống." },
        { "an old workbook", Compound("Workbook"), "Tệp Excel kiểu cũ (.xls): hãy mở và lưu lại dạng .xlsx hoặc CSV UTF-8." },
        { "a workbook of Excel 4", [0x09, 0x04, 0x06, 0x00, 0x00, 0x00, 0x10, 0x00], "Tệp Excel kiểu cũ (.xls): hãy mở và lưu lại dạng " +
            ".xlsx hoặc CSV UTF-8." },
        { "a workbook with a password", Compound("EncryptionInfo", "EncryptedPackage"), "Tệp có mật khẩu: hãy mở bằng Excel, bỏ mật khẩu " +
            "(Tệp → Thông tin → Bảo vệ sổ làm việc) rồi lưu lại." },
        { "an old document", Compound("WordDocument"), "Tệp Word không phải bảng tính: cần .xlsx hoặc .csv." },
        { "a print", Utf8("%PDF-1.7\n1 0 obj"), "Tệp PDF không nhập được: cần bảng tính (.xlsx hoặc .csv)." },
        { "a page named .xls", Utf8("\n<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>1"),
            $"Tệp là trang web (HTML) đặt tên thành bảng tính: {Save}" },
        { "a table alone named .xls", Utf8("<TABLE border=1><tr><td>1"), $"Tệp là trang web (HTML) đặt tên thành bảng tính: {Save}" },
        { "a page in UTF-16", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("<html><table>")],
            $"Tệp là trang web (HTML) đặt tên thành bảng tính: {Save}" },
        { "a web archive", Utf8("MIME-Version: 1.0\r\nContent-Type: multipart/related"),
            $"Tệp là trang web (HTML) đặt tên thành bảng tính: {Save}" },
        { "a workbook of 2003 in XML", Utf8("<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook " +
            "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"), $"Tệp là bảng tính XML của Excel 2003: {Save}" },
        { "a message", Utf8("<?xml version=\"1.0\"?><GIAMDINHHS/>"), "Tệp XML không phải bảng tính: cần .xlsx hoặc .csv." },
        { "a feed", Utf8(" [ {\"ma\": 1}]"), "Tệp JSON không phải bảng tính: cần .xlsx hoặc .csv." },
        { "a symbolic link file", Utf8("ID;PWXL;N;E\r\nP;PGeneral\r\n"), $"Tệp Excel kiểu SYLK (.slk): {Save}" },
        { "a rar", Utf8("Rar!\u001a\a"), "Tệp nén: hãy giải nén rồi gửi tệp .xlsx hoặc .csv bên trong." },
        { "a picture", [0x47, 0x49, 0x46, 0x38, 0, 1, 0, 0], "Tệp không phải bảng tính: cần .xlsx hoặc .csv." },
        { "an .ods", Zipped(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<x/>")),
            "Tệp OpenDocument (.ods): hãy mở bằng LibreOffice rồi lưu thành .xlsx." },
        { "a .numbers", Zipped(("Index/Document.iwa", ""), ("Metadata/Properties.plist", "")),
            "Tệp Numbers của Apple: hãy chọn Tệp → Xuất sang → Excel rồi gửi tệp .xlsx." },
        { "a .docx", Zipped(("word/document.xml", "<x/>")), "Tệp Word (.docx) không phải bảng tính: cần .xlsx hoặc .csv." },
        { "an .xlsb", Zipped(("_rels/.rels", Relations(("r", "officeDocument", "xl/workbook.bin"))), ("xl/workbook.bin", "")),
            $"Tệp Excel nhị phân (.xlsb): {Save}" },
        { "a workbook in a zip", Zipped(("bao cao.xlsx", "PK")), "Tệp nén: hãy giải nén rồi gửi tệp .xlsx hoặc .csv bên trong." },
        { "a zip of anything", Zipped(("a.txt", "a")), Broken },
        { "a zip with a password", Packed.Patch(Of(Row), 6, 1, 0), "Tệp nén có mật khẩu: hãy bỏ mật khẩu rồi gửi lại." },
        { "a zip cut short", Of(Row)[..^30], Broken },
        { "a zip whose bytes were changed", Flipped(), Broken },
        { "a part shorter than it says", Of("", (Opens, "<worksheet><sheetData><row>")), Broken },
        { "a book without its workbook", Of(Row, ("xl/workbook.xml", null)), "Sổ tính thiếu phần xl/workbook.xml: tệp hỏng. Hãy mở bằng " +
            "Excel, cho sửa rồi lưu lại." },
        { "a book without its sheet", Of("", (Opens, null)), "Sổ tính thiếu trang 'DM': tệp hỏng. Hãy mở bằng Excel, cho sửa " +
            "rồi lưu lại." },
        { "a cell without end", Of($"<row>{Text("A1", new('a', 1_100_000))}</row>"),
            "Sổ tính có một ô dài quá 1 triệu ký tự: tệp hỏng, hoặc không phải bảng tính của Excel." },
        { "a cell of very many runs", Of($"<row><c t=\"inlineStr\"><is>{string.Concat(Enumerable.Repeat(Run, 400))}</is></c></row>"),
            "Sổ tính có một ô dài quá 1 triệu ký tự: tệp hỏng, hoặc không phải bảng tính của Excel." },
        { "a book of very many sheets", Of(Row, ("xl/workbook.xml", Workbook(string.Concat(Enumerable.Range(0, 1001)
            .Select(n => $"<sheet name=\"{n}\" sheetId=\"1\"/>"))))), "Sổ tính có hơn 1000 trang: hãy lưu riêng trang cần gửi." },
        { "a book without relations", Of("", ("xl/_rels/workbook.xml.rels", null)), "Sổ tính thiếu trang 'DM': tệp hỏng. Hãy mở bằng " +
            "Excel, cho sửa rồi lưu lại." },
        { "a book without the texts its cells point to", Of(Row), "Sổ tính thiếu phần chữ dùng chung (sharedStrings.xml): tệp hỏng. Hãy " +
            "mở bằng Excel, cho sửa rồi lưu lại." },
        { "entities", Of("", (Opens, "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;\">]><worksheet><sheetData><row>" +
            "<c t=\"str\"><v>&y;</v></c></row></sheetData></worksheet>")), Broken },
        { "an entity from elsewhere", Of("", ("xl/workbook.xml", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><workbook/>")), Broken },
        { "a bomb by its ratio", Bomb(100, Opens), TooLarge },
        { "a bomb by its size", Bomb(513, Opens), TooLarge },
        { "a bomb that lies about its size", Lying(), Broken },
    };

    [Theory, MemberData(nameof(Files))]
    public void A_file_that_cannot_be_read_is_told_and_how_to_mend_it(string file, byte[] content, string words) =>
        Refusal(content).ShouldBe(words, file);

    /// <summary>Bytes changed anywhere: what comes is lines or words of refusal, never a fault of ours.</summary>
    [Fact]
    public void Whatever_is_changed_in_a_file_it_is_read_or_refused()
    {
        var random = new Random(7);
        byte[][] whole =
        [
            Of($"<row r=\"1\">{Text("A1", "Mã")}<c r=\"B1\" s=\"1\"><v>46356</v></c></row>", (Opens, Sheet(
                $"<row r=\"1\" hidden=\"1\">{Text("A1", "Mã")}<c r=\"B1\" s=\"1\"><v>46356.5</v></c></row>", "<cols><col min=\"1\" " +
                "max=\"2\" hidden=\"1\"/></cols>", "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>"))),
            Compound("Workbook"), Utf8("mã;tên\n1;\"a\nb\"\n2;=\"01\"\n"),
        ];
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            var file = (byte[])whole[i % whole.Length].Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--) file[random.Next(file.Length)] = (byte)random.Next(256);
            try
            {
                Read(file[..random.Next(file.Length / 2, file.Length + 1)]);
            }
            catch (SheetException)
            {
                refused++;
            }
        }
        refused.ShouldBeInRange(1000, 2999);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Zipped(params (string Name, string Text)[] parts) => Packed.Zip([.. parts.Select(p => (p.Name, Utf8(p.Text)))]);

    /// <summary>A sheet kept as it is, one letter of it another: sound XML, and not what was sent.</summary>
    private static byte[] Flipped()
    {
        var book = Packed.Zip(System.IO.Compression.CompressionLevel.NoCompression,
            ("xl/workbook.xml", Utf8(Workbook("<sheet name=\"DM\" sheetId=\"1\" r:id=\"rId1\"/>"))),
            ("xl/_rels/workbook.xml.rels", Utf8(Relations(("rId1", "worksheet", "worksheets/sheet1.xml")))),
            (Opens, Utf8(Sheet("<row><c t=\"str\"><v>mã 7</v></c></row>"))));
        return Packed.Flip(book, book.AsSpan().IndexOf(Utf8("ã 7")) + 3);
    }

    /// <summary>A sheet whose zip tells a thousand bytes and gives more.</summary>
    private static byte[] Lying()
    {
        var book = Packed.Zip(("xl/workbook.xml", Utf8(Workbook("<sheet name=\"DM\" sheetId=\"1\" r:id=\"rId1\"/>"))),
            ("xl/_rels/workbook.xml.rels", Utf8(Relations(("rId1", "worksheet", "worksheets/sheet1.xml")))),
            (Opens, Utf8(Sheet(new string(' ', 1 << 20)))));
        return Packed.Patch(book, Utf8(Opens), -46 + 24, 0xE8, 0x03, 0, 0);
    }
}
