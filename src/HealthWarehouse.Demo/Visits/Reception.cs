using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Illness;
using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Population;

namespace HealthWarehouse.Demo.Visits;

/// <summary>
/// Lets planned visits happen, day by day: who is in a bed elsewhere or dead does not come. What a visit draws depends on the person and
/// the plan alone; what it leads to goes back on the agenda.
/// </summary>
internal sealed class Reception(Households households, Destinations destinations, Papers papers, Findings findings, Planner planner,
    Maternity maternity, Arrivals arrivals)
{
    private readonly Dictionary<long, DateTime> _lying = [];
    private long _person = -1;
    private Person _current = null!;
    private int _today;

    /// <summary>Visits of one day, in the order of the persons' numbers.</summary>
    public IEnumerable<Visit> Receive(DateOnly day, Agenda agenda)
    {
        foreach (var (person, until) in _lying) if (until < day.ToDateTime(TimeOnly.MinValue)) _lying.Remove(person);
        (_person, _today) = (-1, 0);
        foreach (var plan in agenda.Take(day))
        {
            if (plan.Person != _person) (_person, _current, _today) = (plan.Person, Find(plan.Person), 0);
            for (var next = plan; next is not null;)
            {
                if (Receive(next, _current) is not { } visit) break;
                yield return visit;
                next = null;
                foreach (var later in Consequences(visit))
                    if (later.Day == day && next is null) next = later;
                    else agenda.Add(later);
            }
        }
    }

    private Person Find(long id) => households.Draw(id / Person.PerHousehold).Members[(int)(id % Person.PerHousehold)];

    private Visit? Receive(VisitPlan plan, Person person)
    {
        var dice = person.Dice.For(Part.Visit, plan.Key);
        if (plan.Kind is not VisitKind.Terminal && (person.DeadOn(plan.Day) || person.BornOn > plan.Day)) return null;
        var (type, place) = Place(plan, person, ref dice);
        if (place is not { } at) return null;
        var stay = StayOf(plan, person, type, ref dice);
        if (at.Facility.On(DateOnly.FromDateTime(stay.Left)) is null || !CanCome(plan, person, stay)) return null;
        if (findings.Main(plan, person, ref dice) is not { } icd) return null;
        var visit = Describe(plan, person, type, at, stay, icd, ref dice);
        if (type is "03" or "09" or "06") _lying[person.Id] = stay.Left;
        return visit;
    }

    /// <summary>Type of visit and where; a disease that needs a hospital may first show itself at the station.</summary>
    private (string Type, Destination? Place) Place(VisitPlan plan, Person person, ref Dice dice)
    {
        var (ailment, chronic) = (plan.Ailment, plan.Kind is VisitKind.Chronic);
        var type = TypeOf(plan, chronic, ref dice);
        var tier = plan.Tier ?? (chronic ? ailment.ChronicWhere! : ailment.Where).Pick(ref dice);
        if (plan.Kind is VisitKind.Terminal && tier is not Tier.Province) tier = Tier.District;
        if (tier is Tier.Station or Tier.Clinic && type is "02" or "03" or "04" or "09")
        {
            if (plan.Kind is VisitKind.Birth) type = "06";
            else if (dice.Chance(ailment.Refer.GetValueOrDefault(tier))) type = "01";
            else tier = dice.Chance(0.6) ? Tier.District : Tier.Province;
        }
        if (type == "06") tier = Tier.Station;
        var bed = type is "03" or "04" or "09" or "02";
        if (plan.Facility is { } code) return (type, Destinations.At(destinations.ByCode(code), ailment, person, bed, plan.Day));
        var sticky = chronic || plan.Kind is VisitKind.Antenatal or VisitKind.Tuberculosis or VisitKind.Hiv
            ? person.Dice.For(Part.Life, 500 + (ulong)ailment.Number) : dice;
        if (chronic) tier = plan.Tier ?? ailment.ChronicWhere!.Pick(ref sticky);
        else if (plan.Kind is VisitKind.Tuberculosis or VisitKind.Hiv) tier = ailment.Where.Pick(ref sticky);
        return (type, destinations.Find(tier, ailment, person, bed, plan.Day, ref sticky));
    }

    private static string TypeOf(VisitPlan plan, bool chronic, ref Dice dice) => plan.Kind switch
    {
        VisitKind.Terminal => "03",
        VisitKind.Return or VisitKind.Antenatal or VisitKind.Nearby => "01",
        VisitKind.Readmitted => "03",
        VisitKind.Referred => plan.Ailment.Types.Pick(ref dice) is var type && type is "06" ? "03" : type,
        VisitKind.Tuberculosis => plan.Stage == 0 && dice.Chance(0.4) ? "03" : "05",
        VisitKind.Hiv => "05",
        _ => (chronic ? plan.Ailment.ChronicTypes! : plan.Ailment.Types).Pick(ref dice),
    };

    private static Stay StayOf(VisitPlan plan, Person person, string type, ref Dice dice)
    {
        var profile = plan.Ailment.Profile;
        var nights = type switch
        {
            _ when plan.Kind is VisitKind.Terminal => person.Death!.On.DayNumber - plan.Day.DayNumber,
            "05" or "07" => profile.Chronic?.Days ?? 28,
            _ when profile.Stay is { } s => dice.Triangle(s[0], s[1], s[2]),
            _ => 5,
        };
        var anyHour = plan.Kind is VisitKind.Terminal or VisitKind.Birth or VisitKind.Newborn || dice.Chance(profile.Emergency);
        var stay = Stay.Of(type, plan.Day, nights, anyHour, ref dice);
        return plan.Kind switch
        {
            VisitKind.Terminal when person.Death!.Place is DeathPlace.BeforeHospital =>
                new(stay.Arrived, null, stay.Arrived.AddMinutes(dice.Between(15, 45)), 0),
            VisitKind.Birth => Around(stay, Maternity.Born(person.Household, plan.Stage), ref dice),
            VisitKind.Newborn => stay with { Arrived = person.Born.AddMinutes(20), Admitted = person.Born.AddMinutes(40) },
            _ => stay,
        };
    }

    /// <summary>The mother comes some hours before the child is born and stays her nights after it.</summary>
    private static Stay Around(Stay stay, IReadOnlyList<Person> children, ref Dice dice)
    {
        var born = children[0].Born;
        var arrived = DateOnly.FromDateTime(stay.Arrived) < DateOnly.FromDateTime(born)
            ? born.AddMinutes(-dice.Between(120, 13 * 60))
            : born.AddMinutes(-Math.Min(dice.Between(60, 300), (int)born.TimeOfDay.TotalMinutes));
        var left = stay.Left < born.AddHours(26) ? born.Date.AddDays(2).AddHours(9).AddMinutes(dice.Below(300)) : stay.Left;
        return new(arrived, stay.Admitted is null ? null : arrived, left, 0);
    }

    private bool CanCome(VisitPlan plan, Person person, Stay stay)
    {
        if (plan.Kind is not VisitKind.Terminal && _lying.TryGetValue(person.Id, out var until) && until > stay.Arrived) return false;
        if (plan.Kind is VisitKind.Terminal || person.Death is not { } death) return true;
        var left = DateOnly.FromDateTime(stay.Left);
        return left < death.On && (planner.Terminal(person) is not { } end || left < end.Day);
    }

    private Visit Describe(VisitPlan plan, Person person, string type, Destination at, Stay stay, string icd, ref Dice dice)
    {
        var profile = plan.Ailment.Profile;
        if (plan.Kind is VisitKind.Terminal && person.Death!.Place is DeathPlace.BeforeHospital) type = "01";
        var day = DateOnly.FromDateTime(stay.Left);
        var card = papers.CardFor(person, DateOnly.FromDateTime(stay.Arrived), day);
        var to = ReferredTo(plan, type, at, person, ref dice);
        var (outcome, discharge) = Findings.End(plan, person, type, to, ref dice);
        var (arrival, from, paper) = arrivals.Of(plan, at.Facility, type, card, day, dice.Chance(profile.Emergency));
        var others = findings.Others(plan, person, icd, ref dice, out var injury);
        var employed = card?.Group is "DN" or "HC";
        return new()
        {
            Person = person, Ailment = plan.Ailment, Kind = plan.Kind, Key = plan.Key, Facility = at.Facility, Type = type,
                Department = type is "01" or "05" or "07" or "08" ? "K01" : at.Department,
            Episode = Episode(at.Facility, stay.Arrived, person), Arrived = stay.Arrived,
                Admitted = type is "03" or "04" or "09" ? stay.Admitted ?? stay.Arrived : null, Left = stay.Left,
            MedicineDays = stay.MedicineDays, MainIcd = icd, OtherIcds = others, Injury = injury, Outcome = outcome, Discharge = discharge,
                Arrival = arrival, Card = card, From = from, Paper = paper, To = to,
            Appointment = Findings.Appointment(plan, type, outcome, discharge, stay, ref dice),
            LeaveDays = employed && discharge == "1" && outcome is "1" or "2" && profile.Leave is { } l
                && type is "01" or "03" && dice.Chance(type == "03" ? 0.6 : l[0]) ? dice.Between((int)l[1], (int)l[2]) : 0,
            RestDays = employed && type == "01" && profile.Rest is { } r && dice.Chance(r[0]) ? dice.Between((int)r[1], (int)r[2]) : 0,
            Stage = plan.Stage, Children = plan.Kind is VisitKind.Birth ? Maternity.Born(person.Household, plan.Stage) : [],
                Caesarean = plan.Kind is VisitKind.Birth && maternity.Manner(person.Household.Members[plan.Stage]).Code == "caesarean",
        };
    }

    private string Episode(Facility facility, DateTime arrived, Person person) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{facility.Code}.{arrived:yyMMdd}.{person.Id:0000000}{(char)('A' + Math.Min(_today++, 25))}");

    private Facility? ReferredTo(VisitPlan plan, string type, Destination at, Person person, ref Dice dice)
    {
        if (plan.Kind is VisitKind.Terminal or VisitKind.Birth or VisitKind.Chronic or VisitKind.Antenatal
            || at.Facility.Tier is Tier.Province || type is "02" or "05" or "07" or "08" or "09" or "04")
            return null;
        if (!dice.Chance(plan.Ailment.Refer.GetValueOrDefault(at.Facility.Tier))) return null;
        var to = destinations.Find(at.Facility.IsHospital || dice.Chance(0.2) ? Tier.Province : Tier.District, plan.Ailment, person, true,
            plan.Day, ref dice)?.Facility;
        return to == at.Facility ? null : to;
    }

    /// <summary>What comes of a visit: the one it sends to, the one it calls back for, the one that was not meant.</summary>
    private static IEnumerable<VisitPlan> Consequences(Visit visit)
    {
        var dice = visit.Person.Dice.For(Part.Chain, visit.Key);
        var key = Dice.KeyOf(visit.Key, 7);
        if (visit.To is { } to && dice.Chance(0.97))
            yield return new(visit.Day.AddDays(dice.Chance(0.85) ? 0 : 1), visit.Person.Id, visit.Ailment, VisitKind.Referred,
                key) { From = visit.Facility.Code, Paper = visit.PaperNo, Tier = to.Tier, Facility = to.Code, Icd = visit.MainIcd };
        if (visit.Appointment is { } date && visit.Kind is not VisitKind.Chronic and not VisitKind.Hiv and not VisitKind.Tuberculosis
            and not VisitKind.Antenatal && dice.Chance(0.7))
            yield return new(date, visit.Person.Id, visit.Ailment, VisitKind.Return, Dice.KeyOf(visit.Key, 8)) { Paper = visit.PaperNo,
                Facility = visit.Facility.Code, Icd = visit.MainIcd };
        if (visit is { Type: "03", Outcome: not "5" and not "6" and not "8", To: null } && visit.Kind is not VisitKind.Terminal
            && dice.Chance(visit.Ailment.Profile.Readmit))
            yield return new(visit.Day.AddDays(dice.Between(3, 29)), visit.Person.Id, visit.Ailment, VisitKind.Readmitted,
                Dice.KeyOf(visit.Key, 9)) { Facility = visit.Facility.IsHospital ? visit.Facility.Code : null, Icd = visit.MainIcd };
    }
}
