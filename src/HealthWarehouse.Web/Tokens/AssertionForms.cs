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
/// Why a client was not believed, in words it can act on. Of an assertion what stands in it is judged, which its maker knows; whether a
/// client exists, or which of its keys or secrets would have been right, is told to nobody.
/// </summary>
internal sealed class TokenCauses(TokenRules rules, ProvedBy proved,
    TimeProvider clock) : IOpenIddictServerHandler<ApplyTokenResponseContext>, IOpenIddictServerHandler<ApplyRevocationResponseContext>
{
    public ValueTask HandleAsync(ApplyTokenResponseContext context) =>
        Put(context.Request, context.Response, context.Options.Issuer ?? context.BaseUri);

    public ValueTask HandleAsync(ApplyRevocationResponseContext context) =>
        Put(context.Request, context.Response, context.Options.Issuer ?? context.BaseUri);

    /// <summary>Puts the words into an answer; into its body only, for headers are ASCII.</summary>
    private ValueTask Put(OpenIddictRequest? request, OpenIddictResponse response, Uri? issuer)
    {
        if (response.Error is { } error)
            response.ErrorDescription = request?.ClientAssertion is { Length: < 8192 } assertion && issuer is not null
                && error is Errors.InvalidClient or Errors.InvalidToken or Errors.InvalidGrant or Errors.InvalidRequest
                    ? proved.Cause ?? OfAssertion(assertion, issuer) ?? TokenWords.Of(error)
                : error is Errors.InvalidClient && string.IsNullOrEmpty(request?.ClientSecret) ? TokenWords.NoCredential
                : TokenWords.Of(error);
        return default;
    }

    private string? OfAssertion(string text, Uri issuer)
    {
        if (Read(text) is not { } token) return "Bản xác nhận (client_assertion) không phải một JWT đọc được.";
        var now = clock.GetUtcNow().UtcDateTime;
        if (token.Alg is "none" || token.Alg.StartsWith("HS", StringComparison.Ordinal))
            return "Bản xác nhận phải ký bằng khoá riêng mà khoá công khai đã đăng ký (ES256, ES384, RS256, PS256 …).";
        if (!AssertionForms.IsType(token.Typ, rules.PlainAssertions)) return $"typ của bản xác nhận phải là {AssertionForms.Type}.";
        if (string.IsNullOrEmpty(token.Issuer) || token.Issuer != token.Subject)
            return "iss và sub của bản xác nhận phải cùng là mã hệ thống.";
        if (token.Audiences.ToArray() is not [var audience] || !AssertionForms.IsAudience(audience, issuer, rules.PlainAssertions))
            return $"aud của bản xác nhận phải là {issuer.AbsoluteUri}.";
        if (token.ValidTo == DateTime.MinValue) return "Bản xác nhận thiếu exp.";
        if (token.ValidTo < now) return "Bản xác nhận đã hết hạn (exp); hãy xem giờ của máy.";
        if (token.ValidTo > now.AddMinutes(rules.AssertionMinutes)) return TokenWords.TooLong(rules);
        if (string.IsNullOrEmpty(token.Id)) return TokenWords.NoId;
        return "Không khoá nào đang dùng của hệ thống này kiểm được chữ ký của bản xác nhận.";
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
