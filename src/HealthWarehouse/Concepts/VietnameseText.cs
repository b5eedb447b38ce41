using System.Text;

namespace HealthWarehouse.Concepts;

/// <summary>Vietnamese text as data: one Unicode form, and a fold for comparing names typed with or without marks.</summary>
public static class VietnameseText
{
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
