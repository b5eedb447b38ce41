using System.Text;

namespace HealthWarehouse.Concepts;

/// <summary>Vietnamese text as data: one Unicode form, and a fold for comparing names typed with or without marks.</summary>
public static class VietnameseText
{
    /// <summary>The composed form of UTF-8 text typed as base letter and combining mark (U+0300–U+036F); null when it has no such marks.</summary>
    public static string? Composed(ReadOnlySpan<byte> text) =>
        text.IndexOfAny((byte)0xCC, (byte)0xCD) >= 0 ? Encoding.UTF8.GetString(text).Normalize(NormalizationForm.FormC) : null;

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
