using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Report;

/// <summary>The declared head of a report as printed: groups over groups over columns.</summary>
public static class ReportColumns
{
    /// <summary>The columns from left to right.</summary>
    public static IEnumerable<ReportColumn> Flat(ReportDeclaration report) => report.Columns.SelectMany(Flat);

    /// <summary>Rows of the printed head below the fixed columns: cells with the columns they span and the rows they span.</summary>
    public static IReadOnlyList<IReadOnlyList<HeadCell>> Head(ReportDeclaration report)
    {
        var depth = report.Columns.Max(Depth) + 1;
        var rows = Enumerable.Range(0, depth).Select(_ => new List<HeadCell>()).ToArray();
        foreach (var group in report.Columns) Place(group, 0, depth, rows);
        return rows;
    }

    private static void Place(ColumnGroup group, int at, int depth, List<HeadCell>[] rows)
    {
        rows[at].Add(new(group.Title, Flat(group).Count(), 1));
        foreach (var column in group.Columns) rows[at + 1].Add(new(column.Title, 1, depth - at - 1));
        foreach (var inner in group.Groups ?? []) Place(inner, at + 1, depth, rows);
    }

    private static IEnumerable<ReportColumn> Flat(ColumnGroup group) => group.Columns.Concat((group.Groups ?? []).SelectMany(Flat));

    private static int Depth(ColumnGroup group) => 1 + (group.Groups is { Count: > 0 } inner ? inner.Max(Depth) : 0);
}

public sealed record HeadCell(string Title, int Columns, int Rows);
