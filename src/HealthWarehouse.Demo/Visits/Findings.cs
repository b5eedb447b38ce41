using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Illness;
using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Population;

namespace HealthWarehouse.Demo.Visits;

/// <summary>What is found and how it ends: codes that may be given to this person, outcome, way out, appointment.</summary>
internal sealed class Findings(IcdRules icds, Planner planner)
{
    /// <summary>Null when none of the codes may be given to a person of this sex and age.</summary>
    public string? Main(VisitPlan plan, Person person, ref Dice dice)
    {
        var days = person.DaysOn(plan.Day);
        if (plan.Icd is { } carried && icds.Allows(carried, person.Sex, days, true)) return carried;
        var drawn = plan.Kind is VisitKind.Chronic or VisitKind.Return && plan.Ailment.Profile.Chronic is not null
            ? Planner.ChronicIcd(person, plan.Ailment) : plan.Ailment.Icd.Pick(ref dice);
        if (icds.Allows(drawn, person.Sex, days, true)) return drawn;
        foreach (var code in plan.Ailment.Icd.Items) if (icds.Allows(code, person.Sex, days, true)) return code;
        return null;
    }

    /// <summary>Codes beside the main one, and for an injury its cause with the number of MA_TAI_NAN.</summary>
    public IReadOnlyList<string> Others(VisitPlan plan, Person person, string main, ref Dice dice, out string? injury)
    {
        var others = new List<string>();
        injury = null;
        if (!plan.Ailment.Causes.IsEmpty)
        {
            var cause = plan.Ailment.Causes.Pick(ref dice);
            others.Add(cause);
            injury = plan.Ailment.Profile.Causes![cause].ToString(CultureInfo.InvariantCulture);
        }
        foreach (var (code, chance) in plan.Ailment.Profile.With ?? new Dictionary<string, double>()) if (dice.Chance(chance)) Add(code);
        if (plan.Kind is not VisitKind.Birth && person.YearsOn(plan.Day) > 14)
            foreach (var code in planner.Living(person, plan.Day)) if (dice.Chance(0.5)) Add(code);
        return others;

        void Add(string code)
        {
            if (code[..3] != main[..3] && others.Count < 8 && !others.Contains(code)
                && icds.Allows(code, person.Sex, person.DaysOn(plan.Day), false))
                others.Add(code);
        }
    }

    /// <summary>KET_QUA_DTRI and MA_LOAI_RV.</summary>
    public static (string Outcome, string Discharge) End(VisitPlan plan, Person person, string type, Facility? to, ref Dice dice)
    {
        if (plan.Kind is VisitKind.Terminal)
            return person.Death!.Place switch { DeathPlace.BeforeHospital =>
                ("8", "1"), DeathPlace.TakenHome => ("6", "4"), _ => ("5", "1") };
        if (to is not null) return (dice.Chance(0.6) ? "3" : "4", dice.Chance(0.85) ? "2" : "5");
        if (type is "01") return (dice.Chance(0.62) ? "2" : dice.Chance(0.5) ? "1" : dice.Chance(0.7) ? "3" : "7", "1");
        if (type is "05" or "07" or "08") return (dice.Chance(0.85) ? "2" : "3", "1");
        return (plan.Ailment.Outcomes.Pick(ref dice),
            type is "03" && dice.Chance(0.018) ? "4" : type is "03" && dice.Chance(0.003) ? "3" : "1");
    }

    public static DateOnly? Appointment(VisitPlan plan, string type, string outcome, string discharge, Stay stay, ref Dice dice)
    {
        if (outcome is "5" or "6" or "8" || discharge != "1") return null;
        var left = DateOnly.FromDateTime(stay.Left);
        if (type is "05" or "07") return dice.Chance(0.5) ? left.AddDays(1) : null;
        return type is "01" or "03" && plan.Kind is not (VisitKind.Return or VisitKind.Nearby)
            && plan.Ailment.Profile.FollowUp is { } f && dice.Chance(f[0])
            ? left.AddDays(dice.Between((int)f[1], (int)f[2])) : null;
    }
}
