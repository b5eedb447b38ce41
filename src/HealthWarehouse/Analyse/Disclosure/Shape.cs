using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Analyse.Disclosure;

/// <summary>
/// The table a question is a part of: its dimensions as axes, each with the dimensions around it; the levels the rows and the totals of the
/// question stand at. The same whatever the order of the dimensions, and whether one is split or filtered by.
/// </summary>
internal sealed class Shape
{
    /// <summary>One axis: the columns read for it, and its levels from coarse to fine, each some of those columns.</summary>
    public sealed record Line(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Levels, int OfRows, int OfTotal);

    private Shape(IReadOnlyList<Line> lines) => Lines = lines;

    public IReadOnlyList<Line> Lines { get; }

    public IReadOnlyList<string> Columns => [.. Lines.SelectMany(l => l.Columns)];

    /// <summary>Dimensions of a question, months apart: those it is split and filtered by.</summary>
    public static IReadOnlyList<string> Dimensions(Question question) =>
        [.. question.By.Concat(question.Where.Keys).Concat(question.Slice.Facility is null ? [] : ["facility"]).Where(d => d != "month")
            .Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The shape of a question over a fact; null where two of its dimensions cut the same thing across.</summary>
    public static Shape? Of(Question question, DisclosureFile rule, MeasureFile file)
    {
        var (asked, lines) = (Dimensions(question).ToList(), new List<Line>());
        while (asked.Count > 0)
        {
            var lead = asked.First(d => !asked.Any(o => rule.Around(o).Contains(d)));
            var around = rule.Around(lead).Where(file.By.ContainsKey).ToArray();
            string[] own = [lead, .. asked.Where(around.Contains)];
            asked.RemoveAll(own.Contains);
            string[] total = [.. own.Where(d => question.Where.ContainsKey(d) || (d == "facility" && question.Slice.Facility is not null))];
            IReadOnlyList<string>[] levels =
                [[], .. around.OrderBy(a => rule.Around(a).Count).Select(a => new[] { a }), [lead], total, own];
            levels = [.. levels.DistinctBy(l => string.Join(',', l.Order(StringComparer.Ordinal)))];
            levels = [.. levels.Where(l => l.Count <= 1), .. levels.Where(l => l.Count > 1).OrderBy(l => l.Count)];
            lines.Add(new([lead, .. around], levels, At(own), At(total)));

            int At(string[] columns) => Array.FindIndex(levels, l => l.Count == columns.Length && l.All(columns.Contains));
        }
        var leads = lines.Select(l => l.Columns[0]).ToArray();
        return lines.Any(l => leads.Any(o => o != l.Columns[0] && rule.Within.Values.Any(w => w.Contains(o) && w.Contains(l.Columns[0]))))
            ? null : new(lines);
    }

    /// <summary>Whether a level is the sum of another: each of its columns is one of the other's or around one.</summary>
    public static bool IsAround(DisclosureFile rule, IReadOnlyList<string> coarse, IReadOnlyList<string> fine) =>
        coarse.All(c => fine.Any(f => f == c || rule.Around(f).Contains(c)));
}
