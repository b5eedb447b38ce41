using HealthWarehouse.Concepts;
using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Names;

namespace HealthWarehouse.Demo.Land;

/// <summary>One who treats: practice certificate, social insurance number, name, sex.</summary>
internal sealed record Practitioner(string Certificate, string SocialNumber, string Name, Sex Sex)
{
    /// <summary>What else is drawn about this one.</summary>
    public ulong Key { get; } = Dice.KeyOf($"{SocialNumber}/{Certificate}");

    public DateOnly Born => new(1964 + (int)(Key % 35), 1 + (int)(Key / 35 % 12), 1 + (int)(Key / 420 % 28));

    /// <summary>A citizen number of a register no province has, nor anybody who lives in the made-up one.</summary>
    public string IdentityNumber => string.Create(CultureInfo.InvariantCulture,
        $"065{(Sex is Sex.Female ? 1 : 0)}{Born.Year % 100:00}{Key / 12_000 % 1_000_000:000000}");

    public DateOnly WorksFrom => Born.AddYears(24);
}

/// <summary>Who works where: each department of each facility has its own doctors, each facility its director and technicians.</summary>
internal sealed class Staff(Dice root, NameBook names)
{
    private const int PerDepartment = 5;
    private readonly Dictionary<(string, string), Practitioner[]> _teams = [];

    public Practitioner Director(Facility facility) => Team(facility, "director")[0];

    public Practitioner Technician(Facility facility, ulong key) => Team(facility, "technician")[(int)(key % PerDepartment)];

    public Practitioner Doctor(Facility facility, string department, ulong key) => Team(facility, department)[(int)(key % PerDepartment)];

    /// <summary>Somebody of a team of one's own (nurses, assistants), the first of whom has number nought.</summary>
    public Practitioner Of(Facility facility, string team, int number) =>
        Team(facility, number < PerDepartment ? team : $"{team}-{number / PerDepartment}")[number % PerDepartment];

    private Practitioner[] Team(Facility facility, string department)
    {
        if (_teams.TryGetValue((facility.Code, department), out var team)) return team;
        var dice = root.For(Part.Staff, Dice.KeyOf($"{facility.Code}/{department}"));
        return _teams[(facility.Code, department)] = [.. Enumerable.Range(0, PerDepartment).Select(i => Person(facility, ref dice))];
    }

    private Practitioner Person(Facility facility, ref Dice dice)
    {
        var sex = dice.Chance(0.5) ? Sex.Male : Sex.Female;
        var name = names.Full(names.Surname(ref dice), sex, ref dice);
        var number = dice.Below(900_000) + 100_000;
        return new(string.Create(CultureInfo.InvariantCulture, $"{number:000000}/AB-CCHN"),
            string.Create(CultureInfo.InvariantCulture, $"89{facility.Code[2..]}{dice.Below(100_000):00000}"), name, sex);
    }
}
