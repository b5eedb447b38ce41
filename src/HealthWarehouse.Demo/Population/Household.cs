using HealthWarehouse.Concepts;
using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Land;

namespace HealthWarehouse.Demo.Population;

/// <summary>People who live together: their home, their ethnic group, how well off they are.</summary>
internal sealed class Household(long number, Dice dice, Home home, string ethnic, Means means, HouseholdNames names)
{
    private readonly List<Person> _members = new(4);

    public long Number { get; } = number;
    public Dice Dice { get; } = dice;
    public Home Home { get; } = home;
    public string Ethnic { get; } = ethnic;
    public Means Means { get; } = means;
    public IReadOnlyList<Person> Members => _members;

    /// <summary>Adds a member; gives null when the house is full.</summary>
    public Person? Add(Sex sex, DateTime born, Person? mother = null, Person? father = null, bool twin = false)
    {
        if (_members.Count == Person.PerHousehold) return null;
        var person = new Person(this, _members.Count, sex, born) { Mother = mother, Father = father, Twin = twin };
        _members.Add(person);
        return person;
    }

    public string NameOf(Person person) => names.Of(person);

    public string Address(DateOnly day, Communes communes)
    {
        var commune = Home.On(day);
        var district = commune.DistrictName is null ? "" : $", {commune.DistrictName}";
        return string.Create(CultureInfo.InvariantCulture,
            $"Số {Home.House}, {Home.Hamlet}, {commune.Name}{district}, {communes.Province}");
    }
}

internal enum Means { Ordinary, NearPoor, Poor }

/// <summary>Names of a household: children bear the father's surname.</summary>
internal sealed class HouseholdNames(Names.NameBook book)
{
    public string Of(Person person)
    {
        var dice = person.Dice;
        var own = book.Surname(ref dice);
        return book.Full(Surname(person, own), person.Sex, ref dice);
    }

    private string Surname(Person person, string own)
    {
        if ((person.Father ?? person.Mother) is not { } parent) return own;
        var dice = parent.Dice;
        return Surname(parent, book.Surname(ref dice));
    }
}
