using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Identity;

namespace HealthWarehouse.Web.Rooms.SignIn;

internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder app) =>
        app.MapPost("/dang-xuat", async (HttpContext http, SignInManager<Account> manager, AuditLog audit) =>
        {
            await audit.Write(new(http.User.Identity?.Name ?? "", "sign-out", "account", http.User.Identity?.Name ?? "", Source: http.Connection.RemoteIpAddress?.ToString()), http.RequestAborted);
            await manager.Context.SignOutCookie();
            return Results.LocalRedirect("/dang-nhap");
        }).ExcludeFromDescription();

    private static Task SignOutCookie(this HttpContext http) => Microsoft.AspNetCore.Authentication.AuthenticationHttpContextExtensions.SignOutAsync(http, IdentityConstants.ApplicationScheme);
}
