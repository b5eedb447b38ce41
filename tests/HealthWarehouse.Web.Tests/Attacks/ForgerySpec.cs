using System.Net;
using System.Net.Http.Headers;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>
/// Another site cannot act in a signed-in person's name: forms want their token, and what a browser says came from elsewhere is refused
/// everywhere.
/// </summary>
public sealed class ForgerySpec(Town town) : IClassFixture<Town>
{
    public static TheoryData<string> Roles() => [.. Gate.People.Select(r => r.Id)];

    /// <summary>Tokens are asked for with a secret or a signature, never by what a browser brings along: /connect is left out.</summary>
    [Theory, MemberData(nameof(Roles))]
    public async Task A_form_without_its_token_or_from_another_site_is_refused(string role)
    {
        var client = await town.As(role, twoSteps: true);
        var token = await Town.Token(client);
        var wrong = new List<string>();
        foreach (var (method, path, _, _, _) in town.Routes()
            .Where(r => !r.Path.StartsWith("/connect", StringComparison.Ordinal) && r.Method != HttpMethod.Get
            && r.Method != HttpMethod.Head && Gate.MayEnter(role, true, r.Needs)))
        {
            // Doors open to everybody are the same for every role, and count how often one knocks.
            if (role != "leader" && (path.StartsWith("/dang-nhap", StringComparison.Ordinal) || path == "/nhan-tai-khoan")) continue;
            if (!path.StartsWith("/api", StringComparison.Ordinal))
            {
                using var bare = await Send(client, method, path, null, null);
                if (bare.StatusCode is not HttpStatusCode.BadRequest)
                    wrong.Add($"{method} {path} không có mã chống giả mạo: {(int)bare.StatusCode}");
            }
            foreach (var site in new[] { "cross-site", "same-site" })
            {
                using var foreign = await Send(client, method, path, token, request => request.Headers.Add("Sec-Fetch-Site", site));
                if (foreign.StatusCode is not HttpStatusCode.Forbidden) wrong.Add($"{method} {path} từ {site}: {(int)foreign.StatusCode}");
            }
            using var origin = await Send(client, method, path, token, request => request.Headers.Add("Origin", "https://xau.example"));
            if (origin.StatusCode is not HttpStatusCode.Forbidden) wrong.Add($"{method} {path} từ Origin lạ: {(int)origin.StatusCode}");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_of_one_person_is_nothing_in_the_hands_of_another()
    {
        var (mine, other) = (await town.As("facility-staff"), await town.As("facility-leader"));
        using var answer = await Send(mine, HttpMethod.Post, "/so-lieu/xoa/view-own", await Town.Token(other), null);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await town.Portal.House.Operations.QueryText<long>("select count(*) from saved_view where id = 'view-own'")).ShouldBe([1]);
    }

    [Fact]
    public async Task Cookies_are_out_of_reach_of_scripts_and_of_other_sites()
    {
        using var client = town.Portal.Anonymous();
        var page = await client.GetStringAsync("/dang-nhap", TestContext.Current.CancellationToken);
        var token = System.Text.RegularExpressions.Regex.Match(page,
            "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string,
            string> { ["_handler"] = "sign-in", ["__RequestVerificationToken"] = token, ["Asked.User"] = "specialist",
            ["Asked.Password"] = TestPortal.Password });
        using var answer = await client.PostAsync("/dang-nhap", form, TestContext.Current.CancellationToken);
        var cookies = answer.Headers.GetValues("Set-Cookie").ToArray();
        cookies.ShouldNotBeEmpty();
        cookies.ShouldAllBe(c => c.Contains("httponly", StringComparison.OrdinalIgnoreCase)
            && c.Contains("samesite=", StringComparison.OrdinalIgnoreCase)
            && !c.Contains("samesite=none", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<HttpResponseMessage> Send(HttpClient client, HttpMethod method, string path, string? token,
        Action<HttpRequestMessage>? also)
    {
        var request = new HttpRequestMessage(method, Gate.Fill(path))
        {
            Content = token is null
                ? new FormUrlEncodedContent([new("x", "1")]) : new FormUrlEncodedContent([new("__RequestVerificationToken", token)]),
        };
        also?.Invoke(request);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
