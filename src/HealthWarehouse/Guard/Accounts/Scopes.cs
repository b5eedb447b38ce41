using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Guard.Accounts;

/// <summary>What a grant's facilities and units come to: all facilities below, all communes inside.</summary>
internal static class Scopes
{
    /// <summary>The facilities and those whose parent is among them on a day; null stays null.</summary>
    public static IReadOnlyList<string>? Facilities(CatalogueFiles catalogue, IReadOnlyList<string>? roots, DateOnly day) =>
        roots is null ? null : Below(roots, catalogue.Rows("facilities.csv"), row => HoldsOn(row, day));

    /// <summary>Codes of all communes, of any time, in the units; null stays null.</summary>
    public static IReadOnlyList<string>? Communes(CatalogueFiles catalogue, IReadOnlyList<string>? roots) =>
        roots is null ? null : Below(roots, catalogue.Rows("admin-units.csv"), _ => true);

    private static string[] Below(IReadOnlyList<string> roots, CodeRows rows, Func<(string? From, string? To), bool> holds)
    {
        int code = rows.Index("code"), parent = rows.Index("parent"), from = rows.Index("valid_from"), to = rows.Index("valid_to");
        var children = rows.Rows.Where(r => r[parent] is { Length: > 0 } && holds((r[from], r[to])))
            .ToLookup(r => r[parent]!, r => r[code]!);
        var found = new HashSet<string>(roots);
        for (var next = new Queue<string>(roots); next.TryDequeue(out var unit);)
            foreach (var child in children[unit])
                if (found.Add(child)) next.Enqueue(child);
        return [.. found.Order(StringComparer.Ordinal)];
    }

    private static bool HoldsOn((string? From, string? To) span, DateOnly day)
    {
        var text = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return string.CompareOrdinal(span.From ?? "", text) <= 0 && (span.To is null || string.CompareOrdinal(text, span.To) <= 0);
    }
}
