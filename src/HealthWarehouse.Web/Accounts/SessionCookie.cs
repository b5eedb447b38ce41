using System.Security.Claims;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace HealthWarehouse.Web.Accounts;

/// <summary>The cookie of a session: it names a session the server keeps, and nothing else.</summary>
internal static class SessionCookie
{
    public const string Name = "khoyte";

    public const string SessionClaim = "kyt:session";

    public static void Configure(CookieAuthenticationOptions options, SessionRules rules)
    {
        options.Cookie.Name = Name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.LoginPath = "/dang-nhap";
        options.AccessDeniedPath = "/khong-duoc-phep";
        options.ReturnUrlParameter = "tro-lai";
        options.ExpireTimeSpan = TimeSpan.FromHours(rules.LongestHours);
        options.SlidingExpiration = false;
        options.Events.OnRedirectToLogin = context => Refuse(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Refuse(context, StatusCodes.Status403Forbidden);
        options.Events.OnValidatePrincipal = Validate;
    }

    /// <summary>Begins a session for an account whose identity was just proved, and writes its cookie.</summary>
    public static async Task SignIn(this HttpContext http, Account account, string way, bool twoSteps) =>
        await http.Carry(account.Id,
            await http.RequestServices.GetRequiredService<Sessions>()
            .Begin(account.UserName!, way, twoSteps, http.Source(), http.Request.Headers.UserAgent, http.RequestAborted));

    /// <summary>Goes on under a new session id after a change of rights: another grant, or a second step just set up.</summary>
    public static async Task Renew(this HttpContext http, Account account, Session old, string? grant, bool twoSteps) =>
        await http.Carry(account.Id,
            await http.RequestServices.GetRequiredService<Sessions>().Renew(old, grant, twoSteps, http.RequestAborted));

    private static async Task Carry(this HttpContext http, string accountId, Session session)
    {
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, accountId), new(SessionClaim, session.Id)],
            IdentityConstants.ApplicationScheme);
        await http.SignInAsync(IdentityConstants.ApplicationScheme, new(identity));
    }

    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var stop = context.HttpContext.RequestAborted;
        if (context.Principal?.FindFirstValue(SessionClaim) is { } id
            && await services.GetRequiredService<Sessions>().Touch(id, stop) is { } session
            && await services.GetRequiredService<UserManager<Account>>().FindByNameAsync(session.Account) is { DisabledAt: null } account)
        {
            var viewer = await services.GetRequiredService<Grants>()
                .ViewerOf(account.UserName!, account.Name, session.Grant, session.TwoSteps, context.HttpContext.Source(), stop);
            var due = await services.GetRequiredService<PasswordAges>().DueOf(account, session, stop);
            context.ReplacePrincipal(new(new ViewerIdentity(viewer with { Session = session.Id }) { Session = session, PasswordDue = due,
                Letters = account.Letters,
                MustChange = Ways.UsesPassword(session.Way)
                && (account.MustChange || due <= services.GetRequiredService<TimeProvider>().GetUtcNow()) }));
            return;
        }
        // The cookie stays: it lets nobody in, but tells whose form came too late.
        if (context.Principal?.FindFirstValue(SessionClaim) is { } over)
            await services.GetRequiredService<Sessions>().Expire(over, services.GetRequiredService<AuditLog>(), stop);
        context.HttpContext.Items[Ended] = await AccountOf(context.Principal, services);
        context.RejectPrincipal();
    }

    /// <summary>Whose session it was that holds no more; what its owner sent with it is kept for them.</summary>
    public static string? EndedAccount(this HttpContext http) => http.Items[Ended] as string;

    private static readonly object Ended = new();

    private static async Task<string?> AccountOf(ClaimsPrincipal? over, IServiceProvider services) =>
        over?.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
            ? (await services.GetRequiredService<UserManager<Account>>().FindByIdAsync(id))?.UserName : null;

    /// <summary>Pages go to the sign-in page; the API answers with its status.</summary>
    private static Task Refuse(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.Path.IsForSystems()) context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized && context.Request.Path.IsForSystems())
            context.Response.Headers.WWWAuthenticate = context.Request.Path.StartsWithSegments("/odata") ? AppScheme.Challenge : "Bearer";
        if (!context.Request.Path.IsForSystems()) context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}
