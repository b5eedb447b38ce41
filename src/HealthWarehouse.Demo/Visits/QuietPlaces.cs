using HealthWarehouse.Catalogue;
using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Illness;
using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Population;

namespace HealthWarehouse.Demo.Visits;

/// <summary>
/// No waiting room stays empty for long: where nobody came for some days, somebody of the neighbourhood comes with a common complaint, so
/// that a place has something to send as often as it must (catalogue/sending.yaml). With fewer people than the province counts it is
/// seldom in the same measure.
/// </summary>
internal sealed class QuietPlaces(Dice root, Facilities facilities, Communes communes, Ailments ailments, Epidemics epidemics,
    SendingRules sending, Households households, long people)
{
    /// <summary>Most people asked whether they have the complaint.</summary>
    private const int Asked = 30;
    private readonly Dictionary<string, DateOnly> _last = [];
    private readonly Dictionary<(Tier, string?), Odds<Ailment>> _common = [];
    private readonly Dictionary<string, long[]> _neighbours = Neighbours(households, households.CountFor(people));

    public void Saw(Visit visit) => _last[visit.Facility.Code] = visit.ArrivedOn;

    /// <summary>Visits of a day to places that saw nobody in the days before.</summary>
    public IEnumerable<VisitPlan> Plan(DateOnly day)
    {
        foreach (var facility in facilities.All)
        {
            if (facility.On(day) is not { } now) continue;
            var dice = root.For(Part.Nearby, Dice.KeyOf(Dice.KeyOf(facility.Code), (ulong)day.DayNumber));
            var patience = Patience(facility.Kind);
            var last = _last.TryGetValue(facility.Code, out var seen) ? seen : _last[facility.Code] = day.AddDays(-dice.Below(patience));
            if (day.DayNumber - last.DayNumber >= patience && Visit(facility, now.Commune, day, ref dice) is { } plan) yield return plan;
        }
    }

    /// <summary>Days a place may be empty: one fewer than those within which it must send.</summary>
    private int Patience(string kind) =>
        (int)Math.Round(Math.Max(1, sending.DaysOf(kind) - 1) * Math.Max(1, (double)communes.People / people));

    private VisitPlan? Visit(Facility facility, string commune, DateOnly day, ref Dice dice)
    {
        if (!_common.TryGetValue((facility.Tier, facility.Speciality), out var common))
            _common[(facility.Tier, facility.Speciality)] = common = Common(facility);
        if (common.IsEmpty || !(facility.Tier is Tier.Station && _neighbours.TryGetValue(commune, out var near))
            && !_neighbours.TryGetValue(facility.Area, out near)) return null;
        for (var asked = 0; asked < Asked; asked++)
        {
            var person = dice.Pick(households.Draw(dice.Pick(near)).Members);
            var ailment = common.Pick(ref dice);
            if (person.YearsOn(day) < 1 || person.DeadOn(day) || !ailment.Fits(person.Sex)
                || ailment.Profile.Rate![epidemics.Band(person.YearsOn(day))] == 0) continue;
            return new(day, person.Id, ailment, VisitKind.Nearby, Dice.KeyOf(Dice.KeyOf(facility.Code), (ulong)day.DayNumber))
                { Tier = facility.Tier, Facility = facility.Code };
        }
        return null;
    }

    /// <summary>What people come with to a place that is near: what is treated in an hour, in the field of the place.</summary>
    private Odds<Ailment> Common(Facility facility) => new(ailments.All
        .Where(a => a.Profile is { Rate: not null, Out: not null } && a.Types.Items.Contains("01"))
        .Where(a => facility.Speciality is { } field ? a.Profile.Department == field : a.Where.Items.Contains(facility.Tier))
        .Select(a => KeyValuePair.Create(a, a.Profile.Rate!.Sum())));

    private static Dictionary<string, long[]> Neighbours(Households households, long count)
    {
        var homes = new List<(string Place, long Number)>();
        for (var number = 0L; number < count; number++)
        {
            var home = households.Draw(number).Home;
            foreach (var place in new[] { home.Area, home.Old.Code, home.New.Code }.Distinct()) homes.Add((place, number));
        }
        return homes.GroupBy(h => h.Place, h => h.Number).ToDictionary(g => g.Key, g => g.ToArray());
    }
}
