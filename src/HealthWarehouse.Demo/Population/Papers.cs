using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Land;

namespace HealthWarehouse.Demo.Population;

/// <summary>A health-insurance card over a stay: its number, level and the span that covers the stay.</summary>
internal sealed record Card(string Number, string Group, int Benefit, string Registered, DateOnly From, DateOnly To);

/// <summary>The numbers people carry. Province 99 does not exist, so no number can be that of a real person.</summary>
internal sealed class Papers(PeopleRules rules, Facilities facilities, string province)
{
    /// <summary>Codes of the citizen number that no province has; each holds a million people of one sex and birth year.</summary>
    private static readonly string[] Registers = ["099", "098", "097", "090", "088", "085", "081", "078", "076", "073"];
    private readonly Odds<string> _working = new(rules.WorkingGroups);

    /// <summary>Twelve digits that tell sex and birth year (NĐ 137/2015), an old card of nine for a few, or nothing.</summary>
    public static string? IdentityNumber(Person person, DateOnly day)
    {
        var dice = person.Dice.For(Part.Life, 1);
        var (held, old, age) = (dice.Unit(), dice.Chance(0.02), person.YearsOn(day));
        if (person.DaysOn(day) < 60 || held < (age < 14 ? 0.15 : 0.02)) return null;
        return old && age > 60 ? string.Create(CultureInfo.InvariantCulture, $"99{person.Id % 10_000_000:0000000}") : CitizenNumber(person);
    }

    /// <summary>The citizen number, whether or not it was shown.</summary>
    public static string CitizenNumber(Person person)
    {
        var number = (person.Id % 1_000_000 * 387_413 + 271_829) % 1_000_000;
        var century = (person.Born.Year - 1900) / 100 * 2 + (person.Sex is Concepts.Sex.Female ? 1 : 0);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Registers[person.Id / 1_000_000 % Registers.Length]}{century}{person.Born.Year % 100:00}{number:000000}");
    }

    /// <summary>Mã số BHXH: stays with the person through every card.</summary>
    public string SocialNumber(Person person) =>
        string.Create(CultureInfo.InvariantCulture, $"{province}{(person.Id * 61_803_399 + 14_142_135) % 100_000_000:00000000}");

    public static string Phone(Person person) =>
        string.Create(CultureInfo.InvariantCulture, $"0999{(person.Household.Number * 7919 + person.Member * 31) % 1_000_000:000000}");

    /// <summary>The card that covers a stay, or null for the uninsured.</summary>
    public Card? CardFor(Person person, DateOnly from, DateOnly to)
    {
        if (Group(person, from) is not { } group) return null;
        var level = rules.Levels[group];
        var child = group == "TE";
        var ends = child ? Latest(new DateOnly(person.Born.Year + 6, 9, 30), to) : new DateOnly(to.Year, 12, 31);
        var registered = person.DaysOn(from) < 28 ? $"{province}000" : RegisteredAt(person, to);
        return registered is null
            ? null : new($"{group}{level}{province}{SocialNumber(person)}", group, rules.Benefit[level], registered,
            child ? person.BornOn : new DateOnly(from.Year, 1, 1), ends);
    }

    /// <summary>Where the person is registered: the station, or the hospital of the area.</summary>
    public string? RegisteredAt(Person person, DateOnly day)
    {
        var dice = person.Dice.For(Part.Life, 2);
        var station = dice.Chance(0.55) ? facilities.Station(person.Household.Home, day) : null;
        return (station ?? facilities.Hospital(person.Household.Home, "K01", day, ref dice))?.Code;
    }

    /// <summary>Two letters of the insured group, null when uninsured.</summary>
    public string? Group(Person person, DateOnly day)
    {
        var dice = person.Dice.For(Part.Life, 3);
        var (uninsured, retired, student, work) =
            (dice.Chance(rules.Uninsured), dice.Chance(rules.Retired), dice.Chance(0.5), _working.Pick(ref dice));
        var age = person.YearsOn(day);
        if (age < 6) return "TE";
        if (person.Household.Means is Means.Poor) return "HN";
        if (uninsured) return null;
        if (person.Household.Means is Means.NearPoor) return "CN";
        if (person.Household.Ethnic != "01") return "DT";
        if (age < 18) return "HS";
        if (age < 23 && student) return "SV";
        if (age >= 80) return "BT";
        if (age >= 60) return retired ? "HT" : "GD";
        return work;
    }

    public string Occupation(Person person, DateOnly day)
    {
        var age = person.YearsOn(day);
        if (age is < 18 or >= 65) return "00000";
        var dice = person.Dice.For(Part.Life, 4);
        var group = Group(person, day);
        return group is "SV" ? "00000" : dice.Pick(rules.Jobs[group is "DN" or "HC" ? group : "other"]);
    }

    /// <summary>Weight in kilograms, by age.</summary>
    public static decimal Weight(Person person, DateOnly day)
    {
        var dice = person.Dice.For(Part.Life, 5);
        var (days, years, spread) = (person.DaysOn(day), person.YearsOn(day), dice.Between(-12, 14));
        var usual = days < 365 ? 3.2m + days * 0.017m : years < 12 ? 9 + years * 2.4m : years < 18 ? 36
            + (years - 12) * 2.8m : person.Sex is Concepts.Sex.Male ? 62 : 53;
        return Math.Round(usual * (100 + spread) / 100, 1, MidpointRounding.AwayFromZero);
    }

    private static DateOnly Latest(DateOnly one, DateOnly other) => one > other ? one : other;
}
