using HealthWarehouse.Concepts;
using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Names;

namespace HealthWarehouse.Demo.Population;

/// <summary>
/// Draws households as they are on the last day looked at: children born within the time looked at are the births of that time,
/// and those who die in it are still there. Household n is the same whoever else is drawn.
/// </summary>
internal sealed class Households(Dice root, PeopleRules rules, Communes communes, NameBook names, DateOnly first, DateOnly last)
{
    private readonly HouseholdNames _names = new(names);
    private readonly Odds<string> _kinds = new(rules.Households);
    private readonly Odds<int> _children =
        new(rules.Children.Select(c => KeyValuePair.Create(int.Parse(c.Key, CultureInfo.InvariantCulture), c.Value)));
    private readonly Odds<string> _minorities = new(rules.Minority.Groups);
    private readonly Odds<DeathPlace> _deathPlaces = new(rules.DeathPlace.Select(p =>
        KeyValuePair.Create(Enum.Parse<DeathPlace>(p.Key.Replace("-", "", StringComparison.Ordinal), ignoreCase: true), p.Value)));

    /// <summary>How many households hold this many people.</summary>
    public long CountFor(long people)
    {
        var count = 0L;
        for (var drawn = 0L; drawn < people; count++) drawn += Draw(count).Members.Count;
        return count;
    }

    public Household Draw(long number)
    {
        var dice = root.For(Part.Household, (ulong)number);
        var (old, now) = communes.Draw(ref dice);
        var home = new Home(old, now, dice.Pick(old.Kind == "Xã" ? names.Lists.Hamlets : names.Lists.Streets), dice.Between(1, 380));
        var minority = dice.Chance(rules.Minority.ByArea.TryGetValue(home.Area, out var share) ? share : rules.Minority.Elsewhere);
        var ethnic = minority ? _minorities.Pick(ref dice) : "01";
        var fortune = dice.Unit();
        var means = fortune < rules.Poor ? Means.Poor : fortune < rules.Poor + rules.NearPoor ? Means.NearPoor : Means.Ordinary;
        var household = new Household(number, dice.For(Part.Household, (ulong)number), home, ethnic, means, _names);
        Fill(household, _kinds.Pick(ref dice), ref dice);
        foreach (var person in household.Members) person.Death = DeathOf(person);
        return household;
    }

    private void Fill(Household household, string kind, ref Dice dice)
    {
        switch (kind)
        {
            case "young-alone":
                household.Add(dice.Chance(0.62) ? Sex.Male : Sex.Female, Aged(dice.Between(19, 36), ref dice));
                break;
            case "elder-alone":
                household.Add(dice.Chance(0.55) ? Sex.Female : Sex.Male, Aged(dice.Triangle(60, 70, 96), ref dice));
                break;
            case "couple":
                Couple(household, dice.Between(22, 60), ref dice);
                break;
            case "elder-couple":
                Couple(household, dice.Triangle(58, 66, 90), ref dice);
                break;
            case "single-parent":
                var alone = household.Add(Sex.Female, Aged(dice.Between(22, 50), ref dice))!;
                Children(household, alone, null, 1 + dice.Below(2), ref dice);
                break;
            case "parents":
                Parents(household, ref dice);
                break;
            default:
                var mother = Parents(household, ref dice);
                var elder = mother.YearsOn(last) + dice.Between(21, 33);
                if (elder < 99) household.Add(Sex.Female, Aged(elder, ref dice));
                if (elder < 92 && dice.Chance(0.95)) household.Add(Sex.Male, Aged(elder + dice.Between(0, 5), ref dice));
                break;
        }
    }

    private Person Parents(Household household, ref Dice dice)
    {
        var (mother, father) = Couple(household, dice.Triangle(21, 31, 54), ref dice);
        Children(household, mother, father, _children.Pick(ref dice), ref dice);
        return mother;
    }

    private (Person Wife, Person Husband) Couple(Household household, int years, ref Dice dice)
    {
        var wife = household.Add(Sex.Female, Aged(years, ref dice))!;
        return (wife, household.Add(Sex.Male, Aged(years + dice.Between(-2, 6), ref dice))!);
    }

    private void Children(Household household, Person mother, Person? father, int count, ref Dice dice)
    {
        var eldest = mother.BornOn.AddDays(dice.Triangle(19 * 365, 24 * 365, 36 * 365));
        var oldest = last.AddYears(-22);
        if (eldest < oldest) eldest = oldest.AddDays(dice.Below(8 * 365));
        for (var i = 0; i < count && eldest <= last && mother.YearsOn(eldest) < 44; i++,
            eldest = eldest.AddDays(dice.Triangle(500, 1100, 2200)))
        {
            var born = eldest.ToDateTime(new(dice.Below(24), dice.Below(60)));
            var twin = dice.Chance(0.011);
            household.Add(dice.Chance(0.521) ? Sex.Male : Sex.Female, born, mother, father, twin);
            if (twin) household.Add(AnySex(ref dice), born.AddMinutes(dice.Between(3, 18)), mother, father, twin: true);
        }
    }

    private DateTime Aged(int years, ref Dice dice) =>
        last.AddYears(-years).AddDays(-dice.Below(365)).ToDateTime(new(dice.Below(24), dice.Below(60)));

    /// <summary>A year at a time: the risk of the age reached in it.</summary>
    private Death? DeathOf(Person person)
    {
        var dice = person.Dice.For(Part.Life);
        for (var year = first.Year; year <= last.Year; year++)
        {
            var (risk, day, place) = (dice.Unit(), new DateOnly(year, 1, 1).AddDays(dice.Below(365)), _deathPlaces.Pick(ref dice));
            if (day < person.BornOn || day < first) continue;
            if (risk < rules.DeathsPer1000[rules.Band(person.YearsOn(day))] / 1000) return new(day, place);
        }
        return null;
    }

    private static Sex AnySex(ref Dice dice) => dice.Chance(0.5) ? Sex.Male : Sex.Female;
}
