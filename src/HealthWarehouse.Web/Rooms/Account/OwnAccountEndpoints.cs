using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.Account;

/// <summary>What a person does with their own account.</summary>
internal static class OwnAccountEndpoints
{
    public static void MapOwnAccount(this IEndpointRouteBuilder app)
    {
        app.MapPost("/tai-khoan/vai-tro", async ([FromForm] string grant, HttpContext http, Grants grants, Sessions sessions, AuditLog audit, CancellationToken stop) =>
        {
            var seen = http.User.Seen()!;
            if (seen.Session is not { } session || (await grants.Today(session.Account, stop)).All(g => g.Id != grant)) return Results.NotFound();
            await audit.Write(new(session.Account, "role-use", "account", session.Account, Source: http.Source(), Detail: grant), stop);
            await sessions.Use(session.Account, session.Id, grant, stop);
            return Results.LocalRedirect("/tai-khoan");
        }).ExcludeFromDescription();
        app.MapPost("/tai-khoan/phien/ket-thuc", async ([FromForm] string? id, HttpContext http, Sessions sessions, AuditLog audit, CancellationToken stop) =>
        {
            if (http.User.Seen()!.Session is not { } session) return Results.NotFound();
            await audit.Write(new(session.Account, "session-end", "account", session.Account, Source: http.Source()), stop);
            await sessions.End(session.Account, string.IsNullOrEmpty(id) ? null : id, "Chủ tài khoản kết thúc", except: session.Id, stop: stop);
            return Results.LocalRedirect("/tai-khoan");
        }).ExcludeFromDescription();
    }
}
