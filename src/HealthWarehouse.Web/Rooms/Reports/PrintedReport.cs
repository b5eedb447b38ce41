using HealthWarehouse.Report;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>The words around the table of a printed form, the same on paper of every kind.</summary>
internal static class PrintedReport
{
    public static string Act(ReportResult report) => $"{report.Declaration.Number}\nBan hành theo {report.Declaration.Act}";

    public static string Title(ReportResult report) => report.Declaration.Title.ToUpper(Format.Vietnamese);

    public static string Scope(ReportResult report) => $"{report.Slice.Period.Name} – {report.ScopeName}";

    public static string Fresh(ReportResult report) => $"Số liệu tính đến {Format.Time(report.Freshness.LastReceived)}; {report.Freshness.Facilities}/{report.Freshness.OpenFacilities} cơ sở có hồ sơ trong kỳ.";

    /// <summary>A value as printed: nothing for zero, a dash for what is unknown, a mark for what is hidden.</summary>
    public static string Value(ReportRow row, int column) => row.Hides(column) ? Format.Veiled : row.Values[column] is 0
        ? "" : Format.Number(row.Values[column] is { } v ? Math.Round(v, 2) : null);

    /// <summary>Says under the table what the mark stands for, where it stands, and what records are not counted.</summary>
    public static IEnumerable<string> Notes(ReportResult report) =>
        report.Declaration.Notes.Concat(report.IsVeiled ? [Format.VeilWords] : []).Concat(report.LeavesOut is { } words ? [words] : []);

    public static readonly string[] Signatures = ["Người lập biểu", "Thủ trưởng đơn vị"];

    /// <summary>Rows worth printing: of a list of groups those with cases.</summary>
    public static IEnumerable<ReportRow> Rows(ReportResult report) => report.Rows.Where(r => r.IsTold);
}
