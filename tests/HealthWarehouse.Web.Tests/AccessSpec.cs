using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Access;
using HealthWarehouse.Web.Tests.Attacks;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Every route × every role × with and without two-step sign-in, asked over HTTP, against what catalogue/access.yaml declares.
/// </summary>
public sealed class AccessSpec(Town town) : IClassFixture<Town>
{
    public static TheoryData<string, bool> Roles() => Gate.Roles();

    [Theory, MemberData(nameof(Roles))]
    public async Task A_role_comes_to_exactly_the_routes_declared_for_it(string role, bool twoSteps)
    {
        var client = await town.As(role, twoSteps);
        var wrong = new List<string>();
        foreach (var route in town.Routes().Where(r => r.Path != "/dang-xuat"))
        {
            var may = Gate.MayEnter(role, twoSteps, route.Needs);
            using var answer = await client.SendAsync(Gate.Request(route), TestContext.Current.CancellationToken);
            if (await Gate.Refused(route, answer) == may) wrong.Add($"{route.Method} {route.Path}: " +
                $"{(may ? "phải vào được" : "phải bị từ chối")}, trả {(int)answer.StatusCode} {answer.Headers.Location}");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_comes_in_without_a_session_and_a_sender_only_to_its_own_door()
    {
        using var stranger = town.Portal.Anonymous();
        using var sender = await town.Portal.Sender("his", "99010");
        foreach (var route in town.Routes())
        {
            using var answer = await stranger.SendAsync(Gate.Request(route), TestContext.Current.CancellationToken);
            (await Gate.IsAsked(route, answer))
                .ShouldBe(!route.Needs.Contains("open"), $"{route.Method} {route.Path}: {answer.StatusCode}");
            if (!route.Path.StartsWith("/api", StringComparison.Ordinal)) continue;
            using var sent = await sender.SendAsync(Gate.Request(route), TestContext.Current.CancellationToken);
            (await Gate.Refused(route, sent))
                .ShouldBe(!route.Needs.Contains("open") && !route.Needs.Contains("sender"),
                $"{route.Method} {route.Path}: {sent.StatusCode}");
        }
    }

    [Fact]
    public void A_route_nobody_declared_stops_the_start()
    {
        var table = new AccessTable(Gate.Declared);
        var stranger = new Microsoft.AspNetCore.Routing.RouteEndpoint(_ =>
            Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/moi/{id:int}"), 0, null, null);
        Should.Throw<DeclarationException>(() => table.Verify([stranger])).Message.ShouldContain("GET /moi/{id}");
    }
}
