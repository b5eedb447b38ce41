using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Report;

/// <summary>A computed report: its declaration, what it is about, its rows, and how fresh it is.</summary>
public sealed record ReportResult(ReportDeclaration Declaration, Slice Slice, string ScopeName, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportRow> Rows, ReportRow Total, Freshness Freshness);

/// <summary>One printed row; a value is null where it is unknown, which is not zero. <c>Code</c> is null for the row of what no group holds.</summary>
public sealed record ReportRow(string? Code, string Name, string? Codes, string? Chapter, IReadOnlyList<decimal?> Values)
{
    /// <summary>The row is the sum of those under it.</summary>
    public bool IsHead { get; init; }
}
