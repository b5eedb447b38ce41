using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using Microsoft.AspNetCore.Routing;

namespace HealthWarehouse.Web.Access;

/// <summary>What every route needs, as catalogue/access.yaml declares it. A route that is not declared stops the start-up.</summary>
internal sealed partial class AccessTable(AccessFile access)
{
    private readonly Dictionary<string, RouteRule> _exact =
        access.Routes.SelectMany(r => r.At.Where(a => !a.EndsWith("/**", StringComparison.Ordinal)).Select(a => (a, r)))
        .ToDictionary(x => x.a, x => x.r);
    private readonly (string Prefix, RouteRule Rule)[] _prefixes =
        [.. access.Routes.SelectMany(r => r.At.Where(a => a.EndsWith("/**", StringComparison.Ordinal)).Select(a => (a[..^2], r)))];

    /// <summary>What is declared for a route under a method; null when nobody declared it.</summary>
    public RouteRule? RuleOf(string method, string path) =>
        _exact.GetValueOrDefault($"{method} {path}") ?? _exact.GetValueOrDefault(path)
            ?? _prefixes.FirstOrDefault(p => path.StartsWith(p.Prefix, StringComparison.Ordinal)).Rule;

    /// <summary>Needs of a route under a method; null when nobody declared it.</summary>
    public IReadOnlyList<string>? NeedsOf(string method, string path) => RuleOf(method, path)?.Needs;

    public IReadOnlyList<string>? NeedsOf(string method, RouteEndpoint endpoint) => NeedsOf(method, PathOf(endpoint));

    /// <summary>A route as the table writes it: lower case, parameters without their constraints.</summary>
    public static string PathOf(RouteEndpoint endpoint) => PathOf(endpoint.RoutePattern.RawText ?? "");

    public static string PathOf(string pattern) => $"/{Constraint().Replace(pattern, "{$1}").ToLowerInvariant().Trim('/')}";

    /// <summary>Methods an endpoint answers; a page answers GET and POST.</summary>
    public static IReadOnlyList<string> MethodsOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"];

    /// <summary>Every route must be declared, and every declared route must exist.</summary>
    public void Verify(IEnumerable<Endpoint> endpoints)
    {
        var (used, missing) = (new HashSet<string>(), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>())
            foreach (var method in MethodsOf(endpoint))
            {
                var path = PathOf(endpoint);
                if (NeedsOf(method, path) is null) missing.Add($"{method} {path}");
                used.Add(path);
                used.Add($"{method} {path}");
            }
        if (missing.Count > 0)
            throw new DeclarationException("access.yaml", $"chưa khai báo quyền (mục routes): {string.Join(", ", missing)}");
        if (_exact.Keys.Where(k => !used.Contains(k)).ToArray() is { Length: > 0 } idle)
            throw new DeclarationException("access.yaml", $"khai báo đường dẫn không có: {string.Join(", ", idle)}");
    }

    [GeneratedRegex(@"\{\**([^}:?=]+)[^}]*\}")] private static partial Regex Constraint();
}
