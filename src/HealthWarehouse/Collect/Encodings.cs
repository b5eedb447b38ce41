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
        if (start is [0x00, 0x00, 0xFE, 0xFF, ..]) return new UTF32Encoding(true, true, true);
        if (start is [0xFF, 0xFE, ..] or [(byte)'<', 0x00, ..]) return new UnicodeEncoding(false, true, true);
        if (start is [0xFE, 0xFF, ..] or [0x00, (byte)'<', ..]) return new UnicodeEncoding(true, true, true);
        var declared = Declared().Match(Encoding.ASCII.GetString(start));
        var name = declared.Success ? declared.Groups[1].Value : "utf-8";
        return IsUtf8(name) ? null : EightBit(name)
            ?? throw new BadContainerException($"bảng mã '{name}' không được hỗ trợ; hãy gửi UTF-8", part);
    }

    /// <summary>Says UTF-16 but is written in single bytes, or says UTF8: known habits, read as UTF-8.</summary>
    private static bool IsUtf8(string name) =>
        name.ToLowerInvariant() is "utf-8" or "utf8" or "us-ascii" or "utf-16" or "utf-16le" or "utf-16be";

    private static Encoding? EightBit(string name)
    {
        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback,
                DecoderFallback.ExceptionFallback) is { IsSingleByte: true } encoding ? encoding : null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^<\?xml[^>]*encoding\s*=\s*[""']([A-Za-z0-9._\-]{1,40})[""']")] private static partial Regex Declared();
}
