using System.Text.Encodings.Web;
using System.Text.Unicode;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Access;
using Microsoft.AspNetCore.HostFiltering;
using HealthWarehouse.Web.Tokens;
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
        services.AddAntiforgery(options => (options.Cookie.Name, options.Cookie.SecurePolicy) = ("khoyte-af", CookieSecurePolicy.SameAsRequest));
        services.AddProblems();
        services.AddOpenApi();
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ResponseCompressionDefaults.MimeTypes.Append("image/svg+xml");
        });
        services.Configure<HostFilteringOptions>(options => options.AllowedHosts = [.. settings.Hosts]);
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in settings.Proxies) options.KnownProxies.Add(System.Net.IPAddress.Parse(proxy));
        });
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
    }

    public static void UsePages(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseResponseCompression();
        app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = Status, ExceptionHandlingPath = "/su-co", CreateScopeForErrors = true, SuppressDiagnosticsCallback = Expected });
        app.UseWhen(http => http.Request.Path.IsForSystems(), api =>
        {
            api.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = Status, SuppressDiagnosticsCallback = Expected });
            api.UseStatusCodePages();
        });
        app.UseWhen(http => !http.Request.Path.IsForSystems(), pages => pages.UseStatusCodePagesWithReExecute("/su-co/{0}", createScopeForStatusCodePages: true));
        app.UseSecurityHeaders();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "public, max-age=3600" });
        app.UseRouting();
        app.UseTokenDoor();
        app.UseLimitsAtTheDoor();
        app.UseAuthentication();
        app.UseCrossSiteGuard();
        app.UseLimitsOfAccounts();
        app.UseAccessGate();
        app.UsePageParameters();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    /// <summary>Addresses systems ask: the API, OData and tokens. They get problems and statuses, not pages.</summary>
    public static bool IsForSystems(this PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/odata") || path.StartsWithSegments("/connect") || path.StartsWithSegments("/.well-known");

    private static int Status(Exception fault) => Problems.Of(fault).Status;

    /// <summary>What the asker did wrong is answered, not logged as a fault.</summary>
    private static bool Expected(Microsoft.AspNetCore.Diagnostics.ExceptionHandlerSuppressDiagnosticsContext context) => Status(context.Exception) < 500;

    public static void MapPages(this WebApplication app) => app.MapRazorComponents<App>();
}
