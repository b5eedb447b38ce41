using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Security;

/// <summary>Rows of the audit as a file: CSV, JSON lines, or CEF for a security operations centre (TCVN 14423:2026, A9).</summary>
internal static class AuditFiles
{
    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly IReadOnlyDictionary<string, string> Types = new Dictionary<string,
        string> { ["csv"] = "text/csv; charset=utf-8", ["jsonl"] = "application/x-ndjson; charset=utf-8",
        ["cef"] = "text/plain; charset=utf-8" };

    public static IResult File(IAsyncEnumerable<AuditRow> rows, string format, CancellationToken stop) =>
        TypedResults.Stream(target => Write(rows, format, target, stop), Types[format], $"nhat-ky.{format}");

    public static async Task Write(IAsyncEnumerable<AuditRow> rows, string format, Stream target, CancellationToken stop)
    {
        await using var text = new StreamWriter(target, new UTF8Encoding(format == "csv"), 1 << 16,
            leaveOpen: true) { NewLine = format == "csv" ? "\r\n" : "\n" };
        if (format == "csv") await text.WriteLineAsync(Csv.Line(
            "seq,at,account,account_type,source,port,device,action,object_type,object_id,result,purpose,persons,detail,hash".Split(',')));
        await foreach (var r in rows.WithCancellation(stop)) await text.WriteLineAsync(Line(r, format));
    }

    private static string Line(AuditRow r, string format) => format switch
    {
        "csv" => Csv.Line([r.Seq, r.At, r.Account, r.AccountType, r.Source, r.Port, r.Device, r.Action, r.ObjectType, r.ObjectId, r.Result,
            r.Purpose, r.Persons, r.Detail, r.Hash]),
        "jsonl" => JsonSerializer.Serialize(r, Json),
        _ => Cef(r),
    };

    /// <summary>ArcSight Common Event Format, version 0; what is refused or failed weighs more.</summary>
    private static string Cef(AuditRow r)
    {
        var time = new DateTimeOffset(DateTime.ParseExact(r.At, "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture), TimeSpan.Zero)
            .ToUnixTimeMilliseconds();
        var fields = new (string Key, string? Value)[]
        {
            ("rt", time.ToString(CultureInfo.InvariantCulture)), ("externalId", r.Seq.ToString(CultureInfo.InvariantCulture)),
                ("suser", r.Account), ("spriv", r.AccountType), ("src", r.Source), ("spt", r.Port?.ToString(CultureInfo.InvariantCulture)),
            ("requestClientApplication", r.Device), ("outcome", r.Result), ("reason", r.Purpose), ("cs1Label", "object"),
                ("cs1", $"{r.ObjectType}/{r.ObjectId}"), ("msg", r.Detail),
        };
        var told = string.Join(' ', fields.Where(f => f.Value is not null).Select(f => $"{f.Key}={Value(f.Value!)}"));
        var severity = r.Result is AuditEntry.Refused or AuditEntry.Failed ? 6 : 2;
        return $"CEF:0|Kho Y te|khoyte|1|{Head(r.Action)}|{Head(r.Action)}|{severity}|{told}";
    }

    private static string Head(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Value(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal);
}
