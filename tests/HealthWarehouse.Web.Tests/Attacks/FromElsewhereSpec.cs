using System.Net;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>Who is here, and who inside, is what the connection and the operator say, never a header.</summary>
public sealed class FromElsewhereSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory, InlineData("X-Forwarded-For", "203.0.113.9"), InlineData("X-Forwarded-For", "127.0.0.1"),
        InlineData("X-Forwarded-Host", "localhost"), InlineData("Forwarded", "for=127.0.0.1"), InlineData("X-Real-IP", "127.0.0.1"),
        InlineData("Via", "1.1 proxy")]
    public async Task The_key_of_the_running_server_is_worth_nothing_through_a_proxy(string header, string value)
    {
        await using var portal = await TestPortal.Open();
        using var client = portal.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", portal.Service<RunningServer>().Key);
        (await client.GetAsync("/api/v1/measures", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);

        client.DefaultRequestHeaders.Add(header, value);

        (await client.GetAsync("/api/v1/measures", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, InlineData("127.0.0.1", true), InlineData("::1", true), InlineData("::ffff:127.0.0.1", true), InlineData("10.0.0.5", false),
        InlineData("172.17.0.1", false), InlineData("203.0.113.9", false), InlineData(null, false)]
    public async Task Here_is_who_is_connected_from_this_machine(string? address, bool isHere)
    {
        await using var app = WebApplication.CreateBuilder().Build();
        app.UsePeer();
        var judged = (bool?)null;
        app.Run(http =>
        {
            judged = http.IsHere();
            return Task.CompletedTask;
        });
        var asked = new DefaultHttpContext();
        asked.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);

        await ((IApplicationBuilder)app).Build()(asked);

        judged.ShouldBe(isHere);
    }

    [Fact]
    public async Task Where_no_network_is_declared_everybody_is_outside_and_needs_two_steps()
    {
        await using var portal =
            await TestPortal.OpenWith(s => s with { Inside = null }, ("chuyen-vien", "specialist", null), ("dieu-tra", "specialist", null));
        portal.House.Catalogue.Access.Inside.ShouldBeEmpty();

        using var oneStep = await portal.Person("chuyen-vien");
        using var twoSteps = await portal.PersonInTwoSteps("dieu-tra");

        (await oneStep.GetAsync("/so-lieu", Stop)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (await twoSteps.GetAsync("/so-lieu", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_SSO_sends_the_server_nowhere_but_to_itself()
    {
        var called = 0;
        await using var elsewhere = await Serve(_ =>
        {
            Interlocked.Increment(ref called);
            return Task.CompletedTask;
        });
        await using var sso = await Serve(http => http.Response.WriteAsJsonAsync(new Dictionary<string, string>
        {
            ["issuer"] = $"http://{http.Request.Host}", ["authorization_endpoint"] = $"http://{http.Request.Host}/authorize",
                ["token_endpoint"] = $"http://{http.Request.Host}/token",
            ["jwks_uri"] = elsewhere.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + "/keys",
        }));
        await using var portal = await TestPortal.OpenWith(s => s with { Sso = new(new(sso.Urls.First()), "khoyte", null) });
        using var browser = portal.Anonymous();

        using var answer = await browser.GetAsync("/dang-nhap/sso", Stop);

        called.ShouldBe(0);
        answer.StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    private static async Task<WebApplication> Serve(RequestDelegate answer)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(Stop);
        return app;
    }
}
