using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Population;

namespace HealthWarehouse.Demo.Illness;

/// <summary>
/// How much of each disease there is: seasons, good and bad years, outbreaks in one area. For each month, sex and age band the monthly
/// risks are summed once, so that a person's month costs one or two draws.
/// </summary>
internal sealed class Epidemics(Dice root, Ailments ailments, CommonRules common, PeopleRules people)
{
    private readonly Dictionary<(int Month, int Slot), Odds<Ailment>> _risks = [];

    /// <summary>Chances, in one month, of a first visit for each acute disease; the total is the expected number of visits.</summary>
    public Odds<Ailment> Risks(int year, int month, Concepts.Sex sex, int band)
    {
        var key = (year * 12 + month, band * 2 + (sex is Concepts.Sex.Male ? 0 : 1));
        if (!_risks.TryGetValue(key, out var odds))
            _risks[key] = odds = new(ailments.All.Where(a => a.Profile.Rate is not null)
                .Select(a =>
                    KeyValuePair.Create(a,
                    a.Profile.Rate![band] / 12_000 * a.Share(sex) * common.Seasons[a.Profile.Season][month - 1] * Year(a, year, month))));
        return odds;
    }

    /// <summary>How many times the usual a disease is in an area in one month: outbreaks come where a disease is given to waves.</summary>
    public double Outbreak(Ailment ailment, string area, int year, int month)
    {
        if (ailment.Profile.Wave < 0.5) return 1;
        var dice = root.For(Part.Outbreak, Dice.KeyOf(Dice.KeyOf($"{ailment.Code}/{area}"), (ulong)(year * 12 + month)));
        return dice.Chance(0.06) ? 1 + ailment.Profile.Wave * (1 + 3 * dice.Unit()) : 1;
    }

    /// <summary>Diseases that outbreaks are looked for.</summary>
    public IReadOnlyList<Ailment> Spreading { get; } = [.. ailments.All.Where(a => a.Profile is { Wave: >= 0.5, Rate: not null })];

    /// <summary>What an outbreak adds to a person's month.</summary>
    public double Extra(Ailment ailment, string area, int year, int month, Concepts.Sex sex, int band)
    {
        var times = Outbreak(ailment, area, year, month);
        return times <= 1 ? 0 : (times - 1) * ailment.Profile.Rate![band] / 12_000 * ailment.Share(sex)
            * common.Seasons[ailment.Profile.Season][month - 1] * Year(ailment, year, month);
    }

    public int Band(int years) => people.Band(years);

    /// <summary>Good and bad years; a year of an epidemic begins in April.</summary>
    private double Year(Ailment ailment, int year, int month)
    {
        if (ailment.Profile.Wave <= 0) return 1;
        var dice = root.For(Part.Wave, Dice.KeyOf(Dice.KeyOf(ailment.Code), (ulong)(month < 4 ? year - 1 : year)));
        return Math.Max(0.15, 1 + ailment.Profile.Wave * (2 * dice.Unit() - 0.9));
    }
}
