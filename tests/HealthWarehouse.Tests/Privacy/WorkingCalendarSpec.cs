using CsCheck;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Tests.Privacy;

/// <summary>Counting days as the law does: from the day after, without days off, to the next working day where the last is none.</summary>
public class WorkingCalendarSpec
{
    private static readonly WorkingCalendar Declared = PrivacyFiles.Load(Repo.File("catalogue")).Holidays.Calendar;
    private static readonly Gen<DateOnly> Days = Gen.Int[0, 729].Select(n => new DateOnly(2026, 1, 1).AddDays(n));

    [Theory]
    [InlineData("2026-11-25", 2, "2026-11-27")]      // Wednesday → Friday
    [InlineData("2026-11-27", 2, "2026-12-01")]      // Friday → Tuesday
    [InlineData("2026-11-28", 1, "2026-11-30")]      // received on a Saturday
    [InlineData("2026-02-13", 2, "2026-02-24")]      // all of Tết lies between
    [InlineData("2026-08-28", 1, "2026-09-03")]      // the National Day with its exchanged Monday
    [InlineData("2026-01-09", 1, "2026-01-10")]      // a Saturday worked instead
    public void Working_days_leave_out_weekends_and_holidays(string from, int days, string due) =>
        Declared.Add(DateOnly.Parse(from, CultureInfo.InvariantCulture), days).ShouldBe(DateOnly.Parse(due, CultureInfo.InvariantCulture));

    [Fact]
    public void So_many_working_days_later_lie_exactly_so_many_between_and_the_last_is_one() =>
        Gen.Select(Days, Gen.Int[1, 40]).Sample((from, days) =>
        {
            var due = Declared.Add(from, days);
            Declared.IsWorking(due).ShouldBeTrue();
            Declared.Between(from, due).ShouldBe(days);
        });

    [Fact]
    public void Any_days_off_declared_a_rolled_term_ends_on_a_working_day_never_early_and_on_the_first_one_there_is() =>
        Gen.Select(Days, Gen.Int[1, 45], Days.Array[0, 40], Days.Array[0, 5]).Sample((from, length, off, worked) =>
        {
            var calendar = new WorkingCalendar(off, worked.Except(off));
            var due = calendar.Due(from, new(length, TermUnit.Days), roll: true);
            calendar.IsWorking(due).ShouldBeTrue();
            due.ShouldBeGreaterThanOrEqualTo(from.AddDays(length));
            for (var day = from.AddDays(length); day < due; day = day.AddDays(1)) calendar.IsWorking(day).ShouldBeFalse();
        });

    [Fact]
    public void More_days_never_end_earlier_and_terms_add_up() =>
        Gen.Select(Days, Gen.Int[0, 30], Gen.Int[0, 30]).Sample((from, a, b) =>
        {
            Declared.Add(Declared.Add(from, a), b).ShouldBe(Declared.Add(from, a + b));
            Declared.Due(from, new Term(a, TermUnit.Days).Plus(new(b, TermUnit.Days)), roll: true)
                .ShouldBeGreaterThanOrEqualTo(Declared.Due(from, new(a, TermUnit.Days), roll: true));
        });
}
