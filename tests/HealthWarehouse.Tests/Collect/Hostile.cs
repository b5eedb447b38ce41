using System.Text.RegularExpressions;

namespace HealthWarehouse.Tests.Collect;

/// <summary>One hostile or broken delivery: how its bytes are made, and the answer it must get.</summary>
internal sealed record Hostile(string Name, Func<Neighbours, byte[]> Make, Answer Answer)
{
    public Hostile(string name, Func<Neighbours, string> make, Answer answer) : this(name, n => Packed.Utf8(make(n)), answer) { }

    /// <summary>Too costly to be shown on both engines; the reader is the same.</summary>
    public bool Heavy { get; init; }

    /// <summary>Code of the sender, when it is not the house itself.</summary>
    public string Sender { get; init; } = HealthWarehouse.Collect.Sender.Local;

    /// <summary>What else must hold, beside the answer.</summary>
    public Func<TestHouse, long, Task>? Also { get; init; }
}

/// <summary>
/// State of the delivery, the rules of structure that speak (exactly these), how many records are set aside, and what the ledger says of
/// the problem.
/// </summary>
internal sealed partial record Answer(string State, string Rules, int Refused, string? Says)
{
    /// <summary>Not readable to its end: refused as a whole, with the place of the break.</summary>
    public static Answer Broken(string says) => new("StructurallyInvalid", "R01-unreadable", 0, says);

    /// <summary>Not to be opened at all: there is no place to tell.</summary>
    public static Answer Unopened(string says) => new("StructurallyInvalid", "R01-unreadable", 0, says) { HasPlace = false };

    /// <summary>Read, and what could be used is loaded.</summary>
    public static Answer Loaded(string rules = "", int refused = 0) => new("Loaded", rules, refused, null);

    /// <summary>Read, but there is no record in it.</summary>
    public static Answer Empty() => new("StructurallyInvalid", "R01-no-record", 0, null);

    /// <summary>Read, but no record could be used.</summary>
    public static Answer Rejected(string rules, int refused) => new("Rejected", rules, refused, null);

    public bool HasPlace { get; init; } = true;

    public void Judge(string? problem)
    {
        if (Says is null) problem.ShouldBeNull();
        else
        {
            problem.ShouldNotBeNull().ShouldContain(Says);
            problem.Length.ShouldBeLessThan(400);
            Place().IsMatch(problem).ShouldBe(HasPlace, problem);
        }
    }

    [GeneratedRegex(@" \(dòng [0-9.]+, byte [0-9.]+\)$")] private static partial Regex Place();
}

/// <summary>
/// Good records that stand in the same file as the bad one, and must be loaded with it or, where the file is refused, not at all.
/// </summary>
internal sealed class Neighbours(string tag)
{
    private readonly List<Stay> _made = [];

    /// <summary>Episode of the bad record.</summary>
    public string Bad { get; } = $"{tag}-bad";

    public string Good()
    {
        _made.Add(new($"{tag}-{_made.Count + 1}", 1000.25m + _made.Count, "K35.8", 2));
        return Claim.Stay(_made[^1].EpisodeCode, ("T_TONGCHI_BV", FormattableString.Invariant($"{_made[^1].HospitalAmount}")));
    }

    /// <summary>An envelope with a good record before and after what is given.</summary>
    public string Around(params string[] bad) => Claim.Envelope([Good(), .. bad, Good()]);

    /// <summary>An envelope of two good records only, as text to be broken.</summary>
    public string Two() => $"<?xml version=\"1.0\" encoding=\"utf-8\"?>{Around()}";

    public async Task ShouldBeThere(TestHouse test, long delivery, bool loaded)
    {
        var facts = await test.Ask<Stay>("""
            select e.episode_code, e.hospital_amount, e.main_icd,
                (select count(*) from core.drug_line d where d.record_key = e.record_key) as drugs
            from core.encounter e where e.record_key between $first and $last and e.episode_code like $own and e.episode_code <> $bad
                and e.known_to is null order by e.episode_code
            """, new { first = delivery << 24, last = (delivery + 1) << 24, own = $"{tag}-%", bad = Bad });
        facts.ShouldBe(loaded ? _made.OrderBy(s => s.EpisodeCode, StringComparer.Ordinal) : []);
    }

    private sealed record Stay
    {
        private Stay() { }

        public Stay(string episode, decimal amount, string icd, long drugs) =>
            (EpisodeCode, HospitalAmount, MainIcd, Drugs) = (episode, amount, icd, drugs);

        public string EpisodeCode { get; init; } = "";
        public decimal HospitalAmount { get; init; }
        public string? MainIcd { get; init; }
        public long Drugs { get; init; }
    }
}
