using System.Security.Claims;
using HealthWarehouse.Collect;
using HealthWarehouse.Guard.Systems;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HealthWarehouse.Web.Tokens;

/// <summary>
/// POST /connect/token: a client that has proved itself gets a short token for the scopes it asks for, or all it was given (RFC 6749, 4.4).
/// </summary>
internal static class TokenEndpoint
{
    /// <summary>Names the credential a token was given for: it dies with it.</summary>
    public const string CredentialClaim = "kyt_cred";

    public static void MapTokens(this IEndpointRouteBuilder app) =>
        app.MapPost("/connect/token", Issue).ExcludeFromDescription().DisableAntiforgery();

    private static async Task<IResult> Issue(HttpContext http, Senders senders, Credentials credentials, ProvedBy proved,
        CancellationToken stop)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Không có yêu cầu xin thẻ.");
        if (await senders.Find(request.ClientId!, stop) is not { Active: true } sender || proved.Credential is not { } credential)
            return Refuse(Errors.InvalidClient);
        var scopes = request.GetScopes() is { Length: > 0 } asked ? asked : [.. sender.AllowedScopes];
        if (scopes.Length == 0 || !scopes.All(sender.AllowedScopes.Contains)) return Refuse(Errors.InvalidScope);
        await credentials.Used(credential, stop);
        var identity = new ClaimsIdentity("khoyte-token", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, sender.Code).SetClaim(CredentialClaim, credential.Id).SetScopes(scopes)
            .SetDestinations(_ => [Destinations.AccessToken]);
        return Results.SignIn(new(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static IResult Refuse(string error) =>
        Results.Forbid(new AuthenticationProperties(new Dictionary<string,
            string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = TokenWords.Of(error) }),
            [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
