using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Report;

/// <summary>The declared head of a report as printed: groups over groups over columns.</summary>
public static class ReportColumns
{
    /// <summary>The columns from left to right.</summary>
    public static IEnumerable<ReportColumn> Flat(ReportDeclaration report) => report.Columns.SelectMany(Flat);

    /// <summary>The columns' titles with those of the groups over them, from left to right.</summary>
    public static IEnumerable<string> Titles(ReportDeclaration report) => report.Columns.SelectMany(g => Titles(g, ""));

    /// <summary>Rows of the printed head below the fixed columns: cells with the columns they span and the rows they span.</summary>
    public static IReadOnlyList<IReadOnlyList<HeadCell>> Head(ReportDeclaration report)
    {
        var depth = report.Columns.Max(Depth) + 1;
        var rows = Enumerable.Range(0, depth).Select(_ => new List<HeadCell>()).ToArray();
        foreach (var group in report.Columns) Place(group, 0, depth, rows);
        return rows;
    }

    /// <summary>
    /// The printed head as a grid: every cell at its row and column, counted from zero, the fixed columns before those declared, the
    /// numbers of the columns below.
    /// </summary>
    public static IReadOnlyList<PlacedCell> Grid(ReportDeclaration report)
    {
        var head = Head(report);
        var cells = new List<PlacedCell>();
        var taken = new HashSet<(int Row, int Column)>();
        var names = FixedTitles(report);
        for (var i = 0; i < names.Count; i++) Put(new(0, i, names[i], 1, head.Count));
        for (var row = 0; row < head.Count; row++)
        {
            var at = names.Count;
            foreach (var cell in head[row])
            {
                while (taken.Contains((row, at))) at++;
                Put(new(row, at, cell.Title, cell.Columns, cell.Rows));
            }
        }
        foreach (var (text, i) in names.Select((_, i) => ((char)('A' + i)).ToString()).Concat(Flat(report).Select(c => c.Id))
            .Select((t, i) => (t, i)))
            Put(new(head.Count, i, text, 1, 1));
        return cells;

        void Put(PlacedCell cell)
        {
            cells.Add(cell);
            for (var r = 0; r < cell.Rows; r++) for (var c = 0; c < cell.Columns; c++) taken.Add((cell.Row + r, cell.Column + c));
        }
    }

    /// <summary>Titles of the columns before those declared: code, name, and what a group holds.</summary>
    public static IReadOnlyList<string> FixedTitles(ReportDeclaration report) =>
        report.Rows.GroupFile is null ? ["Mã", report.Rows.Title] : ["Mã", report.Rows.Title, "Mã ICD-10"];

    /// <summary>Texts of a row in the fixed columns.</summary>
    public static IReadOnlyList<string> FixedTexts(ReportDeclaration report, ReportRow row) =>
        report.Rows.GroupFile is null ? [row.IsHead ? "" : row.Code ?? "", row.Name] : [row.Code ?? "", row.Name, row.Codes ?? ""];

    private static void Place(ColumnGroup group, int at, int depth, List<HeadCell>[] rows)
    {
        rows[at].Add(new(group.Title, Flat(group).Count(), 1));
        foreach (var column in group.Columns) rows[at + 1].Add(new(column.Title, 1, depth - at - 1));
        foreach (var inner in group.Groups ?? []) Place(inner, at + 1, depth, rows);
    }

    private static IEnumerable<ReportColumn> Flat(ColumnGroup group) => group.Columns.Concat((group.Groups ?? []).SelectMany(Flat));

    private static IEnumerable<string> Titles(ColumnGroup group, string over)
    {
        var under = $"{over}{group.Title} – ";
        return group.Columns.Select(c => $"{under}{c.Title}").Concat((group.Groups ?? []).SelectMany(g => Titles(g, under)));
    }

    private static int Depth(ColumnGroup group) => 1 + (group.Groups is { Count: > 0 } inner ? inner.Max(Depth) : 0);
}

public sealed record HeadCell(string Title, int Columns, int Rows);

/// <summary>A cell of the head at its place, over so many columns and rows.</summary>
public sealed record PlacedCell(int Row, int Column, string Title, int Columns, int Rows);
