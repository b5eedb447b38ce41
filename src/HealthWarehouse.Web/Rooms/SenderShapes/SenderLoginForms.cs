using HealthWarehouse.Concepts;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Accounts;
using HealthWarehouse.Web.Shared.Forms;
using HealthWarehouse.Web.Shared.Undoing;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.SenderShapes;

/// <summary>What the page of a sender's older logins posts; a fault comes back to it in words.</summary>
internal static class SenderLoginForms
{
    public static void MapSenderLogins(this IEndpointRouteBuilder app)
    {
        app.MapPost("/quan-tri/noi-gui/{code}/kieu-cu/cap", Give).ExcludeFromDescription();
        app.MapPost("/quan-tri/noi-gui/{code}/kieu-cu/bat-tat", Switch).ExcludeFromDescription();
    }

    private static Task<IResult> Give(string code, [FromForm] string? shape, [FromForm] string? user, HttpContext http,
        SenderLogins logins, NewPasswords passwords, CancellationToken stop) => Try(code, async () =>
    {
        var password = await logins.Give(code, shape ?? "", user ?? "", http.User.Viewer()!.Account, http.Source(), stop);
        return $"{Page(code)}?mat-khau={passwords.Keep(password)}&kieu={Uri.EscapeDataString(shape!)}";
    });

    private static Task<IResult> Switch(string code, [FromForm] string? shape, [FromForm] string? on, HttpContext http,
        SenderLogins logins, CancellationToken stop) => Try(code, async () =>
    {
        await logins.Switch(code, shape ?? "", on == "true", http.User.Viewer()!.Account, http.Source(), stop);
        http.MayUndo(later =>
            logins.Switch(code, shape!, on != "true", later.User.Viewer()!.Account, later.Source(), later.RequestAborted));
        return Page(code);
    });

    private static async Task<IResult> Try(string code, Func<Task<string>> work)
    {
        try
        {
            return Results.LocalRedirect(await work());
        }
        catch (RefusedException e)
        {
            return Refusal.Back(Page(code), e);
        }
    }

    private static string Page(string code) => $"/quan-tri/noi-gui/{Uri.EscapeDataString(code)}/kieu-cu";
}
