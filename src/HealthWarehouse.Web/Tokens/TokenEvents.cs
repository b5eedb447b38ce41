using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Systems;
using HealthWarehouse.Web.Accounts;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace HealthWarehouse.Web.Tokens;

/// <summary>
/// What the house adds to the token endpoint: an assertion is good for once, whatever becomes of the request it came with.
/// </summary>
internal sealed class AssertionRule(Credentials credentials, ProvedBy proved) : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (context.ClientAssertionPrincipal is not { } principal || context.ClientAssertion is not { } text) return;
        var token = new JsonWebToken(text);
        var client = principal.GetClaim(Claims.Subject) ?? "";
        proved.Cause = await credentials.FirstUse(client, token.Id, new(token.ValidTo, TimeSpan.Zero), context.CancellationToken)
            ? null : "Bản xác nhận này đã dùng một lần (jti); mỗi lần xin thẻ cần một bản mới.";
        if (proved.Cause is not null)
        {
            context.Reject(Errors.InvalidClient, proved.Cause);
            return;
        }
        var holding = await credentials.Holding(client, CredentialKind.PublicKey, context.CancellationToken);
        proved.Credential = holding.FirstOrDefault(c => c.KeyId == token.Kid) ?? holding.FirstOrDefault(c => IsSignedBy(token, c));
        if (proved.Credential is null) context.Reject(Errors.InvalidClient, TokenWords.Of(Errors.InvalidClient));
    }

    /// <summary>Which of several keys an assertion without the id of a known one was signed with.</summary>
    private static bool IsSignedBy(JsonWebToken token, Credential credential) =>
        new JsonWebTokenHandler()
            .ValidateTokenAsync(token,
            new() { IssuerSigningKey = new Microsoft.IdentityModel.Tokens.JsonWebKey(credential.PublicKey), ValidateIssuer = false,
            ValidateAudience = false, ValidateLifetime = false, TryAllIssuerSigningKeys = true }).GetAwaiter().GetResult().IsValid;
}

/// <summary>A token is revoked by the client it was given to and by no other (RFC 7009, 2.1).</summary>
internal sealed class RevocationRule : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        if (context.GenericTokenPrincipal?.GetClaim(Claims.Subject) is { } owner && owner != context.Request?.ClientId)
            context.Reject(Errors.InvalidToken, TokenWords.Of(Errors.InvalidToken));
        return default;
    }
}

/// <summary>
/// Every answer of the token endpoint is noted before it leaves, issue and refusal alike. What the library says of an error is dropped: it
/// tells who exists.
/// </summary>
internal sealed class TokenNotes(AuditLog audit, ProvedBy proved,
    IHttpContextAccessor http)
    : IOpenIddictServerHandler<ApplyTokenResponseContext>, IOpenIddictServerHandler<ApplyRevocationResponseContext>
{
    public ValueTask HandleAsync(ApplyTokenResponseContext context) =>
        Note(context.Request, context.Response, "token-issue", context.CancellationToken);

    public ValueTask HandleAsync(ApplyRevocationResponseContext context) =>
        Note(context.Request, context.Response, "token-revoke", context.CancellationToken);

    private async ValueTask Note(OpenIddictRequest? request, OpenIddictResponse response, string action, CancellationToken stop)
    {
        var client = Short(request?.ClientId ?? Claimed(request?.ClientAssertion));
        var error = response.Error;
        await audit.Write(new(client, error is null ? action : "token-refused", "client", client, Source: http.HttpContext?.Source(),
            Detail: error ?? $"{proved.Credential?.Id} {response.Scope ?? request?.Scope}".Trim()), stop);
        if (error is null) return;
        (response.ErrorDescription, response.ErrorUri) = (null, null);
    }

    /// <summary>Whom an assertion that did not hold spoke for; like a wrong name at sign-in it is only noted.</summary>
    private static string? Claimed(string? assertion)
    {
        try
        {
            return assertion is { Length: < 8192 } ? new JsonWebToken(assertion).Subject : null;
        }
        catch (Exception e) when (e is ArgumentException or JsonException or Microsoft.IdentityModel.Tokens.SecurityTokenException)
        {
            return "?";
        }
    }

    private static string Short(string? name) =>
        string.IsNullOrEmpty(name) ? "?" : new string([.. name.Take(64).Where(c => !char.IsControl(c))]);
}

/// <summary>Errors of RFC 6749 (5.2) in words.</summary>
internal static class TokenWords
{
    public const string NoCredential = "Không xác thực được hệ thống: thiếu hoặc sai client_secret, hay thiếu client_assertion.";

    public static string Of(string error) => error switch
    {
        Errors.InvalidClient =>
            "Không xác thực được hệ thống: mã hoặc bí mật không đúng, hết hạn hay đã bị ngừng.",
        Errors.InvalidScope => "Phạm vi được xin không có hoặc hệ thống chưa được cấp.",
        Errors.InvalidGrant => "Căn cứ xin thẻ không hợp lệ hoặc đã hết hạn.",
        Errors.UnauthorizedClient => "Hệ thống không được dùng cách xin thẻ này.",
        Errors.UnsupportedGrantType => "Chỉ nhận grant_type=client_credentials.",
        Errors.UnsupportedTokenType => "Loại thẻ này không thu hồi được.",
        Errors.InvalidToken => "Thẻ không hợp lệ.",
        _ => "Yêu cầu không đúng: thiếu hoặc thừa tham số.",
    };
}
