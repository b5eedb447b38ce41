using HealthWarehouse.Concepts;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// Periods offered in a filter bar: this year and the four before, each with its parts and months, and the one asked for.
/// </summary>
internal static class PeriodChoices
{
    private static readonly string[] Parts = ["", "-9M", "-H1", "-H2", "-Q4", "-Q3", "-Q2", "-Q1"];

    public static IReadOnlyList<Period> Of(string? asked, DateOnly today)
    {
        var periods = Enumerable.Range(0, 5).Select(i => today.Year - i)
            .SelectMany(y => Parts.Select(p => Period.Parse($"{y}{p}"))
                .Concat(Enumerable.Range(1, 12).Reverse().Select(m => Period.Month(y, m)))).Where(p => p.Start <= today).ToList();
        return periods.Any(p => p.Code == asked) || !Period.TryParse(asked, out var other) ? periods : [other, .. periods];
    }
}
