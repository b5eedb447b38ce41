using HealthWarehouse.Concepts;

namespace HealthWarehouse.Catalogue.Imports;

/// <summary>A column of shares, worked out when all rows of the file are made.</summary>
internal static class ShareColumn
{
    /// <summary>Fills the column of a declared share on the rows made from a file.</summary>
    public static void Fill(Share share, IReadOnlyList<string> names, IReadOnlyList<MadeRow> rows)
    {
        var columns = names.ToList();
        int[] by = [.. share.By.Select(c => columns.IndexOf(c))];
        int into = columns.IndexOf(share.Into), kind = columns.IndexOf(share.Kind);
        foreach (var group in rows.GroupBy(r => CodeRows.Key(r.Values, by)))
        {
            var parts = group.Select(r => share.Parts[r.Values[kind]!]).ToArray();
            var all = parts.Contains("all");
            var shares = Shares.Of([.. parts.Select(p => p == "all" ? 1 : all ? 0 : decimal.Parse(p, CultureInfo.InvariantCulture))]);
            foreach (var (row, value) in group.Zip(shares)) row.Values[into] = value.ToString("0.######", CultureInfo.InvariantCulture);
        }
    }
}
