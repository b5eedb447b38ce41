using System.Text.RegularExpressions;

namespace HealthWarehouse.Concepts;

/// <summary>Identity as it is shown where nothing opened it: enough to tell that two differ, too little to tell who it is.</summary>
public static partial class Masking
{
    private const int ShownFromEitherEnd = 12, ShownAtTheEnd = 9, Shown = 3, ShortestSecret = 5, LongestName = 60;
    private const string Whole = "********";

    /// <summary>
    /// Long numbers keep three characters at either end (<c>079******123</c>), shorter ones three at the end, names their initials, dates
    /// their year, all else nothing.
    /// </summary>
    public static string Of(string value, bool isDate = false) =>
        value.Contains(';') ? string.Join(';', value.Split(';').Select(v => Of(v, isDate)))
        : isDate ? Date(value)
        : IsNumber().IsMatch(value) ? Number(value)
        : value.Any(char.IsAsciiDigit) || value.Contains(',') || value.Length > LongestName ? Whole
        : string.Join(' ',
            value.Split(' ')
            .Select(word => word.Length < 2 ? new string('*', word.Length) : $"{word[0]}{new string('*', word.Length - 1)}"));

    public static string Number(string value) => value.Length switch
    {
        >= ShownFromEitherEnd => $"{value[..Shown]}{new string('*', value.Length - 2 * Shown)}{value[^Shown..]}",
        >= ShownAtTheEnd => $"{new string('*', value.Length - Shown)}{value[^Shown..]}",
        var length => new string('*', length),
    };

    /// <summary>
    /// Free text with everything masked in it that is known to be identity, or has the shape of a citizen id, an insurance card or a phone
    /// number.
    /// </summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Within(string? text, params IEnumerable<string> secrets)
    {
        if (text is null) return null;
        foreach (var secret in secrets.Where(s => s.Length >= ShortestSecret).OrderByDescending(s => s.Length))
            text = text.Replace(secret, Of(secret), StringComparison.OrdinalIgnoreCase);
        return Telling().Replace(text, m => Number(string.Concat(m.Value.Where(char.IsLetterOrDigit))));
    }

    private static string Date(string value) => value.Length > 4 && value.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0
        ? $"{value[..4]}{new string('*', value.Length - 4)}" : new string('*', value.Length);

    [GeneratedRegex(@"^(?=.*\d)[\p{L}\d./_-]+$")] private static partial Regex IsNumber();

    [GeneratedRegex(@"\b(?:\d{12}|[A-Za-z]{2}\d{13}|(?:0|\+?84)(?:[ .-]?\d){9})\b")] private static partial Regex Telling();
}
