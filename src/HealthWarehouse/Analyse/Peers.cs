using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Analyse;

/// <summary>
/// Where a facility stands among those of its kind, which are never named: the middle 80 % of them, their median, and its own value.
/// </summary>
/// <param name="Above">How many of the others have a smaller value.</param>
/// <param name="Others">How many others have a value.</param>
public sealed record PeerPlace(MeasureCard Measure, decimal Own, decimal Low, decimal Median, decimal High, int Above, int Others)
{
    public bool IsOutside => Own < Low || Own > High;
}

/// <summary>How a facility compares: the name of its group, and what is told of each measure.</summary>
public sealed record PeerTable(string Group, IReadOnlyList<PeerPlace> Rows);

/// <summary>Compares a facility with its peers, as catalogue/homes.yaml declares.</summary>
public sealed class Peers(CatalogueFiles catalogue, Figures figures)
{
    /// <summary>Null where too few others have a value. The others are asked for by the house: only ranks and quantiles leave.</summary>
    public async Task<PeerTable?> Of(string facility, Concepts.Period period, CancellationToken stop = default)
    {
        var rules = catalogue.Homes.Peers;
        var sending = (await figures.Sendings(period, Viewer.House, stop)).FirstOrDefault(s => s.FacilityCode == facility);
        if (rules.GroupOf(sending?.Kind) is not { } group) return null;
        var question = new Question(rules.Measures, ["facility"], new(period),
            new Dictionary<string, IReadOnlyList<string>> { ["facility_kind"] = group.Kinds });
        var answer = await figures.Ask(question, Viewer.House, stop);
        var rows = answer.Measures.Select((card, i) => Compare(card, facility,
            [.. answer.Rows.Where(r => r.Values[i] is not null).Select(r => (r.Keys[0].Code, r.Values[i]!.Value))], rules.AtLeast));
        return rows.OfType<PeerPlace>().ToArray() is { Length: > 0 } told ? new(group.Name, told) : null;
    }

    private static PeerPlace? Compare(MeasureCard card, string facility, (string? Code, decimal Value)[] all, int atLeast)
    {
        decimal[] others = [.. all.Where(v => v.Code != facility).Select(v => v.Value).Order()];
        if (others.Length < atLeast || all.All(v => v.Code != facility)) return null;
        var own = all.First(v => v.Code == facility).Value;
        return new(card, own, Quantile(others, 0.1m), Quantile(others, 0.5m), Quantile(others, 0.9m), others.Count(o => o < own),
            others.Length);
    }

    /// <summary>Between the two nearest values (type 7 of Hyndman and Fan), of values in order.</summary>
    private static decimal Quantile(decimal[] values, decimal share)
    {
        var place = (values.Length - 1) * share;
        var (below, rest) = ((int)place, place - Math.Floor(place));
        return below + 1 < values.Length ? values[below] + rest * (values[below + 1] - values[below]) : values[below];
    }
}
