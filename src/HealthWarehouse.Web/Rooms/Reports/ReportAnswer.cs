using System.Text.Json.Serialization;
using HealthWarehouse.Analyse;
using HealthWarehouse.Report;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>A computed report for programmes; the last row is the total.</summary>
internal sealed record ReportAnswer(string Report, string Number, string Title, string Act, string Period, string PeriodName, string? Scope,
    string ScopeName, string Place, string Geography, DateTimeOffset? KnownAt, Standing Standing, Freshness Freshness, string? LeavesOut,
    IReadOnlyList<ReportAnswer.Column> Columns, IReadOnlyList<ReportAnswer.Row> Rows)
{
    public static ReportAnswer Of(ReportResult r) => new(r.Declaration.Code, r.Declaration.Number, r.Declaration.Title, r.Declaration.Act,
        r.Slice.Period.Code, r.Slice.Period.Name, r.Slice.Facility ?? r.Slice.Unit, r.ScopeName, r.Slice.Place.ToString(),
        r.Slice.Geography.ToString(), r.Slice.KnownAt, r.Standing, r.Freshness, r.LeavesOut,
        [.. r.Columns.Select(c => new Column(c.Id, c.Title, c.Measure, c.Unknown))],
        [.. r.Rows.Append(r.Total).Select(row => new Row(row.Code, row.Name, row.Codes, row.Chapter, row.Values, row.Hidden))]);

    /// <summary>A printed column; without a measure it is empty and <c>Unknown</c> says why.</summary>
    internal sealed record Column(string Id, string Title, string? Measure, string? Unknown);

    /// <summary>
    /// A printed row, a value a column: null where it is unknown, or hidden, which <c>Hidden</c> tells where anything of the row is.
    /// </summary>
    internal sealed record Row(string? Group, string Name, string? Icd10, string? Chapter, IReadOnlyList<decimal?> Values,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<bool>? Hidden = null);
}
