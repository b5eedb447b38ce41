using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Illness;
using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Population;

namespace HealthWarehouse.Demo.Visits;

/// <summary>Where a visit takes place and in which department.</summary>
internal readonly record struct Destination(Facility Facility, string Department);

/// <summary>Finds the facility for a visit: the step of care the disease asks for, near home, with the department it needs.</summary>
internal sealed class Destinations(Facilities facilities)
{
    private const string Outpatients = "K01", Medicine = "K03", Surgery = "K19", Children = "K18";

    public Destination? Find(Tier tier, Ailment ailment, Person person, bool bed, DateOnly day, ref Dice dice)
    {
        foreach (var wanted in Wanted(ailment.Profile.Department, person.YearsOn(day) < 16))
            if (facilities.Choose(tier, wanted, person.Household.Home, day, ref dice) is { } facility)
                return new(facility, bed && facility.IsHospital ? wanted : Outpatients);
        return tier is Tier.District or Tier.Province && facilities.Hospital(person.Household.Home, Medicine, day, ref dice) is { } any
            ? new(any, bed ? Medicine : Outpatients)
            : tier is Tier.Station ? Find(Tier.Clinic, ailment, person, false, day, ref dice) : null;
    }

    /// <summary>The department of a given facility that takes the disease.</summary>
    public static Destination At(Facility facility, Ailment ailment, Person person, bool bed, DateOnly day)
    {
        if (!bed || !facility.IsHospital) return new(facility, Outpatients);
        foreach (var wanted in Wanted(ailment.Profile.Department, person.YearsOn(day) < 16))
            if (facility.Department(wanted, day) is { Beds: > 0 }) return new(facility, wanted);
        return new(facility, facility.Departments.First(d => d.Beds > 0 && d.Span.Holds(day)).Code);
    }

    public Facility ByCode(string code) => facilities.ByCode[code];

    private static IEnumerable<string> Wanted(string department, bool child)
    {
        if (child && department is Medicine or "K11" or Outpatients or "K13") yield return Children;
        yield return department;
        if (department is not Medicine) yield return department is "K28" or "K29" or "K30" or "K20" ? Surgery : Medicine;
    }
}
