using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Access;

/// <summary>
/// Requests declared heavy (access.yaml, heavy) go through the turnstile; when its line is full the answer is 503 with the time to come
/// again.
/// </summary>
internal static class HeavyRequests
{
    private const int ComeAgainSeconds = 5;

    public static void UseTurnstile(this WebApplication app)
    {
        var rule = app.Services.GetRequiredService<AccessFile>().Heavy;
        var turnstile = new Turnstile(rule, app.Services.GetRequiredService<TimeProvider>());
        app.Use((http, next) => rule.Holds(http.Request.Method, http.Request.Path.Value ?? "") && http.GetEndpoint() is not null
            ? Pass(http, next, turnstile, rule) : next(http));
    }

    private static async Task Pass(HttpContext http, RequestDelegate next, Turnstile turnstile, HeavyRule rule)
    {
        using var place = await turnstile.Enter(http.User.Identity?.Name ?? "?", http.RequestAborted);
        if (place is null)
        {
            await Refuse(http);
            return;
        }
        // Who reads slowly gives the place back after a while: his answer is made, only the line is bad.
        using var longest = new Timer(_ => place.Dispose(), null, TimeSpan.FromSeconds(rule.Seconds), Timeout.InfiniteTimeSpan);
        await next(http);
    }

    private static async Task Refuse(HttpContext http)
    {
        http.Response.Headers.RetryAfter = ComeAgainSeconds.ToString(CultureInfo.InvariantCulture);
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        if (http.Request.Path.IsForSystems())
            await TypedResults.Problem($"Quá nhiều yêu cầu số liệu cùng lúc. Hãy thử lại sau {ComeAgainSeconds} giây.",
                statusCode: StatusCodes.Status503ServiceUnavailable, title: "Đang bận").ExecuteAsync(http);
    }
}
