using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.AspNetCore.WebUtilities;

namespace HealthWarehouse.Web.Rooms.Help;

/// <summary>A page as feedback tells of it: by its route, without keys of its address, and filters that name no person.</summary>
internal sealed partial class PageState(EndpointDataSource endpoints)
{
    private static readonly HashSet<string> Filters = ["period", "measure", "by", "compare", "sex", "state", "vai-tro",
        "tinh-trang", "xem"];

    private readonly Lazy<(TemplateMatcher Matcher, string Route)[]> _pages = new(() => [.. endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
        .Select(e => (new TemplateMatcher(TemplateParser.Parse(e.RoutePattern.RawText!), []), $"/{e.RoutePattern.RawText!.Trim('/')}"))]);

    public (string Route, string? Filters) Of(string address)
    {
        var parts = address.Split('?', 2);
        var route = _pages.Value.Where(p => p.Matcher.TryMatch(parts[0], [])).OrderBy(p => p.Route.Count(c => c == '{'))
            .Select(p => p.Route).FirstOrDefault() ?? "/";
        var kept = QueryHelpers.ParseQuery(parts.Length == 2 ? parts[1] : "").Where(q => Filters.Contains(q.Key)
            && Harmless().IsMatch(q.Value.ToString())).Select(q => $"{q.Key}={q.Value}");
        return (route, string.Join('&', kept) is { Length: > 0 } some ? some : null);
    }

    [GeneratedRegex(@"^[a-zA-Z_,~.\-]*(?:20\d\d)?[a-zA-Z\d_,~.\-]{0,8}$")] private static partial Regex Harmless();
}
