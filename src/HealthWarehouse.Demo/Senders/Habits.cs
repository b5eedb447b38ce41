using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Messages;
using HealthWarehouse.Demo.Visits;

namespace HealthWarehouse.Demo.Senders;

/// <summary>What senders do (Profiles/senders.yaml).</summary>
internal sealed record SenderRules(
    IReadOnlyDictionary<string, Vendor> Vendors, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> UsedBy,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Rhythms, IReadOnlyDictionary<string, double> Wrappings,
        double SilentWeek, double Lagging);

/// <summary>A software: how it writes, from when it writes which version, how often things go wrong with it.</summary>
internal sealed record Vendor(Style Style, IReadOnlyDictionary<DateOnly, string> Versions, Rates Rates, bool CheckIns = false);

/// <summary>Parts of all episodes; <c>restores</c> of the cancelled, <c>mended</c> of the erroneous ones.</summary>
internal sealed record Rates(double Errors, double Corrections, double Cancels, double Restores, double Duplicates, double Mended);

/// <summary>One message an episode, one file a day, a week, a month.</summary>
internal enum Rhythm { Immediate, Daily, Weekly, Monthly }

/// <summary>The habits of one facility.</summary>
internal sealed record Habit(string Sender, string VendorName, Vendor Vendor, Rhythm Rhythm, Wrapping Wrapping, Span? Silence)
{
    private readonly KeyValuePair<DateOnly, string>[] _versions = [.. Vendor.Versions.OrderByDescending(v => v.Key)];

    /// <summary>Version written for an episode that ended on a day.</summary>
    public string Version(DateOnly day)
    {
        foreach (var (from, version) in _versions) if (from <= day) return version;
        return _versions[^1].Value;
    }
}

/// <summary>Habits of all facilities: a facility keeps its own whatever else is drawn.</summary>
internal sealed class Habits(Dice root, SenderRules rules, Facilities facilities, Horizon horizon)
{
    private readonly Dictionary<string, Habit> _habits = facilities.All.ToDictionary(f => f.Code, f => Of(root, rules, f, horizon));

    public Habit this[Facility facility] => _habits[facility.Code];

    /// <summary>Who sends for which facilities: stations through their health centre, the others for themselves.</summary>
    public IReadOnlyList<DemoSender> Senders { get; } =
        [.. facilities.All.GroupBy(SenderOf)
            .Select(g =>
            new DemoSender(g.Key, $"Phần mềm gửi dữ liệu của {g.Key[4..]}", [.. g.Select(f => f.Code).Order(StringComparer.Ordinal)]))
            .OrderBy(s => s.Code, StringComparer.Ordinal)];

    private static string SenderOf(Facility facility) => $"HIS-{(facility.Tier is Tier.Station ? facility.Parent : null) ?? facility.Code}";

    private static Habit Of(Dice root, SenderRules rules, Facility facility, Horizon horizon)
    {
        var dice = root.For(Part.Habit, Dice.KeyOf(facility.Code));
        var tier = facility.Tier.ToString().ToLowerInvariant();
        var vendor = new Odds<string>(rules.UsedBy[tier]).Pick(ref dice);
        var rhythm = Enum.Parse<Rhythm>(new Odds<string>(rules.Rhythms[tier]).Pick(ref dice), ignoreCase: true);
        var wrapping = Enum.Parse<Wrapping>(new Odds<string>(rules.Wrappings).Pick(ref dice), ignoreCase: true);
        var (silent, from) = (dice.Chance(rules.SilentWeek),
            horizon.First.AddDays(14 + dice.Below(Math.Max(1, horizon.Last.DayNumber - horizon.First.DayNumber - 30))));
        var (lags, days) = (dice.Chance(rules.Lagging), dice.Between(9, 20));
        Span? silence = lags ? new(horizon.Last.AddDays(-days), horizon.Last.AddDays(3)) : silent ? new(from, from.AddDays(6)) : null;
        return new(SenderOf(facility), vendor, rules.Vendors[vendor], rhythm, rhythm is Rhythm.Immediate ? Wrapping.None : wrapping,
            silence);
    }
}
