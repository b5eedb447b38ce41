using HealthWarehouse.Catalogue;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace HealthWarehouse.Web.Tokens;

/// <summary>
/// Assertions as most clients make them (RFC 7523): without a type or with the general JWT, meant for the token endpoint. Later drafts ask
/// for a type of their own and the issuer as audience; both are taken where catalogue/access.yaml says so (tokens: plain_assertions).
/// </summary>
internal static class AssertionForms
{
    public const string Type = "client-authentication+jwt", Endpoint = "connect/token";

    public static void Add(OpenIddictServerBuilder server) =>
        server.AddEventHandler<ValidateTokenContext>(handler => handler.UseInlineHandler(Take)
            .SetOrder(OpenIddictServerHandlers.Protection.ResolveTokenValidationParameters.Descriptor.Order + 500));

    public static bool IsType(string? type, bool plain) => type is Type or $"application/{Type}" || (plain && IsPlain(type));

    private static bool IsPlain(string? type) => string.IsNullOrEmpty(type) || type.Equals("JWT", StringComparison.OrdinalIgnoreCase);

    /// <summary>What an assertion may name as its audience: the issuer, with its slash or without, or the endpoint.</summary>
    public static bool IsAudience(string audience, Uri issuer, bool plain) =>
        audience.TrimEnd('/') == issuer.AbsoluteUri.TrimEnd('/') || (plain && audience == new Uri(issuer, Endpoint).AbsoluteUri);

    private static ValueTask Take(ValidateTokenContext context)
    {
        if (context.ValidTokenTypes is not { Count: 1 } types || !types.Contains(TokenTypeIdentifiers.Private.ClientAssertion))
            return default;
        if (context.TokenValidationParameters is { } rules)
            rules.TypeValidator = (type, token, given) => IsPlain(type) ? Type : Validators.ValidateTokenType(type, token, Untold(given));
        if ((context.Options.Issuer ?? context.BaseUri) is { } issuer) context.ValidAudiences.Add(new Uri(issuer, Endpoint).AbsoluteUri);
        return default;
    }

    /// <summary>The rules without the one that asks: the library's own judgement.</summary>
    private static TokenValidationParameters Untold(TokenValidationParameters given)
    {
        var own = given.Clone();
        own.TypeValidator = null;
        return own;
    }
}

/// <summary>
/// What stands in an assertion is judged before its signature: its maker knows it, and is told what is wrong with it. A clock a little
/// ahead of ours is no fault.
/// </summary>
internal sealed class AssertionShape(TokenRules rules, ProvedBy proved, TimeProvider clock)
    : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    private const int Longest = 8192;
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1), Behind = TimeSpan.FromMinutes(5);

    public ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (context.ClientAssertion is not { Length: > 0 } text || (context.Options.Issuer ?? context.BaseUri) is not { } issuer)
            return default;
        proved.Cause = Fault(text, context.Request?.ClientId, issuer);
        if (proved.Cause is not null) context.Reject(Errors.InvalidClient, proved.Cause);
        return default;
    }

    private string? Fault(string text, string? client, Uri issuer)
    {
        if (text.Length > Longest) return $"Bản xác nhận dài quá {Longest} ký tự.";
        if (Read(text) is not { } token) return "Bản xác nhận (client_assertion) không phải một JWT đọc được.";
        var now = clock.GetUtcNow().UtcDateTime;
        if (token.Alg is "none" || token.Alg.StartsWith("HS", StringComparison.Ordinal))
            return "Bản xác nhận phải ký bằng khoá riêng mà khoá công khai đã đăng ký (ES256, ES384, RS256, PS256 …).";
        if (token.TryGetHeaderValue<object>("crit", out _)) return "Không hiểu phần mở rộng nào mà bản xác nhận đòi phải hiểu (crit).";
        if (!AssertionForms.IsType(token.Typ, rules.PlainAssertions)) return $"typ của bản xác nhận phải là {AssertionForms.Type}.";
        if (string.IsNullOrEmpty(token.Issuer) || token.Issuer != token.Subject)
            return "iss và sub của bản xác nhận phải cùng là mã hệ thống.";
        if (!string.IsNullOrEmpty(client) && client != token.Subject) return "client_id khác sub của bản xác nhận.";
        if (token.Audiences.ToArray() is not [var audience] || !AssertionForms.IsAudience(audience, issuer, rules.PlainAssertions))
            return $"aud của bản xác nhận phải là {issuer.AbsoluteUri}.";
        if (token.ValidTo == DateTime.MinValue) return "Bản xác nhận thiếu exp.";
        if (token.ValidTo < now - Behind) return "Bản xác nhận đã hết hạn (exp); hãy xem giờ của máy.";
        if (token.ValidTo > now.AddMinutes(rules.AssertionMinutes) + Ahead)
            return $"exp của bản xác nhận không được xa hơn {rules.AssertionMinutes} phút; exp tính bằng giây.";
        if (token.ValidFrom > now + Ahead || token.IssuedAt > now + Ahead)
            return "Bản xác nhận chưa tới lúc dùng được (nbf, iat); hãy xem giờ của máy.";
        if (new[] { "nbf", "iat" }.Any(c => token.TryGetPayloadValue(c, out long seconds) && seconds < 0))
            return "nbf, iat của bản xác nhận phải là số giây từ 1970.";
        return string.IsNullOrEmpty(token.Id) ? "Bản xác nhận thiếu jti." : null;
    }

    private static JsonWebToken? Read(string text)
    {
        try
        {
            return new(text);
        }
        catch (Exception e) when (e is ArgumentException or System.Text.Json.JsonException or SecurityTokenException)
        {
            return null;
        }
    }
}

/// <summary>
/// Why a client was not believed, in words it can act on. Of an assertion what stands in it is judged, which its maker knows; whether a
/// client exists, or which of its keys or secrets would have been right, is told to nobody.
/// </summary>
internal sealed class TokenCauses(ProvedBy proved)
    : IOpenIddictServerHandler<ApplyTokenResponseContext>, IOpenIddictServerHandler<ApplyRevocationResponseContext>
{
    public ValueTask HandleAsync(ApplyTokenResponseContext context) => Put(context.Request, context.Response);

    public ValueTask HandleAsync(ApplyRevocationResponseContext context) => Put(context.Request, context.Response);

    /// <summary>Puts the words into an answer; into its body only, for headers are ASCII.</summary>
    private ValueTask Put(OpenIddictRequest? request, OpenIddictResponse response)
    {
        if (response.Error is { } error) response.ErrorDescription = proved.Cause ?? Of(request, error) ?? TokenWords.Of(error);
        return default;
    }

    private static string? Of(OpenIddictRequest? request, string error) => (error, request) switch
    {
        (Errors.InvalidRequest, { ClientAssertion: not null, ClientAssertionType: not ClientAssertionTypes.JwtBearer }) =>
            $"client_assertion_type phải là {ClientAssertionTypes.JwtBearer}.",
        (Errors.InvalidRequest, { ClientAssertion: not null, ClientSecret: not null }) =>
            "Chỉ gửi một trong hai: client_secret hoặc client_assertion.",
        (Errors.InvalidClient, { ClientAssertion.Length: > 0 }) =>
            "Không khoá nào đang dùng của hệ thống này kiểm được chữ ký của bản xác nhận.",
        (Errors.InvalidClient, null or { ClientSecret: null or "" }) => TokenWords.NoCredential,
        _ => null,
    };
}
