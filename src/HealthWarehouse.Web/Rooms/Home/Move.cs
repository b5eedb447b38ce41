using HealthWarehouse.Analyse;

namespace HealthWarehouse.Web.Rooms.Home;

/// <summary>A part of a change, by name.</summary>
public sealed record MovePart(string Name, decimal Change);

/// <summary>How a count changed, and the parts that made it, which sum up to the change exactly.</summary>
public sealed record Move(MeasureCard Measure, string By, decimal Before, decimal Now, IReadOnlyList<MovePart> Parts)
{
    public decimal Change => Now - Before;

    /// <summary>How far the change is beyond what counts of that size differ by chance.</summary>
    public double Weight => Math.Abs((double)Change) / Math.Sqrt(Math.Max(1, (double)Before));

    /// <summary>From an answer split by one dimension with a compared period: the largest parts, and the rest as one.</summary>
    public static Move Of(Answer answer, int parts)
    {
        var (now, before) = (answer.Total.Values[0] ?? 0, answer.Total.Before?[0] ?? 0);
        var all = answer.Rows.Select(r => new MovePart(r.Keys[0].Name, (r.Values[0] ?? 0) - (r.Before?[0] ?? 0))).Where(p => p.Change != 0)
            .OrderByDescending(p => Math.Abs(p.Change)).ThenBy(p => p.Name, StringComparer.Ordinal).ToArray();
        var rest = now - before - all.Take(parts).Sum(p => p.Change);
        return new(answer.Measures[0], answer.By[0].Name, before, now, all.Length <= parts && rest == 0 ? [.. all]
            : [.. all.Take(parts), new($"Khác ({all.Length - parts})", rest)]);
    }
}
