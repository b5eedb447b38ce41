namespace HealthWarehouse.Concepts;

/// <summary>How a term of law is counted.</summary>
public enum TermUnit { Hours, Days, WorkingDays, Months }

/// <summary>A term a law sets, as declared: 2 working days, 15 days, 72 hours.</summary>
public sealed record Term(int Amount, TermUnit Unit)
{
    public Term Plus(Term more) => more.Unit == Unit
        ? new(Amount + more.Amount, Unit) : throw new RefusedException("Hai thời hạn tính theo đơn vị khác nhau thì không cộng được.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount:00} " +
        $"{Unit switch { TermUnit.Hours => "giờ", TermUnit.Days => "ngày", TermUnit.WorkingDays => "ngày làm việc", _ => "tháng" }}");
}

/// <summary>
/// Which days are worked: not Saturdays, Sundays or declared holidays, but the weekend days declared as worked instead.
/// A year nobody declared has weekends only, so that a term may end too early there, never too late.
/// </summary>
public sealed class WorkingCalendar(IEnumerable<DateOnly> holidays, IEnumerable<DateOnly>? worked = null)
{
    private readonly HashSet<DateOnly> _holidays = [.. holidays];
    private readonly HashSet<DateOnly> _worked = [.. worked ?? []];

    public bool IsWorking(DateOnly day) =>
        !_holidays.Contains(day) && (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) || _worked.Contains(day));

    /// <summary>The day itself, or the first working day after it.</summary>
    public DateOnly OnOrAfter(DateOnly day)
    {
        while (!IsWorking(day)) day = day.AddDays(1);
        return day;
    }

    /// <summary>
    /// Last day of so many working days; the first counted is the one after <paramref name="from"/> (BLDS 2015, Điều 147).
    /// </summary>
    public DateOnly Add(DateOnly from, int workingDays)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workingDays);
        for (; workingDays > 0; workingDays--) from = OnOrAfter(from.AddDays(1));
        return from;
    }

    /// <summary>Working days after <paramref name="from"/> up to <paramref name="to"/>, included; none when it lies before.</summary>
    public int Between(DateOnly from, DateOnly to)
    {
        var days = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1)) if (IsWorking(day)) days++;
        return days;
    }

    /// <summary>
    /// Last day of a term that begins with an event of a day; where it rolls, never a day without work (BLDS 2015, Điều 148 khoản 5).
    /// </summary>
    public DateOnly Due(DateOnly from, Term term, bool roll) => (term.Unit, roll) switch
    {
        (TermUnit.WorkingDays, _) => Add(from, term.Amount),
        (TermUnit.Hours, _) => throw new RefusedException("Thời hạn tính theo giờ không có ngày đến hạn."),
        (TermUnit.Months, true) => OnOrAfter(from.AddMonths(term.Amount)),
        (TermUnit.Months, false) => from.AddMonths(term.Amount),
        (_, true) => OnOrAfter(from.AddDays(term.Amount)),
        _ => from.AddDays(term.Amount),
    };
}
