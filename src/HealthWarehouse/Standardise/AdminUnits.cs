using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Standardise;

/// <summary>Gives administrative units keys that tell the tree they stand in, and each its province.</summary>
internal static class AdminUnits
{
    public static CodeRows Keyed(CodeRows rows)
    {
        int code = rows.Index("code"), level = rows.Index("level"), parent = rows.Index("parent"), from = rows.Index("valid_from");
        var byCode = rows.Rows.ToLookup(r => r[code]!);
        return new([.. rows.Columns, "unit_key", "province"],
            [.. rows.Rows.Select(r => (string?[])[.. r, Key(r[code]!, r[from]!), Province(r)])]);

        string? Province(string?[] row)
        {
            for (var (at, steps) = (row, 0); steps < 4; steps++)
            {
                if (at[level] == "province") return at[code];
                if (at[parent] is null || At(byCode[at[parent]!], from, row[from]!) is not { } above) return null;
                at = above;
            }
            return null;
        }
    }

    /// <summary>
    /// Old code → the unit that ended the day before the change; new code → the unit that began on it, or that goes on across it.
    /// </summary>
    public static CodeRows Changes(CodeRows changes, CodeRows units)
    {
        int code = units.Index("code"), from = units.Index("valid_from"), to = units.Index("valid_to");
        var byCode = units.Rows.ToLookup(r => r[code]!);
        int oldCode = changes.Index("old_code"), newCode = changes.Index("new_code"), on = changes.Index("on");
        var rows = new List<string?[]>();
        foreach (var change in changes.Rows)
        {
            var day = change[on]!;
            var old = byCode[change[oldCode]!].Where(u => string.CompareOrdinal(u[from], day) < 0)
                .MaxBy(u => u[from], StringComparer.Ordinal);
            var next = byCode[change[newCode]!]
                .FirstOrDefault(u => string.CompareOrdinal(u[from], day) <= 0 && (u[to] is null || string.CompareOrdinal(u[to], day) >= 0));
            if (old is null || next is null) continue;
            rows.Add([.. change, Key(old[code]!, old[from]!), Key(next[code]!, next[from]!), day]);
        }
        return new([.. changes.Columns, "old_key", "new_key", "changed_on"], rows);
    }

    /// <summary>The unit of a code that had begun on a day; the first one when none had.</summary>
    private static string?[]? At(IEnumerable<string?[]> versions, int from, string day) =>
        versions.Where(v => string.CompareOrdinal(v[from], day) <= 0).MaxBy(v => v[from], StringComparer.Ordinal)
            ?? versions.MinBy(v => v[from], StringComparer.Ordinal);

    private static string Key(string code, string from) => $"{code}@{from}";
}
