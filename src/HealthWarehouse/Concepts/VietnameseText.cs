using System.Text;

namespace HealthWarehouse.Concepts;

/// <summary>Vietnamese text as data: one Unicode form, and a fold for comparing names typed with or without marks.</summary>
public static class VietnameseText
{
    /// <summary>
    /// The composed form of UTF-8 text typed as base letter and combining mark (U+0300–U+036F); null when it has no such marks.
    /// </summary>
    public static string? Composed(ReadOnlySpan<byte> text) =>
        text.IndexOfAny((byte)0xCC, (byte)0xCD) >= 0 ? Encoding.UTF8.GetString(text).Normalize(NormalizationForm.FormC) : null;

    /// <summary>
    /// What a value says to a reader: composed letters, no characters that cannot be seen (zero-width, soft hyphen, byte order marks),
    /// every kind of space a plain one, none around. Null when UTF-8 text is so already, as nearly all is.
    /// </summary>
    public static byte[]? Clean(ReadOnlySpan<byte> text)
    {
        if (!MayHide(text)) return null;
        var before = Encoding.UTF8.GetString(text);
        var after = Clean(before);
        return after == before.Trim(' ', '\t', '\r', '\n') ? null : Encoding.UTF8.GetBytes(after);
    }

    /// <summary>
    /// Whether there may be anything to clean in a text: asked of a whole document at once, it spares asking of each value.
    /// </summary>
    public static bool MayHide(ReadOnlySpan<byte> text) => text.IndexOfAny(Suspicious) >= 0;

    public static string Clean(string text)
    {
        var seen = new StringBuilder(text.Length);
        foreach (var c in text)
            if (char.IsWhiteSpace(c) && c > '\u007f') seen.Append(' ');
            else if (char.GetUnicodeCategory(c) is not UnicodeCategory.Format) seen.Append(c);
        return seen.ToString().Trim().Normalize(NormalizationForm.FormC);
    }

    /// <summary>First bytes of characters that cannot be seen, and of marks that stand apart from their letter.</summary>
    private static readonly System.Buffers.SearchValues<byte> Suspicious =
        System.Buffers.SearchValues.Create([0xC2, 0xCC, 0xCD, 0xD8, 0xDB, 0xDC, 0xE2, 0xE3, 0xEF, 0xF0, 0xF3]);

    /// <summary>Upper case, no marks, Đ as D, single spaces: "Nguyễn  Thị Đào" and "NGUYEN THI DAO" fold alike.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        var space = false;
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            if (!char.IsLetterOrDigit(c)) { space = folded.Length > 0; continue; }
            if (space) folded.Append(' ');
            space = false;
            folded.Append(c is 'đ' or 'Đ' ? 'D' : char.ToUpperInvariant(c));
        }
        return folded.ToString();
    }
}
