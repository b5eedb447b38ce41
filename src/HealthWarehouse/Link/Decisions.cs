using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Vault;

namespace HealthWarehouse.Link;

/// <summary>Decisions of one batch, kept in memory so that an encounter sees those before it.</summary>
internal sealed class Decisions(Dictionary<string, (MatchingRule Rule, int Order)> rules)
{
    private readonly Dictionary<(string, Guid), long> _tokens = [];
    private readonly Dictionary<long, (string? Sex, int? BirthYear)> _persons = [];
    private readonly Dictionary<long, long> _merged = [];

    public List<(long Key, string? Sex, int? BirthYear)> Persons { get; } = [];
    public Dictionary<(string, Guid), long>.KeyCollection Tokens => _tokens.Keys;
    public List<(long Encounter, long Person, string Rule)> Raw { get; } = [];
    public List<(long Person, long Into)> Merges { get; } = [];
    private readonly List<(string Rule, Guid Token, long Person)> _newTokens = [];

    /// <summary>Tokens seen for the first time, with today's person.</summary>
    public IEnumerable<(string Rule, Guid Token, long Person)> NewTokens => _newTokens.Select(t => (t.Rule, t.Token, Today(t.Person)));

    public IEnumerable<(long Encounter, long Person, string Rule)> Encounters => Raw.Select(e => (e.Encounter, Today(e.Person), e.Rule));

    public void Decide(long encounter, IReadOnlyList<PersonResolver.KnownToken> tokens)
    {
        var (sex, birthYear) = (tokens[0].Sex, tokens[0].BirthYear);
        var found = new List<(MatchingRule Rule, long Person)>();
        foreach (var token in tokens.Where(t => rules.ContainsKey(t.Rule)).OrderBy(t => rules[t.Rule].Order))
        {
            var person = _tokens.TryGetValue((token.Rule, token.Token), out var here) ? here : token.PersonKey;
            if (person is not { } key) continue;
            if (token.PersonKey == key) _persons.TryAdd(key, (token.PersonSex, token.PersonBirthYear));
            if (Agree(rules[token.Rule].Rule, sex, birthYear, Today(key))) found.Add((rules[token.Rule].Rule, Today(key)));
        }
        var mine = found.Count > 0 ? found[0].Person : tokens[0].Rule == Tombstone.Rule ? Add(Tombstone.PersonKey(tokens[0].Token), sex, birthYear) : New(encounter, sex, birthYear);
        foreach (var other in found.Skip(1).Where(f => f.Rule.Merges && Today(f.Person) != Today(mine))) mine = Merge(Today(mine), Today(other.Person));
        Give(encounter, mine, tokens.Where(t => rules.ContainsKey(t.Rule)).MinBy(t => rules[t.Rule].Order)?.Rule ?? None);
        foreach (var token in tokens.Where(t => t.PersonKey is null && _tokens.TryAdd((t.Rule, t.Token), mine))) _newTokens.Add((token.Rule, token.Token, mine));
    }

    public long New(long encounter, string? sex, int? birthYear) => Add(PersonResolver.KeyOf(encounter), sex, birthYear);

    private long Add(long key, string? sex, int? birthYear)
    {
        _persons[key] = (sex, birthYear);
        Persons.Add((key, sex, birthYear));
        return key;
    }

    /// <summary>Rule of an encounter that carries no token.</summary>
    public const string None = "none";

    /// <summary>Notes the person of an encounter with the strongest rule it carries a token of.</summary>
    public void Give(long encounter, long person, string rule) => Raw.Add((encounter, person, rule));

    private bool Agree(MatchingRule rule, string? sex, int? birthYear, long person)
    {
        if (!_persons.TryGetValue(person, out var known)) return true;
        foreach (var column in rule.Agree)
        {
            if (column == "sex" && sex is "1" or "2" && known.Sex is "1" or "2" && sex != known.Sex) return false;
            if (column == "birth_year" && birthYear is { } a && known.BirthYear is { } b && a != b) return false;
        }
        return true;
    }

    private long Merge(long first, long second)
    {
        // The smaller key stays: any rule will do that does not depend on grouping.
        var (into, gone) = first < second ? (first, second) : (second, first);
        _merged[gone] = into;
        Merges.Add((gone, into));
        return into;
    }

    private long Today(long person)
    {
        while (_merged.TryGetValue(person, out var into)) person = into;
        return person;
    }
}
