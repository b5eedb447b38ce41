using System.Text;
using System.Text.RegularExpressions;

namespace HealthWarehouse.Collect;

/// <summary>Tells the encoding of an XML file from its first bytes, as XML 1.0 appendix F does. Null means UTF-8.</summary>
internal static partial class Encodings
{
    public static Encoding? Of(ReadOnlySpan<byte> start, string? part)
    {
        if (start is [0xEF, 0xBB, 0xBF, ..]) return null;
        if (start is [0xFF, 0xFE, 0x00, 0x00, ..]) return new UTF32Encoding(false, true, true);
        if (start is [0xFF, 0xFE, ..] or [(byte)'<', 0x00, ..]) return new UnicodeEncoding(false, true, true);
        if (start is [0xFE, 0xFF, ..] or [0x00, (byte)'<', ..]) return new UnicodeEncoding(true, true, true);
        var declared = Declared().Match(Encoding.ASCII.GetString(start));
        var name = declared.Success ? declared.Groups[1].Value : "utf-8";
        if (name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || name.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase)) return null;      // says UTF-16 but is written in single bytes: a known habit, read as UTF-8
        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            throw new BadContainerException($"bảng mã '{name}' không được hỗ trợ; hãy gửi UTF-8", part);
        }
    }

    [GeneratedRegex(@"^\s*<\?xml[^>]*encoding\s*=\s*[""']([A-Za-z0-9._\-]{1,40})[""']")] private static partial Regex Declared();
}
