using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace HealthWarehouse.Web.Shared.Forms;

/// <summary>
/// Nothing typed is lost. A form that is sent back with words, comes after its session ended, or carries a sign of its page that no longer
/// holds, is kept for its account, and the person is led to the page it stands on. Who opens the address of a form is led there too.
/// </summary>
internal static class FormKeeping
{
    private const int Largest = 64 << 10;

    /// <summary>Says of a request that its form was refused for want of the page's sign.</summary>
    public static readonly object NoToken = new();

    /// <summary>Parts of names of fields that are never kept: passwords, codes handed over, what a device answered.</summary>
    private static readonly string[] Secrets = ["password", "ticket", "secret", "credential"];
    private const string Back = "tro-lai", Fault = "loi";

    public static void UseKeptForms(this WebApplication app)
    {
        var pages = new PagesOfForms(app);
        app.Use((http, next) => http.Request.Path.IsForSystems() ? next(http)
            : HttpMethods.IsPost(http.Request.Method) ? Keep(http, next, pages)
            : HttpMethods.IsGet(http.Request.Method) && pages.IsOfForm(http) ? Lead(http, pages)
            : next(http));
    }

    private static Task Lead(HttpContext http, PagesOfForms pages)
    {
        http.Response.Redirect(pages.Nearest(http.Request.Path));
        return Task.CompletedTask;
    }

    private static async Task Keep(HttpContext http, RequestDelegate next, PagesOfForms pages)
    {
        if (IsTyped(http.Request)) http.Request.EnableBuffering();
        await next(http);
        if (http.Response.HasStarted) return;
        var (to, from) = (http.Response.Headers.Location.ToString(), From(http));
        var query = Query(to);
        if (query?.TryGetValue(Back, out var back) is true && Path(back) == http.Request.Path.Value)
        {
            var page = from ?? pages.Nearest(http.Request.Path);
            await Note(http, http.User.Viewer()?.Account ?? http.EndedAccount(), Path(page), null, null);
            http.Response.Redirect(QueryHelpers.AddQueryString(to[..to.IndexOf('?', StringComparison.Ordinal)], Back, page));
        }
        else if (query?.TryGetValue(Fault, out var words) is true && http.User.Viewer() is { } viewer)
        {
            var (page, field) = to.Split('#') is [var before, var after] ? (before, after) : (to, null);
            await Note(http, viewer.Account, Path(page), words.ToString(), field);
            http.Response.Headers.Location = page;
        }
        else if (http.Response.StatusCode == StatusCodes.Status400BadRequest && from is not null && http.User.Viewer() is { } late
            && http.Items.ContainsKey(NoToken))
        {
            http.Features.Set<IFormFeature>(null);
            http.Features.Set<IAntiforgeryValidationFeature>(null);
            if (http.Request.Body.CanSeek) http.Request.Body.Position = 0;
            await Note(http, late.Account, Path(from), null, null);
            http.Response.Redirect(from);
        }
    }

    /// <summary>Secrets and signs of pages are never kept, nor files, nor what is larger than anybody types.</summary>
    private static async Task Note(HttpContext http, string? account, string page, string? fault, string? field)
    {
        if (account is null) return;
        var form = IsTyped(http.Request) ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        if (form.ContainsKey("_handler")) return;
        http.RequestServices.GetRequiredService<KeptForms>().Keep(account, new(page, http.Request.Path.Value!.Trim('/'), fault, field,
            form.Where(f => !f.Key.StartsWith("__", StringComparison.Ordinal)
                && !Secrets.Any(s => f.Key.Contains(s, StringComparison.OrdinalIgnoreCase)))
                .ToDictionary(f => f.Key, f => f.Value.OfType<string>().ToArray()), IsLate: fault is null));
    }

    private static bool IsTyped(HttpRequest request) => request.ContentLength is <= Largest
        && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>The page of this portal a form was sent from, as the browser says, without the words it showed.</summary>
    private static string? From(HttpContext http)
    {
        if (!Uri.TryCreate(http.Request.Headers.Referer, UriKind.Absolute, out var from) || from.Authority != http.Request.Host.Value)
            return null;
        var kept = QueryHelpers.ParseQuery(from.Query).Where(q => q.Key != Fault);
        return Local.Path(QueryHelpers.AddQueryString(from.AbsolutePath, kept.ToDictionary(q => q.Key, q => (string?)q.Value)));
    }

    private static string Path(string? address) => Uri.UnescapeDataString((address ?? "").Split('?', '#')[0]);

    private static Dictionary<string, Microsoft.Extensions.Primitives.StringValues>? Query(string to) =>
        to.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? QueryHelpers.ParseQuery(to.Split('#')[0][at..]) : null;
}
