using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HealthWarehouse.Tests;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Limits of catalogue/access.yaml, set low: over them 429 with the seconds to wait and a problem in Vietnamese, and only for whose limit
/// it is.
/// </summary>
public sealed class RateLimitSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_a_limit_429_tells_when_to_come_again_and_others_go_on()
    {
        using var catalogue = new CatalogueCopy();
        Lower(catalogue,
            new() { ["token-address"] = 12, ["token-client"] = 3, ["sign-in-address"] = 3, ["deliveries"] = 2, ["reading"] = 4 });
        await using (var portal = await TestPortal.OpenWith(settings => settings with { Catalogue = catalogue.Folder }))
        {
            await OfClientsAndAddresses(portal);
            await OfSenders(portal);
            await OfSignIn(portal);
        }
    }

    private static async Task OfClientsAndAddresses(TestPortal portal)
    {
        await portal.System("his");
        await portal.System("khac");
        var (secret, other) = (await portal.Secret("his"), await portal.Secret("khac"));
        for (var i = 0; i < 3; i++) (await portal.AskWithSecret("his", "sai")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await portal.AskWithSecret("his", secret)).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await portal.Ask("token", null, ("grant_type", "client_credentials"), ("client_id", "his"),
            ("client_secret", secret))).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        await portal.Token("khac", other);
        for (var i = 0; i < 6; i++) await portal.AskWithSecret($"doan-{i}", "sai");
        (await portal.AskWithSecret("khac", other)).Status.ShouldBe(HttpStatusCode.TooManyRequests);   // the address has had its twelve
    }

    private static async Task OfSenders(TestPortal portal)
    {
        using var one = await portal.Sender("mot", "99001");
        using var two = await portal.Sender("hai", "99001");
        for (var i = 0; i < 2; i++) (await Send(one, $"L{i}")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var refused = await Send(one, "L2");
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 3600);
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Stop)).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe(429);
        problem.GetProperty("title").GetString().ShouldBe("Quá nhiều yêu cầu");
        (await Send(two, "L3")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        for (var i = 0; i < 4; i++) (await one.GetAsync("/api/v1/deliveries/khong-co", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await one.GetAsync("/api/v1/deliveries/khong-co", Stop)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await two.GetAsync("/api/v1/deliveries/khong-co", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task OfSignIn(TestPortal portal)
    {
        using var stranger = portal.Anonymous();
        for (var i = 0; i < 3; i++) (await TestPortal.Post(stranger, "/dang-nhap", "sign-in",
            new() { ["Asked.User"] = "ai", ["Asked.Password"] = "sai" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused =
            await TestPortal.Post(stranger, "/dang-nhap", "sign-in", new() { ["Asked.User"] = "ai", ["Asked.Password"] = "sai" });
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await refused.Content.ReadAsStringAsync(Stop)).ShouldContain("Quá nhiều yêu cầu");
    }

    private static Task<HttpResponseMessage> Send(HttpClient client, string episode) =>
        client.PostAsync("/api/v1/deliveries", new StringContent(Envelopes.One(episode), Encoding.UTF8, "application/xml"), Stop);

    /// <summary>Limits of a catalogue, an hour long, so that none begins anew while it is asked.</summary>
    private static void Lower(CatalogueCopy catalogue, Dictionary<string, int> limits) => catalogue.Change("access.yaml", text =>
    {
        foreach (var (id, requests) in limits)
            text = Regex.Replace(text, $@"(\{{ id: {id},.*requests: )\d+, seconds: \d+", $"${{1}}{requests}, seconds: 3600");
        return text;
    });
}
