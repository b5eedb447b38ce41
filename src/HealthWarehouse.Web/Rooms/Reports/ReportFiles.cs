using System.Text;
using System.Text.Json;
using HealthWarehouse.Report;
using HealthWarehouse.Web.Shared;

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
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };

    public static string NameOf(ReportResult result, string format) => $"{result.Declaration.Code}-{result.Slice.Period.Code}{(result.Slice.Facility ?? result.Slice.Unit) switch { { } org => $"-{org}", _ => "" }}.{format}";

    public static Task Write(ReportResult result, string format, Stream target) => format switch
    {
        "csv" => Table(result, target),
        "json" => Json(result, target),
        "xlsx" => ReportSheet.Write(result, target),
        "pdf" => ReportPdf.Write(result, target),
        "docx" => ReportWord.Write(result, target),
        _ => throw new FormatException($"format phải là {string.Join(", ", Types.Keys)}."),
    };

    private static async Task Table(ReportResult result, Stream target)
    {
        await using var text = new StreamWriter(target, new UTF8Encoding(true), leaveOpen: true) { NewLine = "\r\n" };
        await text.WriteLineAsync(Csv.Line(new[] { "group", "name", "icd10" }.Concat(result.Columns.Select(c => $"c{c.Id}"))
            .Concat(result.LeavesOut is null ? [] : ["leaves_out"])));
        foreach (var row in result.Rows.Append(result.Total))
            await text.WriteLineAsync(Csv.Line(new object?[] { row.Code, row.Name,
                row.Codes }.Concat(row.Values.Select((v, i) => row.Hides(i) ? Format.Veiled : (object?)v))
                .Concat(result.LeavesOut is { } words ? [words] : [])));
    }

    private static Task Json(ReportResult r, Stream target) => JsonSerializer.SerializeAsync(target, new
    {
        report = r.Declaration.Code, r.Declaration.Number, r.Declaration.Title, r.Declaration.Act,
        period = r.Slice.Period.Code, periodName = r.Slice.Period.Name, scope = r.Slice.Facility ?? r.Slice.Unit, scopeName = r.ScopeName,
        place = r.Slice.Place.ToString(), geography = r.Slice.Geography.ToString(), knownAt = r.Slice.KnownAt, r.Standing, r.Freshness,
        r.LeavesOut,
        columns = r.Columns.Select(c => new { c.Id, c.Title, c.Measure, c.Unknown }),
        rows = r.Rows.Append(r.Total)
            .Select(row => row.Hidden is null
            ? (object)new { group = row.Code, row.Name, icd10 = row.Codes, row.Chapter, row.Values }
            : new { group = row.Code, row.Name, icd10 = row.Codes, row.Chapter, row.Values, row.Hidden }),
    }, Relaxed);

    private static readonly JsonSerializerOptions Relaxed =
        new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Number(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";
}
