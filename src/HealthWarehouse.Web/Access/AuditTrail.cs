using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared.Forms;

namespace HealthWarehouse.Web.Access;

/// <summary>
/// Gives every audit row of a request its origin, and sees that no request that changes something and no file leaves without a row: what
/// has none when its answer begins gets one first, whoever wrote the route. When that row cannot be written, the answer does not begin.
/// </summary>
internal static class AuditTrail
{
    private static readonly string[] FileTypes =
        ["text/csv", "application/vnd.", "application/pdf", "application/zip", "application/x-ndjson", "text/plain; cef"];

    public static void UseAuditTrail(this WebApplication app) => app.Use(Follow);

    private static async Task Follow(HttpContext http, RequestDelegate next)
    {
        if (http.Items[typeof(AuditTrail)] is not AuditOrigin origin)
        {
            http.Items[typeof(AuditTrail)] = origin = new()
            {
                Source = http.Source(), Port = http.Connection.RemotePort,
                    Device = http.Request.Headers.UserAgent.ToString() is { Length: > 0 } device ? device : null,
                Account = () => http.User.Identity?.Name, AccountType = () => TypeOf(http),
            };
            if (http.GetEndpoint() is RouteEndpoint endpoint)
            {
                var asked = new Asked(http.Request.Method, AccessTable.PathOf(endpoint), $"{http.Request.Path}{http.Request.QueryString}");
                http.Response.OnStarting(() => Complete(http, origin, asked));
            }
        }
        // Run again for its error page: a page is looked at, whatever was posted before; else a form without its token would fail once
        // more.
        else if (IsChange(http.Request.Method) && http.Request.Path.StartsWithSegments("/su-co")) http.Request.Method = HttpMethods.Get;
        AuditOrigin.Enter(origin);
        await next(http);
    }

    private static async Task Complete(HttpContext http, AuditOrigin origin, Asked asked)
    {
        AuditOrigin.Enter(origin);
        var (audit, account, status) =
            (http.RequestServices.GetRequiredService<AuditLog>(), http.User.Identity?.Name ?? "?", http.Response.StatusCode);
        if (status == StatusCodes.Status401Unauthorized && http.Request.Headers.Authorization.Count > 0)
            await http.RequestServices.GetRequiredService<RefusedKeys>()
                .Note(http.Source() ?? "?", account, $"{asked.Method} {asked.Route}", http.RequestAborted);
        else if (IsExport(http, asked) && !origin.HasExport)
            await audit.Write(new(account, "export", "file", asked.Address,
                Detail: http.Response.Headers.ContentDisposition.ToString() is { Length: > 0 } name ? name : http.Response.ContentType),
                http.RequestAborted);
        else if (origin.Rows == 0 && IsChange(asked.Method) && !IsAskedToSignIn(http))
            await audit.Write(new(account, "request", "route", $"{asked.Method} {asked.Route}", Detail: $"{asked.Address}; {status}",
                Result: ResultOf(http)), http.RequestAborted);
    }

    private static bool IsChange(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private static bool IsExport(HttpContext http, Asked asked) =>
        http.Response.StatusCode == StatusCodes.Status200OK && HttpMethods.IsGet(asked.Method)
        && (http.Response.Headers.ContentDisposition.ToString().StartsWith("attachment", StringComparison.OrdinalIgnoreCase)
            || FileTypes.Any(t => http.Response.ContentType?.StartsWith(t, StringComparison.OrdinalIgnoreCase) is true)
            || (http.Request.Path.StartsWithSegments("/odata", out var rest) && rest.HasValue
                && !rest.Value.EndsWith("$metadata", StringComparison.Ordinal)));

    private static bool IsAskedToSignIn(HttpContext http) => http.User.Identity?.IsAuthenticated is not true
        && (http.Response.StatusCode == StatusCodes.Status401Unauthorized
        || http.Response.Headers.Location.ToString().Contains("/dang-nhap?", StringComparison.Ordinal));

    private static string ResultOf(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => AuditEntry.Refused,
        >= 400 => AuditEntry.Failed,
        _ => http.Response.Headers.Location.ToString() is var to && to.Contains("/khong-duoc-phep", StringComparison.Ordinal)
            ? AuditEntry.Refused : Refusal.Is(http.Response) ? AuditEntry.Failed : AuditEntry.Done,
    };

    private static string TypeOf(HttpContext http) =>
        http.User.Seen() is { } seen ? seen.IsLocal
            ? AuditOrigin.House : new[] { Right.Accounts, Right.Operate }.Any(r => seen.Viewer.May(r) || seen.Viewer.Withheld.Contains(r))
            ? AuditOrigin.Administrator : AuditOrigin.Person
        : http.User.SenderCode() is not null ? AuditOrigin.Sender : http.User.Identity?.IsAuthenticated is true
            ? AuditOrigin.System : AuditOrigin.Person;

    private sealed record Asked(string Method, string Route, string Address);
}
