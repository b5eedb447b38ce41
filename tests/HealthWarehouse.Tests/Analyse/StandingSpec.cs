using CsCheck;
using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Tests.Analyse;

/// <summary>How far a period has come, over any days: what runs is compared with the same days, what has not come has no figure.</summary>
public class StandingSpec
{
    private static readonly string[] Parts = ["", "-Q1", "-Q2", "-Q3", "-Q4", "-H1", "-H2", "-9M", "-01", "-02", "-03", "-11", "-12"];

    private static readonly Gen<Period> Periods = Gen.Select(Gen.Int[2019, 2030], Gen.Int[0, Parts.Length], Gen.Int[1, 26])
        .Select((year, part, months) => part < Parts.Length
            ? Period.Parse($"{year}{Parts[part]}") : Period.Ending(new(year, 1 + (months % 12), 3), months));

    private static readonly Gen<DateOnly> Days = Gen.Int[0, 4700].Select(d => new DateOnly(2018, 6, 1).AddDays(d));

    [Fact]
    public void A_period_is_over_runs_or_has_not_come_and_says_its_days_only_while_it_runs() =>
        Gen.Select(Periods, Days).Sample((period, day) =>
    {
        var standing = Standing.Of(period, day);
        standing.State.ShouldBe(day < period.Start ? PeriodState.NotCome : day < period.End ? PeriodState.Running : PeriodState.Full);
        standing.Until.ShouldBe(standing.State is PeriodState.Running ? day : null);
        (standing.Days is not null).ShouldBe(standing.State is PeriodState.Running);
    });

    [Fact]
    public void While_a_period_runs_the_same_days_of_another_are_compared() =>
        Gen.Select(Periods, Days, Gen.Bool).Sample((period, day, year) =>
    {
        var other = year ? period.LastYear : period.Previous;
        var compared = Standing.Of(period, day).Compared(period, other);
        (compared.Start, compared.Code).ShouldBe((other.Start, other.Code));
        if (day < period.Start || day >= period.End)
        {
            compared.End.ShouldBe(other.End);
            return;
        }
        // The day of the month stands where it stood, or at the end of a shorter month; never more days are compared than have come.
        compared.End.ShouldBeLessThanOrEqualTo(other.End);
        var months = (period.Start.Year - other.Start.Year) * 12 + period.Start.Month - other.Start.Month;
        (compared.End.Year * 12 + compared.End.Month + months).ShouldBe(day.Year * 12 + day.Month);
        compared.End.Day.ShouldBe(Math.Min(day.Day, DateTime.DaysInMonth(compared.End.Year, compared.End.Month)));
    });

    [Theory]
    [InlineData("2026-11", "2026-11-29", "01–29/11", "Tháng 11 năm 2025 (01–29/11)")]
    [InlineData("2026", "2026-11-29", "01/01–29/11", "Năm 2025 (01/01–29/11)")]
    [InlineData("2026-Q1", "2026-03-31", null, "Quý I năm 2025")]
    [InlineData("2026-12", "2026-11-29", null, "Tháng 12 năm 2025")]
    [InlineData("2025-12~2026-11", "2026-11-29", "01/12/2025–29/11/2026", "01/12/2024–29/11/2025")]
    public void Days_so_far_stand_in_the_words(string period, string day, string? days, string lastYear)
    {
        var (own, standing) = (Period.Parse(period), Standing.Of(Period.Parse(period), DateOnly.Parse(day, CultureInfo.InvariantCulture)));
        standing.Days.ShouldBe(days);
        standing.Compared(own, own.LastYear).Name.ShouldBe(lastYear);
    }

    [Fact]
    public void Where_nothing_ever_came_in_nothing_is_said_of_the_time() => Standing.Of(Period.Parse("2026"), null).ShouldBe(Standing.Full);
}
