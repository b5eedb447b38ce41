using HealthWarehouse.Concepts;
using HealthWarehouse.Demo.Chance;

namespace HealthWarehouse.Demo.Population;

/// <summary>A made-up person. Everything about them follows from the seed and their number; nothing is stored.</summary>
internal sealed class Person(Household household, int member, Sex sex, DateTime born)
{
    /// <summary>Most members of a household; with the household's number it makes the person's.</summary>
    public const int PerHousehold = 8;

    public Household Household { get; } = household;
    public int Member { get; } = member;
    public Sex Sex { get; } = sex;
    public DateTime Born { get; } = born;

    /// <summary>Mother and father, when they live in the household.</summary>
    public Person? Mother { get; init; }
    public Person? Father { get; init; }

    /// <summary>A child born with this one.</summary>
    public bool Twin { get; init; }

    public long Id => Household.Number * PerHousehold + Member;

    public Dice Dice { get; } = household.Dice.For(Part.Person, (ulong)member);

    public DateOnly BornOn => DateOnly.FromDateTime(Born);

    public Death? Death { get; set; }

    public string Name => Household.NameOf(this);

    public int YearsOn(DateOnly day)
    {
        var years = day.Year - Born.Year;
        return (day.Month, day.Day).CompareTo((Born.Month, Born.Day)) < 0 ? years - 1 : years;
    }

    public int DaysOn(DateOnly day) => day.DayNumber - BornOn.DayNumber;

    public bool DeadOn(DateOnly day) => Death is { } death && day > death.On;
}

/// <summary>When and where a person dies within the time looked at.</summary>
internal sealed record Death(DateOnly On, DeathPlace Place);
