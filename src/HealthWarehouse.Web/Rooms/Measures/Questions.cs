using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Web.Rooms.Measures;

/// <summary>
/// Questions as they are written in addresses and on the command line: lists with commas, filters as dimension=value;value.
/// </summary>
internal static class Questions
{
    public static Question Of(string? measures, string? by, IEnumerable<string>? where, Slice slice, string? compare = null,
        int? top = null, bool rest = false) => new(Items(measures, ','), Items(by, ','), slice,
        (where ?? []).Where(w => w.Contains('=', StringComparison.Ordinal)).Select(w => w.Split('=', 2)).GroupBy(w => w[0].Trim())
            .Select(g => (g.Key, Values: (IReadOnlyList<string>)[.. g.SelectMany(w => Items(w[1], ';'))])).Where(g => g.Values.Count > 0)
                .ToDictionary(g => g.Key, g => g.Values))
    {
        Compare = compare switch
        {
            null or "" => null,
            "previous" => Comparison.Previous,
            "last-year" => Comparison.LastYear,
            _ => throw new RefusedException("compare phải là previous (kỳ trước) hoặc last-year (cùng kỳ năm trước)."),
        },
        Top = top,
        WithOthers = rest && top is not null,
    };

    private static string[] Items(string? text, char separator) =>
        text?.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
