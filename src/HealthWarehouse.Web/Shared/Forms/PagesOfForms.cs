using HealthWarehouse.Web.Access;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing.Template;

namespace HealthWarehouse.Web.Shared.Forms;

/// <summary>Where a form stands whose address was opened like a page: the nearest page above it.</summary>
internal sealed class PagesOfForms(IEndpointRouteBuilder app)
{
    private const string NotThisMethod = "405 HTTP Method Not Supported";

    private readonly Lazy<TemplateMatcher[]> _pages = new(() => [.. app.DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
        .Select(e => new TemplateMatcher(TemplateParser.Parse(e.RoutePattern.RawText!), []))]);

    private readonly Lazy<HashSet<string>> _forms = new(() => [.. app.DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(e => AccessTable.MethodsOf(e) is ["POST"] && e.RoutePattern.Parameters.Count == 0).Select(AccessTable.PathOf)]);

    /// <summary>Whether this address is one that forms are posted to, even where a page with a name in it takes it too.</summary>
    public bool IsOfForm(HttpContext http) => http.GetEndpoint()?.DisplayName == NotThisMethod
        || (http.GetEndpoint() is RouteEndpoint { RoutePattern.Parameters.Count: > 0 } && _forms.Value.Contains(http.Request.Path.Value!));

    public string Nearest(PathString path)
    {
        var above = path.Value!.TrimEnd('/');
        while ((above = above[..Math.Max(0, above.LastIndexOf('/'))]).Length > 0)
            if (_pages.Value.Any(page => page.TryMatch(above, []))) return above;
        return "/";
    }
}
