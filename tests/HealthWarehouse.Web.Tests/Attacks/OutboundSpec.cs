using System.Net;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>The server calls whom its operator named, and nobody hiding behind such a name.</summary>
public sealed class OutboundSpec(Town town) : IClassFixture<Town>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory, InlineData("127.0.0.1"), InlineData("::1"), InlineData("::ffff:127.0.0.1"), InlineData("169.254.169.254"),
        InlineData("::ffff:169.254.169.254"), InlineData("fe80::1"), InlineData("0.0.0.0"), InlineData("::"), InlineData("0.1.2.3"),
        InlineData("224.0.0.1"), InlineData("255.255.255.255")]
    public async Task A_name_that_leads_to_this_machine_or_its_card_is_not_called(string address)
    {
        using var client = new HttpClient(Outbound.To(["sso.example"], (_, _) => Task.FromResult(new[] { IPAddress.Parse(address) })));
        var fault = await Should.ThrowAsync<HttpRequestException>(() =>
            client.GetAsync($"http://sso.example:{new Uri(town.Portal.Url).Port}/healthz", Stop));
        fault.Message.ShouldContain("không được gọi tới");
    }

    [Fact]
    public async Task A_host_nobody_named_is_not_called_and_one_that_was_is()
    {
        using var client = new HttpClient(Outbound.To(["127.0.0.1"]));
        (await client.GetAsync($"{town.Portal.Url}/healthz", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Should.ThrowAsync<HttpRequestException>(() =>
            client.GetAsync(town.Portal.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal),
            Stop))).Message.ShouldContain("không được gọi tới");
    }

    [Fact]
    public async Task A_redirect_is_an_answer_not_an_order()
    {
        using var client = new HttpClient(Outbound.To(["127.0.0.1"]));
        using var answer = await client.GetAsync($"{town.Portal.Url}/tiep-nhan", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public void No_other_file_calls_anybody_but_the_command_line_its_own_server()
    {
        var calling = new System.Text.RegularExpressions.Regex(
            @"new (HttpClient|SocketsHttpHandler|HttpClientHandler|TcpClient|Socket)\b|AddHttpClient");
        var files = Directory.EnumerateFiles(HealthWarehouse.Tests.Repo.File("src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => calling.IsMatch(File.ReadAllText(f)));
        files.Select(Path.GetFileName).Order().ShouldBe(["Cli.cs", "Outbound.cs"]);
    }
}
