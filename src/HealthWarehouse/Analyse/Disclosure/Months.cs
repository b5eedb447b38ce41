using HealthWarehouse.Concepts;

namespace HealthWarehouse.Analyse.Disclosure;

/// <summary>The months of a year and the halves and quarters they add up to; a period is read as as few of these as make it up.</summary>
internal static class Months
{
    public const int Year = 0, Half = 1, Quarter = 2, Month = 3;
    private static readonly int[] Length = [12, 6, 3, 1];

    public readonly record struct Span(int Year, int Level, int Member);

    /// <summary>The time axis of one year down to a level.</summary>
    public static Axis Axis(int level) =>
        new([.. Enumerable.Range(0, level + 1).Select(l => Enumerable.Range(0, 12).Select(m => m / Length[l]).ToArray())],
        [.. Length.Take(level + 1).Select(l => 12 / l)], (_, _) => true);

    public static Span OfMonth(string code) =>
        new(int.Parse(code.AsSpan(0, 4), CultureInfo.InvariantCulture), Month,
        int.Parse(code.AsSpan(5, 2), CultureInfo.InvariantCulture) - 1);

    public static bool Holds(Period period, Span month) =>
        new DateOnly(month.Year, month.Member + 1, 1) is var first && first >= period.Start && first <= period.End;

    /// <summary>Whole years, halves, quarters and months, the longest first, that make up a period.</summary>
    public static IEnumerable<Span> Of(Period period)
    {
        for (var day = period.Start; day <= period.End;)
        {
            var left = (period.End.Year - day.Year) * 12 + period.End.Month - day.Month + 1;
            var level = Array.FindIndex(Length, l => (day.Month - 1) % l == 0 && l <= left);
            yield return new(day.Year, level, (day.Month - 1) / Length[level]);
            day = day.AddMonths(Length[level]);
        }
    }
}
