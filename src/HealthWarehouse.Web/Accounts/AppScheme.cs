using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace HealthWarehouse.Web.Accounts;

/// <summary>
/// Name and application password by Basic (RFC 7617), over TLS or from this machine only: figures, and nothing about a person. Accounts not
/// in use, and those whose password must change, come in by none.
/// </summary>
internal sealed class AppScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder,
    AppPasswords passwords, Grants grants, UserManager<Account> users)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    /// <summary>What of an account's rights such a password opens.</summary>
    private static readonly Right[] Figures = [Right.Figures, Right.Published, Right.SmallCells];

    /// <summary>Asks for a name and a password; letters of both are UTF-8.</summary>
    public const string Challenge = "Basic realm=\"Kho Y te\", charset=\"UTF-8\"";

    public static bool IsFor(HttpContext http) =>
        http.Request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.IsHttps && !Context.IsHere()) return AuthenticateResult.Fail("Mật khẩu ứng dụng chỉ dùng qua HTTPS.");
        if (Typed() is not var (name, password) || await users.FindByNameAsync(name) is not { DisabledAt: null, MustChange: false } account
            || await passwords.Find(account.UserName!, password, Context.RequestAborted) is not { } good)
            return AuthenticateResult.Fail("Mật khẩu ứng dụng không đúng, đã thu hồi, hoặc tạm khoá vì sai nhiều lần.");
        var viewer = await grants.ViewerOf(account.UserName!, account.Name, good.Grant, good.TwoSteps, Context.Source(),
            Context.RequestAborted);
        return AuthenticateResult.Success(new(new(new ViewerIdentity(viewer with { Rights = viewer.Rights.Intersect(Figures).ToHashSet(),
            Withheld = new HashSet<Right>(), Compartments = new HashSet<string>() }) { IsApp = true }), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = Challenge;
        return Task.CompletedTask;
    }

    private (string Name, string Password)? Typed()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header) || header.Parameter is not { } parameter)
            return null;
        var bytes = new byte[parameter.Length];
        return Convert.TryFromBase64String(parameter, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var name, var password] ? (name, password) : null;
    }
}
