using HealthWarehouse.Operate;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>What every answer tells a browser, and what it does not tell anybody.</summary>
public sealed class HeadersSpec(Town town) : IClassFixture<Town>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory, InlineData("/"), InlineData("/dang-nhap"), InlineData("/so-lieu?measure=encounters&period=2026"),
        InlineData("/khong-co-trang-nay"), InlineData("/api"), InlineData("/api/v1/measures"), InlineData("/odata"),
        InlineData("/dist/portal.css"), InlineData("/openapi/v1.json")]
    public async Task Every_answer_carries_the_strict_headers(string address)
    {
        using var person = await town.Portal.Person("soan");
        using var answer = await person.GetAsync(address, Stop);
        string Of(string name) => string.Join(", ", answer.Headers.TryGetValues(name, out var values) ? values : []);

        var policy = Of("Content-Security-Policy").Split("; ").Select(d => d.Split(' ', 2))
            .ToDictionary(d => d[0], d => d.ElementAtOrDefault(1) ?? "");
        policy["frame-ancestors"].ShouldBe("'none'");
        (policy.GetValueOrDefault("script-src") ?? policy["default-src"]).ShouldNotContain("unsafe");
        Of("X-Content-Type-Options").ShouldBe("nosniff");
        Of("Referrer-Policy").ShouldBe("same-origin");
        Of("Cross-Origin-Opener-Policy").ShouldBe("same-origin");
        answer.Headers.Contains("Server").ShouldBeFalse();
        if (!address.StartsWith("/dist", StringComparison.Ordinal)) answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task No_page_holds_a_script_of_its_own()
    {
        using var person = await town.Portal.Person("soan");
        foreach (var address in new[] { "/", "/so-lieu?measure=encounters&by=facility&period=2026", "/bang/kham-chua-benh?period=2026",
            "/bao-cao/b14?period=2026", "/tiep-nhan", "/danh-muc", "/tai-khoan" })
        {
            var html = await person.GetStringAsync(address, Stop);
            System.Text.RegularExpressions.Regex.Matches(html, "<script(?![^>]*\\bsrc=)[^>]*>")
                .Where(m => !m.Value.Contains("application/json", StringComparison.Ordinal)).ShouldBeEmpty(address);
            System.Text.RegularExpressions.Regex.IsMatch(html, "<[a-z][^>]*\\son[a-z]+=").ShouldBeFalse(address);
        }
    }

    [Fact]
    public async Task An_error_tells_nothing_of_the_inside()
    {
        using var person = await town.Portal.Person("chu");
        await town.Portal.House.Operations.ExecuteText("alter table delivery rename to delivery_elsewhere", stop: Stop);
        try
        {
            foreach (var address in new[] { "/api/v1/deliveries", "/tiep-nhan" })
            {
                using var answer = await person.GetAsync(address, Stop);
                answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError, address);
                var text = await answer.Content.ReadAsStringAsync(Stop);
                foreach (var inside in new[] { "SQLite", "delivery_elsewhere", "no such table", " at HealthWarehouse", ".cs:line",
                    "Exception" })
                    text.ShouldNotContain(inside, customMessage: address);
            }
        }
        finally
        {
            await town.Portal.House.Operations.ExecuteText("alter table delivery_elsewhere rename to delivery", stop: Stop);
        }
    }

    /// <summary>
    /// Requests that no client of good will sends, as bytes: two lengths, a folded header, a bare line feed in a value, a huge header.
    /// </summary>
    [Theory]
    [InlineData("POST /api/v1/deliveries HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello")]
    [InlineData("POST /api/v1/deliveries HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET " +
        "/quan-tri/tai-khoan HTTP/1.1\r\nHost: {host}\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: {host}\r\nX: a\r\n b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: {host}\r\nHost: xau.example\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    public async Task A_request_that_smuggles_another_is_refused_whole(string request)
    {
        var server = new Uri(town.Portal.Url);
        using var socket = new TcpClient(server.Host, server.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Replace("{host}", server.Authority, StringComparison.Ordinal)), Stop);
        var answers = new StringBuilder();
        var buffer = new byte[65536];
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        enough.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            for (var read = 1; read > 0; answers.Append(Encoding.UTF8.GetString(buffer, 0, read))) read =
                await stream.ReadAsync(buffer, enough.Token);
        }
        catch (OperationCanceledException) when (!Stop.IsCancellationRequested)
        {
            answers.Append("");     // the server keeps the connection; what it said so far is what counts
        }
        var statuses = System.Text.RegularExpressions.Regex.Matches(answers.ToString(), @"^HTTP/1\.1 (\d+)",
            System.Text.RegularExpressions.RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToArray();
        statuses.ShouldNotBeEmpty();
        statuses.ShouldAllBe(s => s == "400" || s == "401" || s == "302");
        answers.ToString().ShouldNotContain("Rà soát quyền");
    }

    /// <summary>A page needs a name of the house to be written: none is this house, one that cannot be is a bad request.</summary>
    [Theory, InlineData("HTTP/1.1\r\nHost: \r\n", "200"), InlineData("HTTP/1.0\r\n", "200"),
        InlineData("HTTP/1.1\r\nHost: localhost:99999\r\n", "400"), InlineData("HTTP/1.1\r\nHost: localhost:0\r\n", "400")]
    public async Task A_request_without_a_name_or_with_an_impossible_one_is_no_trouble(string head, string status)
    {
        var server = new Uri(town.Portal.Url);
        using var socket = new TcpClient(server.Host, server.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /dang-nhap {head}Connection: close\r\n\r\n"), Stop);
        using var answer = new StreamReader(stream);
        (await answer.ReadLineAsync(Stop))!.Split(' ')[1].ShouldBe(status);
    }

    [Fact]
    public async Task A_portal_that_knows_its_name_answers_to_no_other()
    {
        await using var portal = await TestPortal.OpenWith(settings => settings with { Hosts = ["kho.example", "127.0.0.1"] });
        using var client = portal.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dang-nhap") { Headers = { Host = "xau.example" } };
        (await client.SendAsync(request, Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.GetAsync("/dang-nhap", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>
    /// Whoever sets nothing up is reached from this machine only, whatever name somebody makes point to it (DNS rebinding); a demo has
    /// nothing to guard.
    /// </summary>
    [Fact]
    public async Task A_portal_that_names_no_host_answers_to_this_machine_only_but_for_the_demo()
    {
        async Task<HttpStatusCode> Ask(Func<HouseSettings, HouseSettings> settings, string host)
        {
            await using var portal = await TestPortal.OpenWith(settings);
            using var client = portal.Anonymous();
            using var request = new HttpRequestMessage(HttpMethod.Get, "/dang-nhap") { Headers = { Host = host } };
            return (await client.SendAsync(request, Stop)).StatusCode;
        }

        (await Ask(s => s, "xau.example")).ShouldBe(HttpStatusCode.BadRequest);
        (await Ask(s => s, "localhost")).ShouldBe(HttpStatusCode.OK);
        (await Ask(s => s with { Address = new("https://kho.example") }, "kho.example")).ShouldBe(HttpStatusCode.OK);
        (await Ask(s => { File.WriteAllText(Path.Combine(s.Data, "demo-logins.txt"), ""); return s; }, "xau.example"))
            .ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Over_tls_the_browser_is_told_to_stay_with_tls()
    {
        using var client = town.Portal.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dang-nhap") { Headers = { { "X-Forwarded-Proto", "https" } } };
        using var answer = await client.SendAsync(request, Stop);
        answer.Headers.GetValues("Strict-Transport-Security").Single().ShouldStartWith("max-age=31536000");
        answer.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldAllBe(c => c.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }
}
