using HealthWarehouse.Concepts;
using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Population;
using HealthWarehouse.Demo.Visits;

namespace HealthWarehouse.Demo.Encounters;

/// <summary>One visit on the writing desk: the visit, what it draws from, who signs.</summary>
internal sealed class Chart(Visit visit, Encounter encounter, Dice dice, Desk desk)
{
    /// <summary>The source of this encounter; drawing moves it.</summary>
    public Dice Dice = dice;

    public Visit Visit { get; } = visit;
    public Encounter Encounter { get; } = encounter;
    public Desk Desk { get; } = desk;
    public Person Person => Visit.Person;
    public Practitioner Doctor { get; } = desk.Staff.Doctor(visit.Facility, visit.Department, visit.Key);
    public Practitioner Director { get; } = desk.Staff.Director(visit.Facility);
    public string Name { get; } = visit.Person.Name;
    public Commune Commune { get; } = visit.Person.Household.Home.On(visit.Day);
    public string Address { get; } = visit.Person.Household.Address(visit.Day, desk.Communes);
    public string? Identity { get; } = Papers.IdentityNumber(visit.Person, visit.ArrivedOn);
    public string Birth { get; } = BirthText(visit);
    public string Reason { get; } = visit.Ailment.Profile.Reasons[(int)(visit.Key % (ulong)visit.Ailment.Profile.Reasons.Count)];
    public string Diagnosis { get; } = string.Join("; ", visit.OtherIcds.Prepend(visit.MainIcd).Select(c => $"{c} - {desk.IcdNames[c]}"));
    public string Admission { get; } = desk.IcdNames[visit.MainIcd];
    public string Sex => Text.Number((int)Person.Sex);
    public int Age => Person.YearsOn(Visit.ArrivedOn);

    /// <summary>MA_BN: number of the patient in the facility.</summary>
    public string PatientCode { get; } =
        string.Create(CultureInfo.InvariantCulture, $"BN{visit.Facility.Code[2..]}{visit.Person.Id:0000000}");

    /// <summary>MA_HSBA.</summary>
    public string RecordCode { get; } = string.Create(CultureInfo.InvariantCulture,
        $"{(visit.Inpatient ? "BA" : "PK")}{visit.Arrived:yy}.{visit.Episode[6..].Replace(".", "", StringComparison.Ordinal)}");

    public string Method { get; } = visit.Type switch
    {
        "01" => "Khám, kê đơn ngoại trú",
        "05" or "07" or "08" => "Cấp thuốc điều trị ngoại trú theo phác đồ",
        "02" or "04" => "Điều trị theo đợt, phục hồi chức năng",
        _ when visit.Caesarean => "Mổ lấy thai",
        _ => "Điều trị nội khoa, theo dõi sát, chăm sóc",
    };

    /// <summary>A moment of the visit; lines of long courses are ordered on its first day.</summary>
    public DateTime At(double part)
    {
        var end = Visit.Type is "05" or "07" or "02" ? Visit.Arrived.AddMinutes(100) : Visit.Left.AddMinutes(-1);
        return Visit.Arrived.AddMinutes(Math.Floor((end - Visit.Arrived).TotalMinutes * part));
    }

    /// <summary>Twelve digits; the hour only for newborns, only the year for a few of the old.</summary>
    private static string BirthText(Visit visit)
    {
        var dice = visit.Person.Dice.For(Part.Life, 9);
        if (visit.Person.DaysOn(visit.Day) <= 60) return Text.Minute(visit.Person.Born);
        return visit.Person.Born.Year < 1960 && dice.Chance(0.06)
            ? string.Create(CultureInfo.InvariantCulture, $"{visit.Person.Born.Year}00000000") : $"{Text.Day(visit.Person.BornOn)}0000";
    }
}
