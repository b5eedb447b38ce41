using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Tokens;
using Microsoft.AspNetCore.Authentication;

namespace HealthWarehouse.Web.Access;

/// <summary>How a request stands to what its route needs.</summary>
internal enum Admission { Open, SignIn, ChangePassword, SecondStep, Refused }

/// <summary>The one gate of every route: looks up what the route needs and lets pass who has it.</summary>
internal static class AccessGate
{
    /// <summary>Pages for somebody whose session is too weak, and for a password that must change.</summary>
    public const string SecondStepPage = "/tai-khoan/hai-buoc", PasswordPage = "/tai-khoan/mat-khau";

    /// <summary>The scope of an application password.</summary>
    private const string FiguresScope = "figures.read";

    public static void UseAccessGate(this WebApplication app)
    {
        var table = app.Services.GetRequiredService<AccessTable>();
        app.Use((http, next) => Pass(http, next, table));
    }

    /// <summary>Whether somebody is let in.</summary>
    public static Admission Judge(RouteRule rule, ViewerIdentity? seen, SystemIdentity? system, string? sender, bool ownAccount = false)
    {
        var needs = rule.Needs;
        if (needs.Contains(AccessFile.Open)) return Admission.Open;
        if (needs.Contains(AccessFile.Shape))
            return sender is not null && seen is null && system is null ? Admission.Open : Admission.SignIn;
        if (system is not null) return Judge(rule, seen, system);
        if (seen is null) return Admission.SignIn;
        if (seen.IsApp)
            return rule.Scope is FiguresScope && RightsOf(rule).Any(seen.Viewer.May) ? Admission.Open : Admission.Refused;
        if (seen.MustChange && !ownAccount) return Admission.ChangePassword;
        if (needs.Contains(AccessFile.SignedIn) || (needs.Contains(AccessFile.Local) && seen.IsLocal)) return Admission.Open;
        var rights = RightsOf(rule);
        return rights.Any(seen.Viewer.May) ? Admission.Open : rights.Any(seen.Viewer.Withheld.Contains)
            ? Admission.SecondStep : Admission.Refused;
    }

    /// <summary>
    /// A system comes only where a scope is declared and its key or token has it: as a sender, or by a right of its grants.
    /// </summary>
    private static Admission Judge(RouteRule rule, ViewerIdentity? seen, SystemIdentity system) =>
        rule.Scope is { } scope && system.Scopes.Contains(scope)
            && (rule.Needs.Contains(AccessFile.Sender) || (seen is not null && RightsOf(rule).Any(seen.Viewer.May)))
            ? Admission.Open : Admission.Refused;

    private static Right[] RightsOf(RouteRule rule) => [.. rule.Needs.Select(AccessFile.RightOf).OfType<Right>()];

    /// <summary>Pages of one's own account, open even while the password must change.</summary>
    private static bool IsOwnAccount(PathString path) => path.StartsWithSegments("/tai-khoan") || path == "/dang-xuat";

    /// <summary>
    /// Stops the start when a route is not declared. The routes looked at are those served: the framework makes them anew for each who
    /// asks, which takes a second.
    /// </summary>
    public static void VerifyAccess(this WebApplication app)
    {
        var sources = ((IEndpointRouteBuilder)app).DataSources;
        Endpoint[] endpoints = [.. sources.SelectMany(s => s.Endpoints)];
        app.Services.GetRequiredService<AccessTable>().Verify(endpoints);
        sources.Clear();
        sources.Add(new DefaultEndpointDataSource(endpoints));
    }

    private static async Task Pass(HttpContext http, RequestDelegate next, AccessTable table)
    {
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(http);
            return;
        }
        var rule = table.RuleOf(http.Request.Method, AccessTable.PathOf(endpoint))
            ?? throw new DeclarationException("access.yaml", $"đường dẫn '{AccessTable.PathOf(endpoint)}' chưa khai báo quyền");
        var admission = Judge(rule, http.User.Seen(), http.User.System(), http.User.SenderCode(), IsOwnAccount(http.Request.Path));
        if (admission is Admission.Open) await next(http);
        else if (admission is Admission.SignIn) await http.ChallengeAsync();
        else await Refuse(http, admission, endpoint, rule);
    }

    /// <summary>People are led to what is missing; systems get a problem. A refusal is noted.</summary>
    private static async Task Refuse(HttpContext http, Admission admission, RouteEndpoint endpoint, RouteRule rule)
    {
        if (http.User.System() is not null && rule.Scope is { } scope)
            http.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"";
        if (admission is Admission.Refused)
            await http.RequestServices.GetRequiredService<AuditLog>()
                .Write(new(http.User.Identity?.Name ?? "?", "refused", "route", $"{http.Request.Method} {AccessTable.PathOf(endpoint)}",
                Source: http.Source()), http.RequestAborted);
        if (!http.Request.Path.IsForSystems())
        {
            if (admission is Admission.Refused) await http.ForbidAsync();
            else http.Response.Redirect($"{(admission is Admission.SecondStep ? SecondStepPage : PasswordPage)}" +
                $"?tro-lai={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
            return;
        }
        var words = admission switch
        {
            Admission.SecondStep => "Việc này cần xác thực hai bước. Hãy bật và đăng nhập lại trên cổng.",
            Admission.ChangePassword => "Hãy đổi mật khẩu trên cổng trước.",
            _ => "Tài khoản này không có quyền làm việc này.",
        };
        await TypedResults.Problem(words, statusCode: StatusCodes.Status403Forbidden, title: "Không được phép").ExecuteAsync(http);
    }
}
