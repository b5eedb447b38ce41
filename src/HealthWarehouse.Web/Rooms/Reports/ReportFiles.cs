using System.Text;
using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Report;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Sheets;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>A computed report as a file.</summary>
internal static class ReportFiles
{
    public static readonly IReadOnlyDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["csv"] = "text/csv; charset=utf-8",
        ["json"] = "application/json",
        ["pdf"] = "application/pdf",
        ["docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ["xlsx"] = SheetWriter.ContentType,
    };

    public static string NameOf(ReportResult result, string format)
    {
        var org = result.Slice.Facility ?? result.Slice.Unit;
        return $"{result.Declaration.Code}-{result.Slice.Period.Code}{(org is null ? "" : $"-{org}")}.{format}";
    }

    public static Task Write(ReportResult result, string format, Letterhead letter, Stream target) => format switch
    {
        "csv" => Table(result, target),
        "json" => Json(result, target),
        "xlsx" => ReportSheet.Write(result, letter, target),
        "pdf" => ReportPdf.Write(result, letter, target),
        "docx" => ReportWord.Write(result, letter, target),
        _ => throw new RefusedException($"format phải là {string.Join(", ", Types.Keys)}."),
    };

    /// <summary>Codes of the columns before those declared.</summary>
    public static IEnumerable<string> FixedCodes(ReportResult result) =>
        new[] { "group", "name", "icd10" }.Take(ReportColumns.FixedTitles(result.Declaration).Count);

    /// <summary>The code of a column, which stays when its title or number changes: that of its measure.</summary>
    public static string CodeOf(ReportColumn column) => column.Measure ?? $"column_{column.Id}";

    /// <summary>One head line a program and a person can both read: the title of a column and behind it its code; then the rows.</summary>
    private static async Task Table(ReportResult result, Stream target)
    {
        var scope = ReportScope.Of(result.Slice, result.ScopeName);
        await using var text = new StreamWriter(target, new UTF8Encoding(true), leaveOpen: true) { NewLine = "\r\n" };
        await text.WriteLineAsync(Csv.Line(new[] { "Kỳ [period]", "Phạm vi [scope]" }
            .Concat(ReportColumns.FixedTitles(result.Declaration).Zip(FixedCodes(result), (title, code) => $"{title} [{code}]"))
            .Concat(ReportColumns.Titles(result.Declaration).Zip(result.Columns, (title, c) => $"{c.Id}. {title} [{CodeOf(c)}]"))
            .Concat(result.LeavesOut is null ? [] : ["leaves_out"])));
        foreach (var row in result.Rows.Append(result.Total))
            await text.WriteLineAsync(Csv.Line(new object?[] { result.Slice.Period.Code, scope }
                .Concat(Texts(result, row)).Concat(row.Values.Select((v, i) => row.Hides(i) ? Format.Veiled : (object?)v))
                .Concat(result.LeavesOut is { } words ? [words] : [])));
    }

    private static IEnumerable<object?> Texts(ReportResult result, ReportRow row) =>
        new object?[] { row.Code, row.Name, row.Codes }.Take(ReportColumns.FixedTitles(result.Declaration).Count);

    private static Task Json(ReportResult result, Stream target) =>
        JsonSerializer.SerializeAsync(target, ReportAnswer.Of(result), Relaxed);

    private static readonly JsonSerializerOptions Relaxed =
        new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
