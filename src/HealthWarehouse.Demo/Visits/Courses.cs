using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Illness;
using HealthWarehouse.Demo.Population;

namespace HealthWarehouse.Demo.Visits;

/// <summary>Courses of the tuberculosis and HIV programmes: who is on one since when, and the monthly visits it takes.</summary>
internal sealed class Courses(Horizon horizon, Ailments ailments, Epidemics epidemics)
{
    /// <summary>Days between visits; medicine is for two fewer, so that one ends before the next begins.</summary>
    private const int Every = 30;
    private readonly Ailment[] _courses = [.. ailments.All.Where(a => a.Profile.Programme is not null)];

    public void Plan(Person person, DateOnly month, Agenda agenda)
    {
        foreach (var ailment in _courses)
        {
            if (Began(person, ailment) is not { } began) continue;
            var last = ailment.Profile.Programme is Programme.Tb ? began.AddDays(6 * Every) : DateOnly.MaxValue;
            for (var stage = Math.Max(0, (month.DayNumber - began.DayNumber) / Every - 1); ; stage++)
            {
                var dice = person.Dice.For(Part.Programme, Dice.KeyOf((ulong)ailment.Number, (ulong)stage));
                var day = began.AddDays(stage * Every + dice.Below(3));
                if (day >= month.AddMonths(1) || day > last) break;
                if (day >= month && dice.Chance(stage == 0 ? 1 : 0.93))
                    agenda.Add(new(day, person.Id, ailment,
                        ailment.Profile.Programme is Programme.Tb
                        ? VisitKind.Tuberculosis : VisitKind.Hiv, Dice.KeyOf(600 + (ulong)ailment.Number, (ulong)stage)) { Stage = stage });
            }
        }
    }

    /// <summary>
    /// First day of treatment. Tuberculosis begins once, up to half a year before the time looked at; HIV up to nine years before.
    /// </summary>
    public DateOnly? Began(Person person, Ailment ailment)
    {
        var dice = person.Dice.For(Part.Programme, 1000 + (ulong)ailment.Number);
        var band = epidemics.Band(Math.Max(0, person.YearsOn(horizon.Last)));
        var years = (horizon.Last.DayNumber - horizon.First.DayNumber + 180) / 365.0;
        var risk = ailment.Profile.Programme is Programme.Tb ? ailment.Profile.Incidence![band] * years : ailment.Profile.Prevalence![band];
        if (!dice.Chance(risk / 1000 * ailment.Share(person.Sex))) return null;
        var began = ailment.Profile.Programme is Programme.Tb
            ? horizon.First.AddDays(-180 + dice.Below(horizon.Last.DayNumber - horizon.First.DayNumber + 180))
            : horizon.Last.AddDays(-dice.Below(9 * 365));
        return began > person.BornOn ? began : null;
    }

    public Ailment Hiv => _courses.First(c => c.Profile.Programme is Programme.Hiv);
}
