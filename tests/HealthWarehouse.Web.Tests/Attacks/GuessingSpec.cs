using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>Guessing passwords, codes and keys gets nowhere, and a session is nobody's but its owner's.</summary>
public sealed class GuessingSpec(Town town) : IClassFixture<Town>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_the_declared_failures_even_the_right_password_waits_and_the_words_are_the_same()
    {
        var failures = Gate.Declared.Lockout.Failures;
        var answers = new List<string>();
        for (var i = 0; i < failures; i++) answers.Add(await Try("leader-2", $"sai-{i}"));
        answers.Add(await Try("leader-2", TestPortal.Password));
        answers.Add(await Try("khong-co-ai", "sai"));
        answers.ShouldAllBe(a => a != "vào được");
        answers.Take(failures - 1).Append(answers[^1]).Distinct().Count().ShouldBe(1, "người có và người không có trả lời như nhau");
        (await Try("facility-leader-2", TestPortal.Password)).ShouldBe("vào được", "khoá tạm chỉ áp dụng cho tài khoản bị dò");
    }

    [Theory, InlineData("kyt_000000000000000000000000000000000000000000000000"), InlineData(""),
        InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJraG95dGUiLCJyb2xlIjoiaG91c2UifQ."),
        InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJoaXMtOTkwMTAifQ.AAAA"), InlineData("null"), InlineData("' or '1'='1")]
    public async Task A_made_up_bearer_opens_nothing(string bearer)
    {
        using var client = town.Portal.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {bearer}");
        foreach (var address in new[] { "/api/v1/deliveries", "/api/v1/measures", $"/api/v1/deliveries/{town.Ids["delivery"].Inside}",
            "/api/v1/audit/verify", "/odata/encounter_1" })
            (await client.GetAsync(address, Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, address);
    }

    [Theory, InlineData("khoyte=abc"), InlineData("khoyte=CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAA"), InlineData("khoyte-1=abc"),
        InlineData("khoyte=; khoyte=x")]
    public async Task A_made_up_cookie_opens_nothing(string cookie)
    {
        using var client =
            new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(town.Portal.Url) };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", cookie);
        using var answer = await client.GetAsync("/tiep-nhan", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldContain("/dang-nhap");
    }

    [Fact]
    public async Task A_session_fixed_before_signing_in_is_not_the_session_after_it_and_a_signed_out_one_is_dead()
    {
        var jar = new CookieContainer();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false,
            CookieContainer = jar }) { BaseAddress = new(town.Portal.Url) };
        jar.Add(client.BaseAddress!, new Cookie("khoyte", "gia-dat-san"));
        (await SignIn(client, "steward", TestPortal.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var session = jar.GetCookies(client.BaseAddress!)["khoyte"]!.Value;
        session.ShouldNotBe("gia-dat-san");
        (await client.GetAsync("/tiep-nhan", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", await Town.Token(client))]);
        await client.PostAsync("/dang-xuat", form, Stop);
        using var thief =
            new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = client.BaseAddress };
        thief.DefaultRequestHeaders.Add("Cookie", $"khoyte={session}");
        (await thief.GetAsync("/tiep-nhan", Stop)).StatusCode.ShouldBe(HttpStatusCode.Redirect,
            "cookie lấy được từ trước không dùng lại được sau khi đăng xuất");
    }

    /// <summary>RFC 6238, 5.2: a code somebody looked over a shoulder for is worth nothing, though it stands for minutes.</summary>
    [Fact]
    public async Task A_code_of_the_app_lets_in_once()
    {
        var code = Totp.Of(await town.Portal.SwitchTwoStepsOn("specialist-2"));
        foreach (var expected in new[] { HttpStatusCode.Redirect, HttpStatusCode.OK })
        {
            using var client = await town.Portal.Person("specialist-2");
            using var answer = await TestPortal.Code(client, code);
            answer.StatusCode.ShouldBe(expected);
            (await client.GetAsync("/tai-khoan", Stop)).StatusCode.ShouldBe(expected is HttpStatusCode.Redirect
                ? HttpStatusCode.OK : HttpStatusCode.Redirect);
        }
    }

    private async Task<string> Try(string user, string password)
    {
        using var client = town.Portal.Anonymous();
        using var answer = await SignIn(client, user, password);
        if (answer.StatusCode is HttpStatusCode.Redirect) return "vào được";
        return System.Text.RegularExpressions.Regex.Match(await answer.Content.ReadAsStringAsync(Stop), "role=\"alert\"[^>]*>(.*?)<",
            System.Text.RegularExpressions.RegexOptions.Singleline).Groups[1].Value.Trim();
    }

    private static async Task<HttpResponseMessage> SignIn(HttpClient client, string user, string password)
    {
        var page = await client.GetStringAsync("/dang-nhap", Stop);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in", ["__RequestVerificationToken"] =
                System.Text.RegularExpressions.Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value,
            ["Asked.User"] = user, ["Asked.Password"] = password,
        });
        return await client.PostAsync("/dang-nhap", form, Stop);
    }
}
