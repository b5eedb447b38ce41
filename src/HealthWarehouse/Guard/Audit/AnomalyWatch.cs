using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Accounts;

namespace HealthWarehouse.Guard.Audit;

/// <summary>A rule's measure is full: of which account, from which row to which.</summary>
public sealed record AnomalySight(AnomalyRule Rule, string Account, long FirstSeq, long LastSeq, string FirstAt, string LastAt)
{
    /// <summary>The day in Việt Nam it happened.</summary>
    public string Day => AnomalyWatch.Local(LastAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Looks at rows in their order, keeping for every rule and account what lies within its minutes.</summary>
public sealed class AnomalyWatch(IReadOnlyList<AnomalyRule> rules, IReadOnlyList<string> inside)
{
    private readonly Dictionary<(string Rule, string Account), Window> _windows = [];

    public IEnumerable<AnomalySight> Look(AuditRow row)
    {
        var at = Local(row.At);
        foreach (var rule in rules)
            if (Meets(rule.When, row, at))
            {
                if (!_windows.TryGetValue((rule.Id, row.Account), out var window)) _windows[(rule.Id, row.Account)] = window = new();
                window.Add(row, at, rule.Count is AnomalyUnit.Persons ? Math.Max(1, row.PersonKeys.Count()) : 1, rule.Minutes);
                if (window.Weight >= rule.AtLeast) yield return new(rule, row.Account, window.First.Seq, row.Seq, window.First.At, row.At);
            }
    }

    internal static DateTime Local(string at) => DateTime.ParseExact(at, AuditRow.Times, CultureInfo.InvariantCulture).AddHours(7);

    private bool Meets(AnomalyWhen when, AuditRow row, DateTime at) =>
        (when.Actions?.Contains(row.Action) ?? true) && (when.Results?.Contains(row.Result ?? AuditEntry.Done) ?? true)
            && (when.AccountTypes?.Contains(row.AccountType ?? AuditOrigin.Person) ?? true)
        && (when.Details?.Contains(row.Detail ?? "") ?? true) && IsWithin(when, TimeOnly.FromDateTime(at))
            && (!when.Weekend || at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        && (!when.Outside || (row.Source is not null && !Networks.IsInside(inside, row.Source)));

    private static bool IsWithin(AnomalyWhen when, TimeOnly time) => when is not { From: { } from, To: { } to } || time.IsBetween(from, to);

    private sealed class Window
    {
        private readonly Queue<(AuditRow Row, DateTime At, int Weight)> _rows = [];

        public int Weight { get; private set; }
        public AuditRow First => _rows.Peek().Row;

        public void Add(AuditRow row, DateTime at, int weight, int minutes)
        {
            while (_rows.TryPeek(out var old) && at - old.At > TimeSpan.FromMinutes(minutes)) Weight -= _rows.Dequeue().Weight;
            _rows.Enqueue((row, at, weight));
            Weight += weight;
        }
    }
}
