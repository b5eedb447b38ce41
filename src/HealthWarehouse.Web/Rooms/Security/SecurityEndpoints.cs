using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Shared.Forms;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.Security;

/// <summary>The audit as files, answers to anomalies, closing a period. Each look and each file is a row itself, written first.</summary>
internal static class SecurityEndpoints
{
    private const int MostRows = 1_000_000;

    public static void MapSecurity(this IEndpointRouteBuilder app)
    {
        app.MapGet("/bao-mat/nhat-ky/xuat", Export).ExcludeFromDescription();
        app.MapPost("/bao-mat/bat-thuong/ghi-nhan", Answer).ExcludeFromDescription();
        app.MapGet("/api/v1/audit/export", Follow).WithTags("Nhật ký")
            .WithSummary("Nhật ký từ sau một số thứ tự, cho trung tâm giám sát: jsonl, cef hoặc csv");
        app.MapPost("/api/v1/audit/close", (House house, CancellationToken stop, DateOnly until) =>
            house.Retention.Close(until, "khoyte", stop)).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> Export(HttpContext http, AuditSearch search, AuditLog audit, PersonTraces traces,
        CancellationToken stop, string format = "csv")
    {
        if (!AuditFiles.Types.ContainsKey(format))
            return Problems.Bad("Không có dạng tệp này", $"format phải là {string.Join(", ", AuditFiles.Types.Keys)}.");
        var asked = AuditAsked.Of(http.Request.Query);
        var question = await asked.Question(traces, stop);
        await audit.Write(new(http.User.Viewer()!.Account, "audit-export", "audit", asked.Query() is { Length: > 0 } words ? words : "*",
            Detail: format), stop);
        return AuditFiles.File(search.All(question, MostRows, stop), format, stop);
    }

    private static async Task<IResult> Follow(HttpContext http, Operations operations, AuditLog audit, CancellationToken stop,
        long after = 0, string format = "jsonl")
    {
        if (!AuditFiles.Types.ContainsKey(format))
            return Problems.Bad("Không có dạng tệp này", $"format phải là {string.Join(", ", AuditFiles.Types.Keys)}.");
        await audit.Write(new(http.User.Viewer()!.Account, "audit-export", "audit", $"sau {after}", Detail: format), stop);
        return AuditFiles.File(After(operations, after, stop), format, stop);
    }

    internal static async IAsyncEnumerable<AuditRow> After(Operations operations, long after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        while (await operations.Query<AuditRow>("ask/audit/page", new { from = after, limit = 5_000 }, stop) is { Count: > 0 } rows)
        {
            foreach (var row in rows) yield return row;
            after = rows[^1].Seq;
        }
    }

    private static async Task<IResult> Answer([FromForm] string id, [FromForm] long upto, [FromForm] string? note, HttpContext http,
        Anomalies anomalies, CancellationToken stop)
    {
        try
        {
            await anomalies.Answer(id, upto, note ?? "", http.User.Viewer()!, stop);
            return Results.LocalRedirect("/bao-mat/bat-thuong");
        }
        catch (RefusedException e)
        {
            return Refusal.Back("/bao-mat/bat-thuong", e);
        }
    }
}
