using System.Text.RegularExpressions;

namespace HealthWarehouse.Concepts;

/// <summary>
/// A note of an officer that is kept in clear: it may not carry a number of a person (papers, insurance card, telephone, e-mail).
/// </summary>
public static partial class PlainNote
{
    public const int Longest = 2000;

    /// <summary>What is wrong with a note, in words; null when it may be kept.</summary>
    public static string? Fault(string? text) =>
        text is null ? null
        : text.Length > Longest ? string.Create(CultureInfo.InvariantCulture, $"Ghi chú dài quá {Longest} ký tự.")
        : Numbers().IsMatch(Keys().Replace(text, "")) || Mail().IsMatch(text)
            ? "Không ghi số giấy tờ, số thẻ, số điện thoại, thư điện tử của một người vào đây; dùng mã người trong kho (person/…)."
        : null;

    /// <summary>
    /// The note without blanks around it, null when there is nothing; throws a RefusedException in words when it may not be kept.
    /// </summary>
    public static string? Of(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : Fault(text) is { } fault ? throw new RefusedException(fault) : text.Trim();

    /// <summary>As <see cref="Of"/>, of a note that must be there.</summary>
    public static string Required(string? text, string what) => Of(text) ?? throw new RefusedException($"Hãy ghi {what}.");

    /// <summary>
    /// Nine digits and more in a row, with or without blanks, dots and dashes between them. A day (31/12/2026) or a number of a document is
    /// shorter.
    /// </summary>
    [GeneratedRegex(@"\d(?:[ .\-]?\d){8,}")] private static partial Regex Numbers();

    /// <summary>Keys of the house, which are no identity.</summary>
    [GeneratedRegex(@"\b(?:person|record)/\d+")] private static partial Regex Keys();

    [GeneratedRegex(@"[^\s@]+@[^\s@]+\.[^\s@]+")] private static partial Regex Mail();
}
