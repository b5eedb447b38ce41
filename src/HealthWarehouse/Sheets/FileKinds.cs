using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace HealthWarehouse.Sheets;

/// <summary>Tells by first bytes what a file is, and of those that are no table what its sender can do.</summary>
internal static partial class FileKinds
{
    public const string Broken = "Không đọc được tệp: tệp hỏng hoặc không phải bảng tính. Hãy tải lại tệp, hoặc mở bằng Excel (cho sửa " +
        "nếu được hỏi) rồi lưu thành .xlsx.";

    private const string Save = "hãy mở bằng Excel rồi lưu lại dạng .xlsx hoặc CSV UTF-8.";
    private const string Old = "Tệp Excel kiểu cũ (.xls): hãy mở và lưu lại dạng .xlsx hoặc CSV UTF-8.";
    internal const int Looked = 4096;
    private const int Entry = 128;

    public static bool IsZip(Stream content) => Start(content, 4).AsSpan().StartsWith("PK\x03\x04"u8);

    /// <summary>
    /// Whether a zip is a workbook or another document, not an archive of files; one that cannot be opened counts as one.
    /// </summary>
    public static bool IsBook(Stream content)
    {
        content.Position = 0;
        try
        {
            using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            return zip.Entries.Any(e => e.FullName.Replace('\\', '/').TrimStart('/') is "[Content_Types].xml" or "mimetype" or "content.xml"
                or "Index.zip" or ['x' or 'X', 'l' or 'L', '/', ..] || e.Name.EndsWith(".iwa", StringComparison.OrdinalIgnoreCase));
        }
        catch (InvalidDataException)
        {
            return true;
        }
        finally
        {
            content.Position = 0;
        }
    }

    /// <summary>The encoding of a file that is text; anything else is refused.</summary>
    public static Encoding TextOf(Stream content)
    {
        if (content.Length == 0) throw new SheetException("Tệp trống.");
        var start = Start(content, Looked);
        if (Other(content, start) is { } words) throw new SheetException(words);
        var encoding = TextEncodings.Of(start);
        if (encoding is UTF8Encoding && start.AsSpan().Contains((byte)0))
            throw new SheetException("Tệp không phải bảng tính: cần .xlsx hoặc .csv.");
        var text = TextEncodings.Lenient(encoding).GetString(start).TrimStart('\ufeff', ' ', '\r', '\n', '\t');
        if (Sylk().IsMatch(text)) throw new SheetException($"Tệp Excel kiểu SYLK (.slk): {Save}");
        if (Archive().IsMatch(text) || Html().IsMatch(text))
            throw new SheetException($"Tệp là trang web (HTML) đặt tên thành bảng tính: {Save}");
        if (Json().IsMatch(text)) throw new SheetException("Tệp JSON không phải bảng tính: cần .xlsx hoặc .csv.");
        if (Xml().IsMatch(text))
            throw new SheetException(text.Contains("urn:schemas-microsoft-com:office:spreadsheet", StringComparison.Ordinal)
                ? $"Tệp là bảng tính XML của Excel 2003: {Save}" : "Tệp XML không phải bảng tính: cần .xlsx hoặc .csv.");
        return encoding;
    }

    private static string? Other(Stream content, ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? Compound(content)
        : start is [0x09, 0x00 or 0x02 or 0x04 or 0x08, < 0x20, 0x00, ..] ? Old
        : start.StartsWith("%PDF"u8) ? "Tệp PDF không nhập được: cần bảng tính (.xlsx hoặc .csv)."
        : start.StartsWith("Rar!"u8) || start is [0x1F, 0x8B, ..] or [(byte)'7', (byte)'z', 0xBC, 0xAF, ..]
        ? "Tệp nén: hãy giải nén rồi gửi tệp .xlsx hoặc .csv bên trong." : null;

    /// <summary>
    /// The old container of Office: its entries stand at multiples of 128 bytes, each begins with its name. A password makes an .xlsx one
    /// too.
    /// </summary>
    private static string Compound(Stream content)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var buffer = new byte[Entry * 512];
        content.Position = 0;
        for (int read; (read = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0;)
            for (var at = 0; at + Entry <= read; at += Entry)
                foreach (var name in (string[])["EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document"])
                    if (IsNamed(buffer.AsSpan(at, Entry), name)) found.Add(name);
        return found.Contains("EncryptedPackage")
            ? "Tệp có mật khẩu: hãy mở bằng Excel, bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc) rồi lưu lại."
            : found.Contains("WordDocument") ? "Tệp Word không phải bảng tính: cần .xlsx hoặc .csv."
            : found.Contains("PowerPoint Document") ? "Tệp PowerPoint không phải bảng tính: cần .xlsx hoặc .csv." : Old;
    }

    private static bool IsNamed(ReadOnlySpan<byte> entry, string name) =>
        entry[64] == 2 * (name.Length + 1) && entry[65] == 0 && entry.StartsWith(Encoding.Unicode.GetBytes(name));

    /// <summary>What a zip is that holds no workbook.</summary>
    public static string Zip(IEnumerable<string> parts, string mimetype)
    {
        var names = parts.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return mimetype.StartsWith("application/vnd.oasis.opendocument", StringComparison.Ordinal)
            || names.Contains("content.xml") ? "Tệp OpenDocument (.ods): hãy mở bằng LibreOffice rồi lưu thành .xlsx."
            : names.Contains("xl/workbook.bin") ? $"Tệp Excel nhị phân (.xlsb): {Save}"
            : names.Contains("word/document.xml") ? "Tệp Word (.docx) không phải bảng tính: cần .xlsx hoặc .csv."
            : names.Contains("ppt/presentation.xml") ? "Tệp PowerPoint (.pptx) không phải bảng tính: cần .xlsx hoặc .csv."
            : names.Any(n => n.EndsWith(".iwa", StringComparison.OrdinalIgnoreCase)) || names.Contains("Index.zip")
            ? "Tệp Numbers của Apple: hãy chọn Tệp → Xuất sang → Excel rồi gửi tệp .xlsx."
            : names.Any(n => n.StartsWith("xl/", StringComparison.OrdinalIgnoreCase)) ? "Sổ tính thiếu phần xl/workbook.xml: tệp hỏng. " +
                "Hãy mở bằng Excel, cho sửa rồi lưu lại."
            : names.Any(n => Path.GetExtension(n).ToUpperInvariant() is ".XLSX" or ".XLSM" or ".CSV" or ".XLS")
            ? "Tệp nén: hãy giải nén rồi gửi tệp .xlsx hoặc .csv bên trong." : Broken;
    }

    private static byte[] Start(Stream content, int length)
    {
        var start = new byte[length];
        content.Position = 0;
        return start[..content.ReadAtLeast(start, length, throwOnEndOfStream: false)];
    }

    [GeneratedRegex(@"^ID;P(WXL|CALC|SCALC|PW)")] private static partial Regex Sylk();
    [GeneratedRegex(@"^(\{\s*""|\[\s*[{\[])")] private static partial Regex Json();
    [GeneratedRegex("^MIME-Version:", RegexOptions.IgnoreCase)] private static partial Regex Archive();
    [GeneratedRegex(@"^<(!doctype|html|head|meta|style|body|table|div)\b|^<[?!].{0,400}<html\b",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Html();

    [GeneratedRegex(@"^<(\?xml|[a-z]\w*:?\w*[\s>/])", RegexOptions.IgnoreCase)] private static partial Regex Xml();
}
