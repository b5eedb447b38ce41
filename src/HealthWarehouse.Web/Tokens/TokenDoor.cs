using System.Net;
using System.Text;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Http.Features;

namespace HealthWarehouse.Web.Tokens;

/// <summary>
/// Stands before the token endpoint: small requests, over TLS unless from this machine, and whose they claim to be, for the limits.
/// </summary>
internal static class TokenDoor
{
    private const int LargestRequest = 64 << 10;
    private static readonly object ClientKey = new();

    public static void UseTokenDoor(this WebApplication app) =>
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/connect"), door => door.Use(Pass));

    /// <summary>The client a request to the token endpoint says it is from.</summary>
    public static string? ClaimedClient(this HttpContext http) => http.Items[ClientKey] as string;

    private static async Task Pass(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.IsHttps && http.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address))
        {
            await TypedResults.Problem("Bí mật và thẻ chỉ được gửi qua HTTPS.", statusCode: StatusCodes.Status400BadRequest,
                title: "Cần HTTPS").ExecuteAsync(http);
            return;
        }
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = LargestRequest;
        http.Items[ClientKey] = Basic(http.Request.Headers.Authorization.ToString())
            ?? (http.Request.HasFormContentType ? (await http.Request.ReadFormAsync(http.RequestAborted))["client_id"].ToString() : null);
        await next(http);
    }

    private static string? Basic(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[header.Length];
        return Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length)
            ? Uri.UnescapeDataString(Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0]) : null;
    }
}
