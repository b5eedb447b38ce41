namespace HealthWarehouse.Catalogue;

/// <summary>
/// A statutory report: dated layout of rows and columns over measures (catalogue/reports/*.yaml).
/// Every cell is one measure under the row's condition; a cell nothing can be computed for is left unknown and says why.
/// </summary>
public sealed record ReportDeclaration(
    string Code, string Number, string Title, string Act, DateOnly ValidFrom, DateOnly? ValidTo, string Owner, string About, string Fact,
    ReportRows Rows, IReadOnlyList<ColumnGroup> Columns, IReadOnlyList<string> Periods, IReadOnlyList<string> Notes);

/// <summary>Rows that come from a grouped code list: the list of groups, the column of the fact that is grouped, the name of the row for what no group holds, and the element of the message (table/field) that puts a case in its row.</summary>
public sealed record ReportRows(string GroupFile, string Column, string Unclassified, string Total, string Element);

/// <summary>A head over columns, as printed.</summary>
public sealed record ColumnGroup(string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ColumnGroup>? Groups = null);

/// <summary>A printed column: number, title, the measure behind it; without a measure it stays empty and <c>unknown</c> says why. <c>element</c> is where a case of this column shows in the message.</summary>
public sealed record ReportColumn(string Id, string Title, string? Measure = null, string? Unknown = null);
