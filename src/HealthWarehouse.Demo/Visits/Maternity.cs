using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Illness;
using HealthWarehouse.Demo.Population;

namespace HealthWarehouse.Demo.Visits;

/// <summary>A child of the household is where a pregnancy led: visits before, the birth, the newborn who stays.</summary>
internal sealed class Maternity(Ailments ailments)
{
    private static readonly int[] Checks = [-205, -160, -120, -85, -55, -35, -20, -10];
    private readonly Ailment _antenatal = ailments["antenatal"], _trouble = ailments["pregnancy-trouble"], _newborn = ailments["newborn"];

    /// <summary>How a child comes into the world.</summary>
    public Ailment Manner(Person child) => child.Twin ? ailments["twins"] : child.Dice.For(Part.Maternity, 1) is var dice
        && dice.Chance(0.37) ? ailments["caesarean"] : ailments["birth"];

    public void Plan(Person child, DateOnly month, Agenda agenda)
    {
        if (child.BornOn < month || child.BornOn > month.AddDays(330)) return;
        var dice = child.Dice.For(Part.Maternity);
        var second = child.Twin
            && child.Household.Members.Any(m => m.Member < child.Member && m.Mother == child.Mother && m.BornOn == child.BornOn);
        if (!second)
        {
            for (var i = 0; i < Checks.Length; i++)
                if (dice.Chance(0.72))
                    Add(child.Mother!, child.BornOn.AddDays(Checks[i] + dice.Below(6)), _antenatal, VisitKind.Antenatal, i);
            if (dice.Chance(0.2)) Add(child.Mother!, child.BornOn.AddDays(-210 + dice.Below(110)), _trouble, VisitKind.Trouble, 20);
            Add(child.Mother!, DateOnly.FromDateTime(child.Born.AddHours(-dice.Between(2, 14))), Manner(child), VisitKind.Birth, 30);
        }
        if (child.Death is null && dice.Chance(child.Twin ? 0.5 : 0.14)) Add(child, child.BornOn, _newborn, VisitKind.Newborn, 31);

        void Add(Person who, DateOnly day, Ailment ailment, VisitKind kind, int number)
        {
            if (day >= month && day < month.AddMonths(1))
                agenda.Add(new(day, who.Id, ailment, kind, Dice.KeyOf(400 + (ulong)child.Member, (ulong)number)) { Stage = child.Member });
        }
    }

    /// <summary>Children born in a birth visit: the one it was planned for and the twins.</summary>
    public static IReadOnlyList<Person> Born(Household household, int member) =>
        [.. household.Members.Where(m => m.Member == member
            || (m.Twin && household.Members[member].Twin && m.Mother == household.Members[member].Mother
            && m.BornOn == household.Members[member].BornOn))];

    /// <summary>Weight at birth, in grams.</summary>
    public static int WeightAtBirth(Person child)
    {
        var dice = child.Dice.For(Part.Maternity, 2);
        return child.Twin ? dice.Triangle(1600, 2400, 3000) : dice.Chance(0.055)
            ? dice.Triangle(1300, 2200, 2490) : dice.Triangle(2500, 3150, 4300);
    }
}
