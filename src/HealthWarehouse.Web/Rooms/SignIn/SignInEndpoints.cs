using System.Text.Encodings.Web;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.SignIn;

/// <summary>The ways in that are no page: passkeys and the province's SSO; and the way out.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapPost("/dang-nhap/khoa/tuy-chon", async (IFormCollection _, Passkeys passkeys) =>
            Results.Text(await passkeys.RequestOptions(), "application/json")).ExcludeFromDescription();
        app.MapPost("/dang-nhap/khoa", Passkey).ExcludeFromDescription();
        app.MapGet("/dang-nhap/sso", ToSso).ExcludeFromDescription();
        app.MapGet(SsoSetup.Done, FromSso).ExcludeFromDescription();
        app.MapPost("/dang-xuat", SignOut).ExcludeFromDescription();
    }

    private static async Task<IResult> Passkey([FromForm] string? credential, [FromForm(Name = "tro-lai")] string? back, HttpContext http,
        Entrance entrance) =>
        await entrance.Passkey(http, credential ?? "") is EntranceStep.In
            ? Results.LocalRedirect(Local.Path(back))
            : Results.LocalRedirect($"/dang-nhap?loi=khoa&tro-lai={Uri.EscapeDataString(Local.Path(back))}");

    /// <summary>Sends a person to the SSO; a plain link, so that the security policy of forms stays at 'self'.</summary>
    private static async Task<IResult> ToSso([FromQuery(Name = "tro-lai")] string? back, HttpContext http, House house,
        ILogger<Entrance> log)
    {
        if (house.Settings.Sso is null) return Results.NotFound();
        try
        {
            await http.ChallengeAsync(Schemes.SsoServer,
                new() { RedirectUri = $"{SsoSetup.Done}?tro-lai={Uri.EscapeDataString(Local.Path(back))}" });
            return Results.Empty;
        }
        catch (InvalidOperationException e)
        {
            log.LogWarning(e, "The SSO at {Authority} does not answer", house.Settings.Sso.Authority);
            return Results.LocalRedirect("/dang-nhap?loi=sso");
        }
    }

    private static async Task<IResult> FromSso([FromQuery(Name = "tro-lai")] string? back, HttpContext http, Entrance entrance, House house)
    {
        if (house.Settings.Sso is null) return Results.NotFound();
        var here = Uri.EscapeDataString(Local.Path(back));
        IResult In()
        {
            SsoSetup.Asked(http);
            return Results.LocalRedirect(Local.Path(back));
        }
        return await entrance.FromSso(http) switch
        {
            EntranceStep.In => In(),
            EntranceStep.Unlinked => Results.LocalRedirect($"/dang-nhap/lien-ket?tro-lai={here}"),
            _ => Results.LocalRedirect($"/dang-nhap?loi=sso&tro-lai={here}"),
        };
    }

    /// <summary>
    /// Ends the session here and, where declared, the SSO's own: the browser is sent there by a page, since the security policy of forms
    /// lets none of them lead elsewhere.
    /// </summary>
    private static async Task<IResult> SignOut(IFormCollection _, HttpContext http, Sessions sessions, AuditLog audit, House house)
    {
        var account = http.User.Identity?.Name ?? "";
        await audit.Write(new(account, "sign-out", "account", account, Source: http.Source()), http.RequestAborted);
        var session = http.User.Seen()?.Session;
        if (session is not null) await sessions.End(account, session.Id, "Đăng xuất", stop: http.RequestAborted);
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        if (house.Settings.Sso is not { } sso) return Results.LocalRedirect("/dang-nhap");
        if (house.Catalogue.Sso.AskAgain) SsoSetup.AskNext(http);
        if (!house.Catalogue.Sso.SignOut || session?.Way != Ways.Sso
            || await SsoSetup.WayOut(http, sso, house.Settings.Address) is not { } way)
            return Results.LocalRedirect("/dang-nhap");
        http.Response.Headers["Refresh"] = $"0;url={way}";
        var (href, name) = (HtmlEncoder.Default.Encode(way), HtmlEncoder.Default.Encode(house.Catalogue.Sso.Name));
        return Results.Content("<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><title>Đăng xuất</title>" +
            $"<p><a href=\"{href}\">Đăng xuất tiếp ở {name}</a></p></html>", "text/html");
    }
}
