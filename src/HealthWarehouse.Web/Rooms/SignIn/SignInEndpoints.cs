using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace HealthWarehouse.Web.Rooms.SignIn;

internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder app) =>
        app.MapPost("/dang-xuat", async (IFormCollection _, HttpContext http, Sessions sessions, AuditLog audit) =>
        {
            var account = http.User.Identity?.Name ?? "";
            await audit.Write(new(account, "sign-out", "account", account, Source: http.Source()), http.RequestAborted);
            if (http.User.Seen()?.Session is { } session) await sessions.End(account, session.Id, "Đăng xuất", stop: http.RequestAborted);
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            return Results.LocalRedirect("/dang-nhap");
        }).ExcludeFromDescription();
}
