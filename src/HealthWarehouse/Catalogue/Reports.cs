namespace HealthWarehouse.Catalogue;

/// <summary>
/// A statutory report: dated layout of rows and columns over measures (catalogue/reports/*.yaml).
/// Every cell is one measure under the row's condition; a cell nothing can be computed for is left unknown and says why.
/// </summary>
public sealed record ReportDeclaration(
    string Code, string Number, string Title, string Act, DateOnly ValidFrom, DateOnly? ValidTo, string Owner, string About,
    ReportRows Rows, IReadOnlyList<ColumnGroup> Columns, IReadOnlyList<string> Periods, IReadOnlyList<string> Notes);

/// <summary>
/// Rows of a report: one a member of a dimension. With <c>GroupFile</c> the members are those of that list, printed whether they have cases
/// or not, and what no member holds stands in a row of its own; else those found, under a row with the sum of each member of <c>Under</c>.
/// <c>Element</c> (table/field) is what puts a case in its row.
/// </summary>
public sealed record ReportRows(string Dimension, string Title, string Total, string Element, string? GroupFile = null,
    string? Unclassified = null, string? Under = null);

/// <summary>A head over columns, as printed.</summary>
public sealed record ColumnGroup(string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ColumnGroup>? Groups = null);

/// <summary>
/// A printed column: number, title, the measure behind it; without a measure it stays empty and <c>unknown</c> says why. <c>element</c> is
/// where a case of this column shows in the message.
/// </summary>
public sealed record ReportColumn(string Id, string Title, string? Measure = null, string? Unknown = null);
