using System.Text;
using Sylvan.Data.Csv;

namespace HealthWarehouse.Web.Verbs;

/// <summary>A CSV as lines of a table for a terminal: names left, numbers right, as wide as what stands in them.</summary>
internal static class AlignedTable
{
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    public static async Task<IReadOnlyList<string>> Of(Stream csv, CancellationToken stop)
    {
        using var text = new StreamReader(csv, Encoding.UTF8);
        await using var reader = await CsvDataReader.CreateAsync(text, new CsvDataReaderOptions { HasHeaders = false }, stop);
        var rows = new List<string[]>();
        while (await reader.ReadAsync(stop)) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        if (rows.Count == 0) return [];
        var columns = Enumerable.Range(0, rows[0].Length).Select(c =>
        {
            var isNumber = rows.Skip(1).All(r => r[c].Length == 0 || Number(r[c]) is not null)
                && !rows[0][c].EndsWith("_name", StringComparison.Ordinal)
                && rows.Skip(1).Any(r => r[c].Length > 0 && Number(r[c]) is not null) && !IsCode(rows, c);
            string[] cells =
                [.. rows.Select((r, i) => i > 0 && isNumber && Number(r[c]) is { } n ? n.ToString("#,##0.##", Vietnamese) : r[c])];
            var width = cells.Max(x => x.Length);
            return cells.Select(x => isNumber ? x.PadLeft(width) : x.PadRight(width)).ToArray();
        }).ToArray();
        return [.. Enumerable.Range(0, rows.Count).Select(i => string.Join("  ", columns.Select(c => c[i])).TrimEnd())];
    }

    /// <summary>A code has its name in the next column, and is no number whatever its digits.</summary>
    private static bool IsCode(List<string[]> rows, int column) =>
        column + 1 < rows[0].Length && rows[0][column + 1] == $"{rows[0][column]}_name";

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
}
