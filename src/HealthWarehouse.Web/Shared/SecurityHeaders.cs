using System.Security.Cryptography;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// What every answer tells a browser: nothing but our own scripts, styles and pictures, no inline script, no frames, no guessing of types,
/// no address to others, nothing kept in caches (TCVN 14423:2026, A8; docs/security.md).
/// </summary>
internal static class SecurityHeaders
{
    private const string
        Page = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; form-action 'self'; " +
            "frame-ancestors 'none'; base-uri 'self'",
        Data = "default-src 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = IsReference(http.Request.Path) ? Reference(http) : http.Request.Path.IsForSystems() ? Data : Page;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        (headers.CacheControl, headers.Pragma) = ("no-cache, no-store", "no-cache");
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        return next(http);
    });

    /// <summary>The nonce of the one script the API reference writes into its page.</summary>
    public static string Nonce(HttpContext http) => (string)http.Items[NonceKey]!;

    private static readonly object NonceKey = new();

    /// <summary>The API reference and its files: /api, /api/v1, /api/scalar.js; what the API answers lies deeper.</summary>
    private static bool IsReference(PathString path) =>
        path.StartsWithSegments("/api", out var rest) && !rest.Value!.Trim('/').Contains('/');

    /// <summary>The reference styles itself while it runs; its script is still only ours.</summary>
    private static string Reference(HttpContext http)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        http.Items[NonceKey] = nonce;
        return "default-src 'self'; img-src 'self' data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' " +
            $"'nonce-{nonce}'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'self'";
    }
}
