using System.Text.RegularExpressions;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Catalogue.Imports;

/// <summary>Days as lists keep them, yyyy-MM-dd.</summary>
internal static class Days
{
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Before(string day) => Text(Of(day).AddDays(-1));

    public static string After(string day) => Text(Of(day).AddDays(1));

    public static DateOnly Of(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>
/// Numbers that go up one by one behind a prefix (1.9, 1.10, 1.11). Where a spreadsheet made 1.10 the number 1.1, the zeros are put back,
/// but only when that gives exactly the number that follows the one before.
/// </summary>
internal sealed partial class RunningNumbers
{
    private readonly Dictionary<string, int> _last = [];

    public ReadValue Mend(Cell cell)
    {
        var text = cell.Text!;
        if (Parts().Match(text) is not { Success: true } match) return new(cell);
        var prefix = match.Groups[1].Value;
        var last = _last.GetValueOrDefault(prefix);
        var digits = match.Groups[2].Value;
        for (var mended = digits; mended.Length < 6; mended += "0")
            if (int.Parse(mended, CultureInfo.InvariantCulture) == last + 1)
            {
                _last[prefix] = last + 1;
                return mended.Length == digits.Length ? new(cell)
                    : new(new($"{prefix}{mended}", cell.Odd & ~Odd.Number), null, $"{text} → {prefix}{mended}");
            }
        if (digits.Length < 6 && int.Parse(digits, CultureInfo.InvariantCulture) > last)
            _last[prefix] = int.Parse(digits, CultureInfo.InvariantCulture);
        return new(cell);
    }

    [GeneratedRegex(@"^(.*\.)([1-9]\d*)$")] private static partial Regex Parts();
}
