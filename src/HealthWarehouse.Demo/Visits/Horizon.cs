namespace HealthWarehouse.Demo.Visits;

/// <summary>The days looked at, both included.</summary>
internal readonly record struct Horizon(DateOnly First, DateOnly Last)
{
    /// <summary>Visits are followed from a month before, so that courses are under way on the first day.</summary>
    public DateOnly Warm => First.AddMonths(-1);

    public bool Holds(DateOnly day) => day >= First && day <= Last;

    public IEnumerable<DateOnly> Months()
    {
        for (var month = new DateOnly(Warm.Year, Warm.Month, 1); month <= Last; month = month.AddMonths(1)) yield return month;
    }
}
