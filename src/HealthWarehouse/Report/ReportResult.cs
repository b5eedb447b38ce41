using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Report;

/// <summary>A computed report: its declaration, what it is about, its rows, and how fresh it is.</summary>
public sealed record ReportResult(ReportDeclaration Declaration, Slice Slice, string ScopeName, IReadOnlyList<ReportColumn> Columns,
    IReadOnlyList<ReportRow> Rows, ReportRow Total, Freshness Freshness)
{
    /// <summary>Something is hidden from who asked.</summary>
    public bool IsVeiled => Rows.Append(Total).Any(r => r.Hidden is not null);

    /// <summary>How far the period has come: while it runs, figures are of its days so far.</summary>
    public Standing Standing { get; init; } = Standing.Full;

    /// <summary>Says that records of compartments closed to who asked are not counted; null where all are.</summary>
    public string? LeavesOut { get; init; }
}

/// <summary>
/// One printed row; a value is null where it is unknown, which is not zero. <c>Code</c> is null for the row of what no group holds.
/// </summary>
public sealed record ReportRow(string? Code, string Name, string? Codes, string? Chapter, IReadOnlyList<decimal?> Values)
{
    /// <summary>The row is the sum of those under it.</summary>
    public bool IsHead { get; init; }

    /// <summary>Which values are hidden because they count too few; null when none is.</summary>
    public IReadOnlyList<bool>? Hidden { get; init; }

    public bool Hides(int column) => Hidden?[column] is true;

    /// <summary>There is something to show, were it only that something is hidden.</summary>
    public bool IsTold => Hidden is not null || Values.Any(v => v > 0);
}
