using HealthWarehouse.Demo.Chance;

namespace HealthWarehouse.Demo.Visits;

/// <summary>When a visit begins and ends: hours of the day, nights, days of medicine.</summary>
internal readonly record struct Stay(DateTime Arrived, DateTime? Admitted, DateTime Left, int MedicineDays)
{
    /// <summary>
    /// A visit of a type that begins on a day; <paramref name="nights"/> = nights in bed, days of a course or days of medicine.
    /// </summary>
    public static Stay Of(string type, DateOnly day, int nights, bool anyHour, ref Dice dice)
    {
        var arrived = Start(day, anyHour, ref dice);
        switch (type)
        {
            case "03":
                var admitted = arrived.AddMinutes(dice.Between(12, 110));
                var left = nights == 0
                    ? arrived.AddMinutes(dice.Between(250, 600)) : day.AddDays(nights).ToDateTime(new(8 + dice.Below(9), dice.Below(60)));
                return new(arrived, admitted, left, 0);
            case "09":
                return new(arrived, arrived.AddMinutes(dice.Between(5, 20)), arrived.AddMinutes(dice.Between(80, 225)), 0);
            case "04":
                arrived = day.ToDateTime(new(7, dice.Between(0, 50)));
                return new(arrived, arrived.AddMinutes(dice.Between(10, 40)),
                    day.AddDays(nights - 1).ToDateTime(new(16, dice.Between(0, 45))), 0);
            case "06":
                return new(arrived, null, day.AddDays(Math.Clamp(nights, 1, 3)).ToDateTime(new(8 + dice.Below(8), dice.Below(60))), 0);
            case "02":
                return new(Start(day, false, ref dice), null, day.AddDays(nights - 1).ToDateTime(new(23, 59)), 0);
            case "05" or "07":
                return new(Start(day, false, ref dice), null, day.AddDays(nights - 1).ToDateTime(new(23, 59)), nights);
            default:
                return new(arrived, null, arrived.AddMinutes(dice.Between(40, anyHour ? 300 : 235)), 0);
        }
    }

    private static DateTime Start(DateOnly day, bool anyHour, ref Dice dice) =>
        day.ToDateTime(TimeOnly.MinValue).AddMinutes(anyHour ? dice.Below(1435) : 410 + Math.Min(dice.Below(560), dice.Below(620)));
}
