using System.Text;

namespace HealthWarehouse.Sheets;

/// <summary>
/// The encoding of a CSV: UTF-8, or UTF-16 as spreadsheets save "Unicode text"; others are told, by name where it can be.
/// </summary>
internal static class TextEncodings
{
    /// <summary>Markers each old encoding has in nearly every Vietnamese word and the others hardly ever.</summary>
    private static readonly (string Name, Func<byte, bool> Mark)[] Legacy =
    [
        ("TCVN3 (ABC)", b => b is >= 0xA8 and <= 0xBF),
        ("VNI", b => b is 0xF1 or 0xF9 or 0xF8 or 0xFB or 0xEF or 0xF6),
        ("windows-1258", b => b is 0xF0 or 0xFD or 0xCC or 0xEC or 0xD2 or 0xF2 or 0xDE),
    ];

    public static Encoding Of(ReadOnlySpan<byte> start)
    {
        if (start is [0xFF, 0xFE, ..]) return new UnicodeEncoding(false, true, true);
        if (start is [0xFE, 0xFF, ..]) return new UnicodeEncoding(true, true, true);
        int even = 0, odd = 0, pairs = start.Length / 2;
        for (var i = 0; i + 1 < start.Length; i += 2)
        {
            if (start[i] == 0) even++;
            if (start[i + 1] == 0) odd++;
        }
        // without a mark: Latin letters have their zero always on the same side
        return odd * 3 > pairs && even == 0 ? new UnicodeEncoding(false, false, true)
            : even * 3 > pairs && odd == 0 ? new UnicodeEncoding(true, false, true) : new UTF8Encoding(false, true);
    }

    /// <summary>The same encoding for looking only, where a text may be cut or wrong.</summary>
    public static Encoding Lenient(Encoding encoding)
    {
        var lenient = (Encoding)encoding.Clone();
        lenient.DecoderFallback = DecoderFallback.ReplacementFallback;
        return lenient;
    }

    /// <summary>What to tell of a text that is not UTF-8.</summary>
    public static string Fault(Stream content)
    {
        var buffer = new byte[1 << 16];
        content.Position = 0;
        return Fault(buffer.AsSpan(0, content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)));
    }

    /// <summary>The same by some of its bytes.</summary>
    public static string Fault(ReadOnlySpan<byte> some)
    {
        var marks = new int[Legacy.Length];
        foreach (var b in some)
            for (var i = 0; i < marks.Length; i++)
                if (b >= 0x80 && Legacy[i].Mark(b)) marks[i]++;
        var most = marks.Max();
        return most >= 3 && marks.Count(m => m * 2 > most) == 1
            ? $"Tệp không phải UTF-8 mà có vẻ là {Legacy[Array.IndexOf(marks, most)].Name}: hãy chuyển mã (ví dụ bằng UniKey) rồi lưu " +
                "lại với bảng mã UTF-8."
            : "Tệp không phải UTF-8: hãy lưu lại với bảng mã UTF-8 (không dùng TCVN3, VNI, windows-1258).";
    }
}
