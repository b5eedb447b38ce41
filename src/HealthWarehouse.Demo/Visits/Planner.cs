using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Illness;
using HealthWarehouse.Demo.Population;

namespace HealthWarehouse.Demo.Visits;

/// <summary>
/// What a person's month brings of itself: acute illness, the next visit of a chronic one, a course of treatment, the end of a life.
/// </summary>
internal sealed class Planner(Horizon horizon, Ailments ailments, Epidemics epidemics, Maternity maternity, Courses courses)
{
    private readonly Ailment[] _chronic = [.. ailments.All.Where(a => a.Profile.Chronic is not null)];

    public void Plan(Household household, DateOnly month, Agenda agenda)
    {
        foreach (var person in household.Members)
        {
            if (person.BornOn > month.AddMonths(1) || person.DeadOn(month)) continue;
            Acute(person, month, agenda);
            if (person.YearsOn(month) >= 1) Chronic(person, month, agenda);
            courses.Plan(person, month, agenda);
            if (person.Mother is not null) maternity.Plan(person, month, agenda);
            if (Terminal(person) is { } end && end.Day >= month && end.Day < month.AddMonths(1)) agenda.Add(end);
        }
    }

    /// <summary>The visit that ends in death; it begins where the stay does. Null for those who die at home or not at all.</summary>
    public VisitPlan? Terminal(Person person)
    {
        if (person.Death is not { Place: not DeathPlace.Home } death) return null;
        var dice = person.Dice.For(Part.Life, 6);
        var (band, days) = (epidemics.Band(person.YearsOn(death.On)), person.DaysOn(death.On));
        var causes = new Odds<Ailment>(ailments.All.Where(a => a.Profile.Terminal is not null)
            .Select(a => KeyValuePair.Create(a, a.Profile.Terminal![band] * a.Share(person.Sex))));
        if (causes.IsEmpty) return null;
        var ailment = causes.Pick(ref dice);
        var stay = death.Place is DeathPlace.BeforeHospital || ailment.Profile.Stay is not { } s
            ? 0 : dice.Triangle(0, Math.Max(1, s[0] - 1), s[1]);
        return new(death.On.AddDays(-Math.Min(stay, days)), person.Id, ailment, VisitKind.Terminal, Dice.KeyOf(6, 0));
    }

    private void Acute(Person person, DateOnly month, Agenda agenda)
    {
        var dice = person.Dice.For(Part.Month, (ulong)(month.Year * 12 + month.Month));
        var band = epidemics.Band(Math.Max(0, person.YearsOn(month.AddDays(14))));
        var risks = epidemics.Risks(month.Year, month.Month, person.Sex, band);
        for (var n = 1; n <= 5 && dice.Chance(risks.Total / n); n++) Add(risks.Pick(ref dice), n, ref dice);
        foreach (var ailment in epidemics.Spreading)
            if (dice.Chance(epidemics.Extra(ailment, person.Household.Home.Area, month.Year, month.Month, person.Sex, band)))
                Add(ailment, 16 + ailment.Number, ref dice);

        void Add(Ailment ailment, int number, ref Dice dice)
        {
            var day = month.AddDays(dice.Below(DateTime.DaysInMonth(month.Year, month.Month)));
            if (day > person.BornOn)
                agenda.Add(new(day, person.Id, ailment, VisitKind.Acute,
                    Dice.KeyOf((ulong)(month.Year * 12 + month.Month), (ulong)number)));
        }
    }

    private void Chronic(Person person, DateOnly month, Agenda agenda)
    {
        var band = epidemics.Band(person.YearsOn(month));
        foreach (var ailment in _chronic)
        {
            var chronic = ailment.Profile.Chronic!;
            var dice = person.Dice.For(Part.Life, 100 + (ulong)ailment.Number);
            if (dice.Unit() >= chronic.Prevalence[band] / 1000 * ailment.Share(person.Sex)) continue;
            var phase = dice.Below(chronic.Every);
            var before = month.DayNumber - horizon.Warm.DayNumber - phase;
            for (var visit = Math.Max(0, before / chronic.Every - 1); ; visit++)
            {
                var of = dice.For(Part.Chain, (ulong)visit);
                var day = horizon.Warm.AddDays(phase + visit * chronic.Every + of.Below(3));
                if (day >= month.AddMonths(1)) break;
                if (day >= month && of.Chance(chronic.Attend))
                    agenda.Add(new(day, person.Id, ailment, VisitKind.Chronic, Dice.KeyOf(200 + (ulong)ailment.Number, (ulong)visit)));
            }
        }
    }

    /// <summary>Other diseases a person lives with, as codes that may be written beside the main one.</summary>
    public IEnumerable<string> Living(Person person, DateOnly day)
    {
        var band = epidemics.Band(person.YearsOn(day));
        foreach (var ailment in _chronic)
        {
            var dice = person.Dice.For(Part.Life, 100 + (ulong)ailment.Number);
            if (dice.Unit() < ailment.Profile.Chronic!.Prevalence[band] / 1000 * ailment.Share(person.Sex))
                yield return ChronicIcd(person, ailment);
        }
    }

    /// <summary>The code a person's chronic disease goes by: the same at every visit.</summary>
    public static string ChronicIcd(Person person, Ailment ailment)
    {
        var dice = person.Dice.For(Part.Life, 300 + (ulong)ailment.Number);
        return ailment.Profile.Chronic?.Icd ?? ailment.Icd.Pick(ref dice);
    }
}
