using System.Text.Encodings.Web;
using System.Text.Unicode;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Access;
using HealthWarehouse.Web.Shared.Forms;
using HealthWarehouse.Web.Shared.Undoing;
using Microsoft.AspNetCore.HostFiltering;
using HealthWarehouse.Web.Tokens;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;

namespace HealthWarehouse.Web.Shared;

/// <summary>Pages rendered on the server; what they need around them.</summary>
internal static class PagesSetup
{
    public static void AddPages(this WebApplicationBuilder builder, HouseSettings settings)
    {
        var services = builder.Services;
        services.AddRazorComponents();
        services.AddAntiforgery(options =>
            (options.Cookie.Name, options.Cookie.SecurePolicy) = ("khoyte-af", CookieSecurePolicy.SameAsRequest));
        services.AddProblems();
        services.AddSingleton<KeptForms>().AddScoped<KeptNow>().AddSingleton<Undos>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new LocalTimes()));
        ApiDocument.Add(services);
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ResponseCompressionDefaults.MimeTypes.Append("image/svg+xml");
        });
        services.Configure<HostFilteringOptions>(options => options.AllowedHosts = [.. Hosts(settings)]);
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in settings.Proxies) options.KnownProxies.Add(System.Net.IPAddress.Parse(proxy));
        });
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, Doorstep>());
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
    }

    /// <summary>
    /// Who names no hosts is answered on this machine only: a name made to point here from elsewhere reads nothing (DNS rebinding).
    /// </summary>
    private static IEnumerable<string> Hosts(HouseSettings settings) =>
        settings.Hosts
            ?? (settings.IsDemo
            ? ["*"] : ["localhost", "127.0.0.1", "[::1]", .. settings.Address is { } address ? new[] { address.Host } : []]);

    public static void UsePages(this WebApplication app)
    {
        app.UseTraceIds();
        app.UsePeer();
        app.UseForwardedHeaders();
        app.UseResponseCompression();
        app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = Status, ExceptionHandlingPath = "/su-co",
            CreateScopeForErrors = true, SuppressDiagnosticsCallback = Expected });
        app.UseWhen(http => http.Request.Path.IsForSystems(), api =>
        {
            api.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = Status, SuppressDiagnosticsCallback = Expected,
                ExceptionHandler = Problems.Write });
            api.UseStatusCodePages();
        });
        app.UseWhen(http => !http.Request.Path.IsForSystems(), pages =>
            pages.UseStatusCodePagesWithReExecute("/su-co/{0}", createScopeForStatusCodePages: true));
        app.UseSecurityHeaders();
        app.Use(ErrorsAreRead);
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file =>
            file.Context.Response.Headers.CacheControl = "public, max-age=3600" });
        app.UseRouting();
        app.UseAuditTrail();
        app.UseTokenDoor();
        app.UseLimitsAtTheDoor();
        app.UseAuthentication();
        app.UseCrossSiteGuard();
        app.UseLimitsOfAccounts();
        app.UseKeptForms();
        app.UseAccessGate();
        app.UseTurnstile();
        app.UsePageParameters();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.Use(TokensAreDemanded);
        app.UseUndo();
    }

    /// <summary>Addresses systems ask: the API, OData and tokens. They get problems and statuses, not pages.</summary>
    public static bool IsForSystems(this PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/odata")
        || path.StartsWithSegments("/connect") || path.StartsWithSegments("/.well-known");

    private static int Status(Exception fault) => Problems.Of(fault).Status;

    /// <summary>What the asker did wrong is answered, not logged as a fault.</summary>
    private static bool Expected(Microsoft.AspNetCore.Diagnostics.ExceptionHandlerSuppressDiagnosticsContext context) =>
        Status(context.Exception) < 500;

    public static void MapPages(this WebApplication app) => app.MapRazorComponents<App>();

    /// <summary>
    /// A page of an error is asked again inside the request that failed. It is read, not posted: else the form that was just refused, for
    /// its missing token or its size, would be judged a second time and break the page that tells so.
    /// </summary>
    private static Task ErrorsAreRead(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/su-co")
            && (http.Features.Get<Microsoft.AspNetCore.Diagnostics.IExceptionHandlerFeature>() is not null
            || http.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodeReExecuteFeature>() is not null))
        {
            http.Request.Method = HttpMethods.Get;
            (http.Request.ContentType, http.Request.ContentLength, http.Request.Body) = (null, null, Stream.Null);
            http.Features.Set<Microsoft.AspNetCore.Http.Features.IFormFeature>(null);
            http.Features.Set<Microsoft.AspNetCore.Antiforgery.IAntiforgeryValidationFeature>(null);
        }
        return next(http);
    }

    /// <summary>
    /// A form without its token is refused before anything is done: where its endpoint binds one, and in any case where somebody is signed
    /// in by a session cookie, so that no page can be forgotten. The API is asked with keys and tokens; a session's cookie is never sent
    /// along with a post from another site (SameSite).
    /// </summary>
    private static async Task TokensAreDemanded(HttpContext http, RequestDelegate next)
    {
        var judged = http.Features.Get<Microsoft.AspNetCore.Antiforgery.IAntiforgeryValidationFeature>();
        var isOwed = judged is null && HttpMethods.IsPost(http.Request.Method) && !http.Request.Path.IsForSystems()
            && http.User.Seen()?.Session is not null;
        if (judged is { IsValid: false }
            || (isOwed && !await http.RequestServices.GetRequiredService<Microsoft.AspNetCore.Antiforgery.IAntiforgery>()
            .IsRequestValidAsync(http)))
            (http.Response.StatusCode, http.Items[FormKeeping.NoToken]) = (StatusCodes.Status400BadRequest, true);
        else
            await next(http);
    }
}
