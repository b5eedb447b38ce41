using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Tests;
using HealthWarehouse.Web.Access;
using HealthWarehouse.Web.Rooms.SenderShapes;
using Microsoft.AspNetCore.Routing;

namespace HealthWarehouse.Web.Tests;

/// <summary>A route as declared: what it needs, and whose objects its address names.</summary>
internal sealed record DeclaredRoute(HttpMethod Method, string Path, RouteRule Rule, ObjectRule? Object, RouteEndpoint Endpoint)
{
    public IReadOnlyList<string> Needs => Rule.Needs;
}

/// <summary>What catalogue/access.yaml lets whom do, worked out apart from the portal, and how its gate is seen to answer.</summary>
internal static class Gate
{
    /// <summary>An id that nothing has.</summary>
    public const string Nobody = "019f0000-0000-7000-8000-000000000001";

    public static readonly AccessFile Declared = CatalogueFiles.Load(Repo.File("catalogue")).Access;

    /// <summary>Roles of people.</summary>
    public static readonly RoleCard[] People = [.. Declared.Roles.Where(r => r.Holder is RoleHolder.Person)];

    /// <summary>Every role of people, with and without two steps.</summary>
    public static TheoryData<string, bool> Roles() => new(People.SelectMany(r => new[] { (r.Id, false), (r.Id, true) }));

    /// <summary>Every route and method of a portal but the framework's own script.</summary>
    public static IEnumerable<DeclaredRoute> RoutesOf(TestPortal portal)
    {
        var table = new AccessTable(Declared);
        return portal.Routes.SelectMany(r => AccessTable.MethodsOf(r)
            .Select(m =>
            new DeclaredRoute(new(m), AccessTable.PathOf(r), table.RuleOf(m, AccessTable.PathOf(r))!,
            Declared.ObjectOf(AccessTable.PathOf(r)), r)))
            .Where(r => !r.Path.StartsWith("/_framework", StringComparison.Ordinal) && r.Method != HttpMethod.Options)
                .DistinctBy(r => $"{r.Method} {r.Path}");
    }

    /// <summary>
    /// Whether a role comes through: it has the right, unless that needs a second step that is missing (A3). The tests are inside the
    /// network.
    /// </summary>
    public static bool MayEnter(string role, bool twoSteps, IReadOnlyList<string> needs) =>
        needs.Contains("open") || needs.Contains("signed-in") || needs.Any(n => Opens(role, twoSteps, n));

    /// <summary>A path with its parameters filled in; those that are no names of declared things with <paramref name="id"/>.</summary>
    public static string Fill(string path, string id = Nobody) =>
        Regex.Replace(path.Replace("({key})", "('1')", StringComparison.Ordinal), @"\{([^}]+)\}", m =>
        m.Groups[1].Value switch { "status" => "404", "code" => "b14", "contractcode" =>
        "claims", "tablecode" => "XML1", "documentname" => "v1", "key" when id == Nobody => "1", _ => Uri.EscapeDataString(id) });

    /// <summary>A request with something in it where something can be.</summary>
    public static HttpRequestMessage Request(DeclaredRoute route) => new(route.Method, Fill(route.Path))
    {
        Content = route.Method == HttpMethod.Get || route.Method == HttpMethod.Head
            ? null : route.Path.StartsWith("/api", StringComparison.Ordinal)
            ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json")
            : new MultipartFormDataContent { { new StringContent("x"), "x" } },
    };

    /// <summary>
    /// Whether the gate turned the request away: a person to the page that says so, a program in words or in the form of its shape.
    /// </summary>
    public static async Task<bool> Refused(DeclaredRoute route, HttpResponseMessage answer)
    {
        if (answer.Headers.Location?.ToString() is { } to)
            return to.Contains("/khong-duoc-phep", StringComparison.Ordinal)
                || to.StartsWith("/tai-khoan/hai-buoc?", StringComparison.Ordinal);
        if (route.Endpoint.Metadata.GetMetadata<SpokenShape>() is { } spoken) return await SaysNoToken(spoken, answer);
        if (answer.StatusCode is not HttpStatusCode.Forbidden) return false;
        var isPage = !route.Path.StartsWith("/api", StringComparison.Ordinal);
        return route.Path.StartsWith("/odata", StringComparison.Ordinal)
            || (isPage && answer.RequestMessage!.Headers.Authorization is not null) || answer.Headers.WwwAuthenticate.Count > 0
            || (await answer.Content.ReadAsStringAsync() is var text
            && (text.Contains("không có quyền làm việc này", StringComparison.Ordinal)
            || text.Contains("cần xác thực hai bước. Hãy bật", StringComparison.Ordinal)));
    }

    /// <summary>Whether a stranger is asked who he is.</summary>
    public static async Task<bool> IsAsked(DeclaredRoute route, HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.Unauthorized || answer.Headers.Location?.ToString()
            .Contains("/dang-nhap?", StringComparison.Ordinal) is true
            || (route.Endpoint.Metadata.GetMetadata<SpokenShape>() is { } spoken && await SaysNoToken(spoken, answer));

    /// <summary>At an address of an older shape: the refusal that shape declares for who has no token, in its own form.</summary>
    private static async Task<bool> SaysNoToken(SpokenShape spoken, HttpResponseMessage answer)
    {
        var declared = spoken.Shape.Answer("unauthorized");
        return (int)answer.StatusCode == declared.Http
            && JsonNode.DeepEquals(JsonSerializer.SerializeToNode(spoken.Body(declared, declared.Message)),
            JsonNode.Parse(await answer.Content.ReadAsStringAsync()));
    }

    private static bool Opens(string role, bool twoSteps, string need)
    {
        var card = Declared.Roles.Single(r => r.Id == role);
        if (!card.Rights.Any(r => Kebab(r) == need) || (!twoSteps && (card.Mfa is MfaRule.Always || need is "identity" or "break-glass")))
            return false;
        return need switch { "figures" or "small-cells" or "published" => card.Default >= DataClass.Aggregate, "records" =>
            card.Default >= DataClass.Pseudonymous, "identity" or "break-glass" => card.Default >= DataClass.Identified, _ => true };
    }

    private static string Kebab(Right right) =>
        string.Concat(right.ToString()
        .Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
