using System.Security.Claims;
using System.Text.Encodings.Web;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace HealthWarehouse.Web.Rooms.SenderShapes;

/// <summary>
/// Authenticates at the addresses of a shape, and only there, by that shape's own headers; a refusal is said in its own form.
/// </summary>
internal sealed class ShapeScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder,
    SenderTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "khoyte-shape", UserClaim = "kyt:shape-user";

    /// <summary>The shape an address belongs to; null elsewhere.</summary>
    public static SpokenShape? Of(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<SpokenShape>();

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Of(Context)?.Shape is not { } shape || Header(shape.Token.Header) is not { Length: > 0 } access)
            return AuthenticateResult.NoResult();
        if (await tokens.Find(shape, access, Header(shape.Token.IdHeader), Header(shape.Token.PasswordHeader), Context.RequestAborted)
            is not { } held)
            return AuthenticateResult.Fail("Token không đúng hoặc đã hết hạn.");
        var identity = new ClaimsIdentity([new(ClaimTypes.Name, held.Sender), new(KeyScheme.SenderClaim, held.Sender),
            new(UserClaim, held.UserName)], Name);
        return AuthenticateResult.Success(new(new(identity), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Of(Context)!.Say("unauthorized").ExecuteAsync(Context);

    private string? Header(string? name)
    {
        if (name is null) return null;
        var value = Request.Headers[name].ToString();
        return (value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value["Bearer ".Length..] : value).Trim();
    }
}
