namespace HealthWarehouse.Demo.Visits;

/// <summary>Visits that are to come, by day. Plans beyond the last day are let go.</summary>
internal sealed class Agenda(Horizon horizon)
{
    private readonly Dictionary<DateOnly, List<VisitPlan>> _days = [];

    public void Add(VisitPlan plan)
    {
        if (plan.Day < horizon.Warm || plan.Day > horizon.Last) return;
        if (!_days.TryGetValue(plan.Day, out var day)) _days[plan.Day] = day = [];
        day.Add(plan);
    }

    /// <summary>Takes a day out, person by person; the order does not depend on that of the planning.</summary>
    public IReadOnlyList<VisitPlan> Take(DateOnly day)
    {
        if (!_days.Remove(day, out var plans)) return [];
        plans.Sort((a, b) => a.Person != b.Person ? a.Person.CompareTo(b.Person) : a.Key.CompareTo(b.Key));
        return plans;
    }
}
