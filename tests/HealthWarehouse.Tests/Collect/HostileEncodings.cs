using System.Text;
using static HealthWarehouse.Tests.Collect.Answer;

namespace HealthWarehouse.Tests.Collect;

/// <summary>Files that are not XML at all, or not in the encoding they say.</summary>
internal static class HostileEncodings
{
    public static readonly Hostile[] Cases =
    [
        // Not XML.
        new("nothing", _ => Array.Empty<byte>(), Broken("tệp rỗng")),
        new("only white space", _ => "  \r\n\t\n", Broken("tệp rỗng")),
        new("only a byte order mark", _ => [0xEF, 0xBB, 0xBF], Broken("tệp rỗng")),
        new("only a declaration", _ => "<?xml version=\"1.0\"?>", Broken("tệp rỗng")),
        new("JSON", _ => "{\"MA_LK\": \"1\"}", Broken("tệp không bắt đầu bằng XML")),
        new("a page of HTML", _ => "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1><br></body></html>", Broken("có khai báo DOCTYPE")),
        new("a page of HTML without a doctype", _ =>
            "<html><body>502<br></body></html>", Broken("phần tử gốc là <html>, phải là <GIAMDINHHS>")),
        new("a PDF", _ =>
            [.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3, .. "\n1 0 obj <</Type /Catalog>>"u8], Broken("tệp không bắt đầu bằng XML")),
        new("a workbook", _ =>
            Packed.Zip(("[Content_Types].xml", "<?xml version=\"1.0\"?><Types xmlns=\"a\"><Default/></Types>"u8.ToArray()),
            ("xl/workbook.xml", "<workbook/>"u8.ToArray())), Broken("[Content_Types].xml: phần tử gốc là <Types>")),
        new("random bytes", _ => Random(4096), Broken("")),
        new("another root", n =>
            n.Two().Replace("GIAMDINHHS", "KHAMSUCKHOE"), Broken("phần tử gốc là <KHAMSUCKHOE>, phải là <GIAMDINHHS>")),
        new("the root in small letters", n => n.Two().Replace("GIAMDINHHS", "giamdinhhs"), Broken("phần tử gốc là <giamdinhhs>")),
        new("a record without its envelope", n => n.Good(), Broken("phần tử gốc là <HOSO>")),
        new("an inner document sent alone", n => Claim.Xml1(n.Bad), Broken("phần tử gốc là <TONG_HOP>")),

        // Encodings: those that can be told are read.
        new("UTF-8 with a byte order mark", n => [0xEF, 0xBB, 0xBF, .. Packed.Utf8(n.Two())], Loaded()),
        new("UTF-16, little end first", n => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(n.Around())], Loaded()),
        new("UTF-16, big end first", n => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(n.Around())], Loaded()),
        new("UTF-32, little end first", n => [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes(n.Around())], Loaded()),
        new("UTF-32, big end first", n => [0, 0, 0xFE, 0xFF, .. new UTF32Encoding(true, false).GetBytes(n.Around())], Loaded()),
        new("declared windows-1258", n => Declared("windows-1258", n, [0xD0, 0xFE]), Loaded()),
        new("declared iso-8859-1", n => Declared("iso-8859-1", n, [0xE9]), Loaded()),
        new("declared UTF8 without a hyphen", n => Declared("UTF8", n, "Đề"u8), Loaded()),
        new("declared UTF-16 and written in UTF-8", n => Declared("utf-16", n, "Đề"u8), Loaded()),
        new("an encoding nobody knows", n =>
            Declared("x-klingon", n, []), Unopened("bảng mã 'x-klingon' không được hỗ trợ; hãy gửi UTF-8")),
        new("UTF-7", n => Declared("utf-7", n, "+ADw-script+AD4-"u8), Unopened("bảng mã 'utf-7' không được hỗ trợ")),
        new("an encoding of several bytes", n => Declared("gb2312", n, []), Unopened("bảng mã 'gb2312' không được hỗ trợ")),
        new("EBCDIC, declared in ASCII", n => Declared("IBM037", n, []), Broken("có ký tự điều khiển")),

        // Not what they say.
        new("windows-1258 without saying so", n => Declared(null, n, [0xD0, 0xFE]), Broken("chữ không phải UTF-8, trong <GHI_CHU>")),
        new("TCVN3 declared as UTF-8", n => Declared("utf-8", n, [0xA7, 0xB8]), Broken("chữ không phải UTF-8")),
        new("an overlong letter", n => Declared(null, n, [0xC0, 0xAF]), Broken("chữ không phải UTF-8")),
        new("half a surrogate in UTF-8", n => Declared(null, n, [0xED, 0xA0, 0x80]), Broken("chữ không phải UTF-8")),
        new("half a surrogate in UTF-16", n =>
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(n.Around()[..^13]), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("</GIAMDINHHS>")],
            Broken("chữ trong tệp không đúng bảng mã đã khai báo")),
        new("UTF-16 with a byte missing", n =>
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(n.Around()), 0x20], Broken("chữ trong tệp không đúng bảng mã đã khai báo")),
        new("UTF-16 that becomes UTF-8 on the way", n =>
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(n.Around()[..50]), .. Packed.Utf8(n.Around())], Broken("")),
        new("two byte order marks", n =>
            [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. Packed.Utf8(n.Around())], Broken("tệp không bắt đầu bằng XML")),
    ];

    /// <summary>A file with a note in the given bytes, which says (or does not) what encoding it is in.</summary>
    private static byte[] Declared(string? encoding, Neighbours n, ReadOnlySpan<byte> note)
    {
        var text = n.Around();
        var at = text.IndexOf("<THONGTINHOSO>", StringComparison.Ordinal);
        return [.. Packed.Utf8(encoding is null ? "<?xml version=\"1.0\"?>" : $"<?xml version=\"1.0\" encoding=\"{encoding}\"?>"),
            .. Packed.Utf8(text[..at]),
            .. "<GHI_CHU>"u8, .. note, .. "</GHI_CHU>"u8, .. Packed.Utf8(text[at..])];
    }

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(42).NextBytes(bytes);
        return bytes;
    }
}
