using System.Text.Encodings.Web;
using System.Text.Unicode;
using HealthWarehouse.Web.Access;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;

namespace HealthWarehouse.Web.Shared;

/// <summary>Pages rendered on the server; what they need around them.</summary>
internal static class PagesSetup
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddRazorComponents();
        services.AddAntiforgery(options => options.Cookie.Name = "khoyte-af");
        services.AddProblems();
        services.AddOpenApi();
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ResponseCompressionDefaults.MimeTypes.Append("image/svg+xml");
        });
        services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
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
        app.Use(Headers);
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "public, max-age=3600" });
        app.UseRouting();
        app.UseAuthentication();
        app.UseAccessGate();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    /// <summary>Addresses systems ask: the API and OData. They get problems and statuses, not pages.</summary>
    public static bool IsForSystems(this PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/odata");

    private static int Status(Exception fault) => Problems.Of(fault).Status;

    /// <summary>What the asker did wrong is answered, not logged as a fault.</summary>
    private static bool Expected(Microsoft.AspNetCore.Diagnostics.ExceptionHandlerSuppressDiagnosticsContext context) => Status(context.Exception) < 500;

    public static void MapPages(this WebApplication app) => app.MapRazorComponents<App>();

    /// <summary>Nothing but our own scripts, styles and pictures; no frames, no sniffing, no address to others.</summary>
    private static Task Headers(HttpContext http, RequestDelegate next)
    {
        // A form without its token is answered 400; the page that says so is asked with the same request, which must not stumble over the form once more.
        if (http.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodeReExecuteFeature>() is not null) http.Features.Set<Microsoft.AspNetCore.Antiforgery.IAntiforgeryValidationFeature>(null);
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = http.Request.Path.IsForSystems() ? "default-src 'self' 'unsafe-inline' data:; frame-ancestors 'none'"
            : "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        return next(http);
    }
}
