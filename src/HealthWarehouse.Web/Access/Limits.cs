using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Tokens;
using Microsoft.AspNetCore.RateLimiting;

namespace HealthWarehouse.Web.Access;

/// <summary>
/// Limits of catalogue/access.yaml. Those by address and client are counted before anything is checked, those by account once it is known
/// who asks.
/// </summary>
internal static class Limits
{
    public static void UseLimitsAtTheDoor(this WebApplication app) => Use(app, limit => limit.By is not LimitBy.Account);

    public static void UseLimitsOfAccounts(this WebApplication app) => Use(app, limit => limit.By is LimitBy.Account);

    private static void Use(WebApplication app, Func<LimitRule, bool> which)
    {
        var limiters = app.Services.GetRequiredService<AccessFile>().Limits.Where(which).Select(Limiter).ToArray();
        if (limiters.Length > 0)
            app.UseRateLimiter(new RateLimiterOptions { GlobalLimiter = PartitionedRateLimiter.CreateChained(limiters),
                OnRejected = Refuse, RejectionStatusCode = StatusCodes.Status429TooManyRequests });
    }

    private static PartitionedRateLimiter<HttpContext> Limiter(LimitRule limit) =>
        PartitionedRateLimiter.Create<HttpContext, string>(http =>
        !limit.Counts(http.Request.Method, http.Request.Path.Value ?? "") || http.User.Seen() is { IsLocal: true } || Whose(limit.By, http)
            is not { } whose
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetFixedWindowLimiter(whose, _ =>
                new FixedWindowRateLimiterOptions { PermitLimit = limit.Requests, Window = TimeSpan.FromSeconds(limit.Seconds) }));

    private static string? Whose(LimitBy by, HttpContext http) => by switch
    {
        LimitBy.Client => http.ClaimedClient(),
        LimitBy.Account => http.User.Identity?.Name ?? Address(http),
        _ => Address(http),
    };

    /// <summary>An address, or the /64 of an IPv6 one: who has one has all of them.</summary>
    private static string Address(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private static async ValueTask Refuse(OnRejectedContext context, CancellationToken stop)
    {
        var http = context.HttpContext;
        var seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
            ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 60;
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (http.Request.Path.IsForSystems())
            await TypedResults.Problem($"Đã gửi quá nhiều yêu cầu. Hãy thử lại sau {seconds} giây.",
                statusCode: StatusCodes.Status429TooManyRequests, title: "Quá nhiều yêu cầu").ExecuteAsync(http);
    }
}
