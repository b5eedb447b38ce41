using HealthWarehouse.Concepts;
using HealthWarehouse.Demo.Chance;

namespace HealthWarehouse.Demo.Names;

/// <summary>What made-up names are put together from (Names/names.yaml).</summary>
internal sealed record NameLists(
    IReadOnlyDictionary<string, double> Surnames, IReadOnlyList<string> MiddlesMale, IReadOnlyList<string> MiddlesFemale,
    IReadOnlyList<string> GivenMale, IReadOnlyList<string> GivenFemale, IReadOnlyList<string> Employers, IReadOnlyList<string> Streets,
        IReadOnlyList<string> Hamlets);

/// <summary>Names of people who do not exist.</summary>
internal sealed class NameBook(NameLists lists)
{
    private readonly Odds<string> _surnames = new(lists.Surnames);

    public NameLists Lists { get; } = lists;

    public static NameBook Load() => new(Resource.Read<NameLists>("Names/names.yaml"));

    public string Surname(ref Dice dice) => _surnames.Pick(ref dice);

    public string Full(string surname, Sex sex, ref Dice dice)
    {
        var male = sex is Sex.Male;
        var middle = dice.Pick(male ? Lists.MiddlesMale : Lists.MiddlesFemale);
        var given = dice.Pick(male ? Lists.GivenMale : Lists.GivenFemale);
        return $"{surname} {middle} {given}";
    }
}
