using System.Text.RegularExpressions;

namespace HealthWarehouse.Catalogue.Imports;

/// <summary>Days as offices write them, brought to yyyy-MM-dd.</summary>
internal static class Days
{
    private static readonly string[] Forms =
        ["yyyy-MM-dd", "yyyyMMdd", "d/M/yyyy", "d-M-yyyy", "yyyy/M/d", "d/M/yyyy HH:mm:ss", "d/M/yyyy H:mm"];

    /// <param name="text">As it stands in the cell.</param>
    /// <param name="from1904">The workbook counts its days from 1904.</param>
    public static string? Read(string text, bool from1904 = false)
    {
        if (DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return Text(DateOnly.FromDateTime(day));
        // A workbook keeps days as numbers from 1900; these are 1954 to 2119.
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var serial) && serial is >= 20_000
            and < 80_000 ? Text(DateOnly.FromDateTime(DateTime.FromOADate(serial + (from1904 ? 1462 : 0)))) : null;
    }

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Before(string day) => Text(Of(day).AddDays(-1));

    public static string After(string day) => Text(Of(day).AddDays(1));

    public static DateOnly Of(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Amounts with or without separators of thousands, brought to digits with a decimal point.</summary>
internal static partial class Amounts
{
    public static string? Read(string text)
    {
        if (Grouped().IsMatch(text)) text = text.Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        return decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.############", CultureInfo.InvariantCulture) : null;
    }

    public static string? Whole(string text) => Read(text) is { } number
        && int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? number : null;

    [GeneratedRegex(@"^\d{1,3}([.,]\d{3})+$")] private static partial Regex Grouped();
}

/// <summary>
/// Numbers that go up one by one behind a prefix (1.9, 1.10, 1.11). Where a spreadsheet made 1.10 the number 1.1, the zeros are put back,
/// but only when that gives exactly the number that follows the one before.
/// </summary>
internal sealed partial class RunningNumbers
{
    private readonly Dictionary<string, int> _last = [];

    public ReadValue Mend(string text)
    {
        if (Parts().Match(text) is not { Success: true } match) return new(text);
        var prefix = match.Groups[1].Value;
        var last = _last.GetValueOrDefault(prefix);
        var digits = match.Groups[2].Value;
        for (var mended = digits; mended.Length < 6; mended += "0")
            if (int.Parse(mended, CultureInfo.InvariantCulture) == last + 1)
            {
                _last[prefix] = last + 1;
                return mended.Length == digits.Length ? new(text) : new($"{prefix}{mended}", null, $"{text} → {prefix}{mended}");
            }
        if (digits.Length < 6 && int.Parse(digits, CultureInfo.InvariantCulture) > last)
            _last[prefix] = int.Parse(digits, CultureInfo.InvariantCulture);
        return new(text);
    }

    [GeneratedRegex(@"^(.*\.)([1-9]\d*)$")] private static partial Regex Parts();
}
