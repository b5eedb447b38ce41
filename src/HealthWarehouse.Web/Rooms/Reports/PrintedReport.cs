using HealthWarehouse.Report;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>The words around the table of a printed form, the same on paper of every kind.</summary>
internal static class PrintedReport
{
    public static string Number(ReportResult report) => report.Declaration.Number;

    public static string FullTitle(ReportResult report) => $"{report.Declaration.Number}. {report.Declaration.Title}";

    public static string Act(ReportResult report) => $"Ban hành theo {report.Declaration.Act}";

    public static string Title(ReportResult report) => report.Declaration.Title.ToUpper(Format.Vietnamese);

    public static string Period(ReportResult report) => $"Kỳ báo cáo: {report.Slice.Period.Name}";

    public static string Scope(ReportResult report) => $"Phạm vi: {ReportScope.Of(report.Slice, report.ScopeName)}";

    public static string Fresh(ReportResult report) =>
        $"Số liệu tính đến {Format.Time(report.Freshness.LastReceived)}; "
            + $"{report.Freshness.Facilities}/{report.Freshness.OpenFacilities} cơ sở có hồ sơ trong kỳ.";

    /// <summary>A value as printed: nothing for zero, a dash for what is unknown, a mark for what is hidden.</summary>
    public static string Value(ReportRow row, int column) => row.Hides(column) ? Format.Veiled : row.Values[column] is 0
        ? "" : Format.Number(row.Values[column] is { } v ? Math.Round(v, 2) : null);

    /// <summary>Texts of a row in the fixed columns; codes of diseases with a space after each comma, where a line may break.</summary>
    public static IReadOnlyList<string> Texts(ReportResult report, ReportRow row) =>
        [.. ReportColumns.FixedTexts(report.Declaration, row).Select((t, i) => i == 2 ? Codes(t) : t)];

    public static string Codes(string? codes) => codes?.Replace(",", ", ", StringComparison.Ordinal) ?? "";

    /// <summary>What is to be known of the form: its notes, columns without a source, a period before it was in force.</summary>
    public static IEnumerable<string> Remarks(ReportResult report) => report.Declaration.Notes
        .Concat(report.Columns.Where(c => c.Unknown is not null).Select(c => $"Cột {c.Id} ({c.Title}): {c.Unknown}"))
        .Concat(report.Declaration.ValidFrom > report.Slice.Period.End
            ? [$"Kỳ báo cáo kết thúc trước ngày mẫu biểu có hiệu lực ({Format.Date(report.Declaration.ValidFrom)})."] : []);

    /// <summary>The remarks under a table, what its marks stand for, where they stand, and what records are not counted.</summary>
    public static IEnumerable<string> Notes(ReportResult report) => Remarks(report)
        .Concat(report.IsVeiled ? [Format.VeilWords] : [])
        .Concat(report.LeavesOut is { } words ? [words] : []);

    /// <summary>Rows worth printing: of a list of groups those with cases.</summary>
    public static IReadOnlyList<ReportRow> Rows(ReportResult report) => [.. report.Rows.Where(r => r.IsTold)];

    /// <summary>So many of the last rows stand on one page with notes and signatures, the sum among them.</summary>
    public const int KeptWithSignatures = 3;
}
