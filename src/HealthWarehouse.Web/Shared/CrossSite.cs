namespace HealthWarehouse.Web.Shared;

/// <summary>
/// Refuses what another site makes a signed-in browser send. Forms carry their antiforgery token besides; this also covers what the API
/// takes from a browser. Programs tell neither where they were sent from nor bring cookies, and pass.
/// </summary>
internal static class CrossSite
{
    public static void UseCrossSiteGuard(this WebApplication app) => app.Use((http, next) =>
        HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method)
            || IsOwn(http.Request)
            ? next(http)
            : TypedResults.Problem("Yêu cầu này do một trang khác gửi thay người dùng. Hãy làm lại trên cổng Kho Y tế.",
                statusCode: StatusCodes.Status403Forbidden, title: "Không được phép").ExecuteAsync(http));

    private static bool IsOwn(HttpRequest request) =>
        (request.Headers["Sec-Fetch-Site"].ToString() is not { Length: > 0 } site || site is "same-origin" or "none")
        && (request.Headers.Origin.ToString() is not { Length: > 0 } origin
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value));
}
