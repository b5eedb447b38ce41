using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Land;

namespace HealthWarehouse.Demo.Illness;

/// <summary>A profile made ready to draw from.</summary>
internal sealed class Ailment
{
    public Ailment(int number, Profile profile, string family)
    {
        (Number, Profile, Family) = (number, profile, family);
        Types = new(profile.Types ?? new Dictionary<string, double> { ["01"] = 1 });
        Where = Tiers(profile.Where ?? new Dictionary<string, double> { ["district"] = 1 });
        Outcomes = new(profile.Outcomes ?? new Dictionary<string, double> { ["1"] = 38, ["2"] = 58, ["3"] = 3, ["4"] = 1 });
        Refer = (profile.Refer ?? new Dictionary<string, double> { ["station"] = 0.04, ["clinic"] = 0.02, ["district"] = 0.02 })
            .ToDictionary(r => Enum.Parse<Tier>(r.Key, ignoreCase: true), r => r.Value);
        Causes = new((profile.Causes ?? new Dictionary<string, int>()).Select(c => KeyValuePair.Create(c.Key, 1.0)));
        Icd = new(profile.Icd);
        if (profile.Chronic is { } chronic) (ChronicTypes, ChronicWhere) = (new(chronic.Types), Tiers(chronic.Where));
    }

    public int Number { get; }
    public Profile Profile { get; }
    public string Family { get; }
    public string Code => Profile.Code;
    public Odds<string> Types { get; }
    public Odds<Tier> Where { get; }
    public Odds<string> Outcomes { get; }
    public IReadOnlyDictionary<Tier, double> Refer { get; }
    public Odds<string> Causes { get; }
    public Odds<string> Icd { get; }
    public Odds<string>? ChronicTypes { get; }
    public Odds<Tier>? ChronicWhere { get; }

    /// <summary>Whether the disease is one of this sex.</summary>
    public bool Fits(Concepts.Sex sex) => Profile.Sex is null || (Profile.Sex is OnlySex.Female) == (sex is Concepts.Sex.Female);

    /// <summary>Weight of one sex against the even share.</summary>
    public double Share(Concepts.Sex sex) => !Fits(sex) ? 0 : Profile.Sex is not null ? 1 : sex is Concepts.Sex.Male
        ? 2 * Profile.Male / (1 + Profile.Male) : 2 / (1 + Profile.Male);

    private static Odds<Tier> Tiers(IReadOnlyDictionary<string, double> weights) =>
        new(weights.Select(w => KeyValuePair.Create(Enum.Parse<Tier>(w.Key, ignoreCase: true), w.Value)));
}
