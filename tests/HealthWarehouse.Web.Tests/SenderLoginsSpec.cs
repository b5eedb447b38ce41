using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using HealthWarehouse.Web.Rooms.SenderShapes;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Logins in the older shapes are given and switched off at a page or the command line; a password is shown once, and every change is in
/// the audit.
/// </summary>
public sealed partial class SenderLoginsSpec(ShapePortal shared) : IClassFixture<ShapePortal>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_the_page_a_login_is_given_its_password_shown_once_and_it_is_switched_off()
    {
        var portal = shared.Portal;
        await portal.House.Senders.Add("bv", "Bệnh viện", "99001", stop: Stop);
        await portal.House.Senders.Add("bv-hai", "Bệnh viện hai", "99002", stop: Stop);
        using var steward = await portal.Person("quan-tri");

        var shown = await Post(steward, "bv", "cap", ("shape", "hanoi"), ("user", "bv_his"));
        var password = Password().Match(await steward.GetStringAsync(shown, Stop)).Groups[1].Value;
        password.Length.ShouldBe(16);
        (await steward.GetStringAsync(shown, Stop)).ShouldNotContain(password);
        (await Login(portal, password)).ShouldBe(HttpStatusCode.OK);
        (await Post(steward, "bv", "bat-tat", ("shape", "hanoi"), ("on", "false"))).ShouldNotContain("loi=");
        (await Login(portal, password)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Post(steward, "bv", "bat-tat", ("shape", "hanoi"), ("on", "true"))).ShouldNotContain("loi=");
        (await Login(portal, password)).ShouldBe(HttpStatusCode.OK);

        WebUtility.UrlDecode(await Post(steward, "bv-hai", "cap", ("shape", "hanoi"), ("user", "bv_his")))
            .ShouldContain("đã thuộc người gửi khác");
        WebUtility.UrlDecode(await Post(steward, "bv", "cap", ("shape", "khong-co"), ("user", "x")))
            .ShouldContain("Không có kiểu gửi 'khong-co'");
        (await portal.House.Operations.QueryText<string>("select action || ' ' || detail from audit where account = 'quan-tri' " +
            "and object_id = 'bv' and action like 'sender-login%' order by seq", stop: Stop))
            .ShouldBe(["sender-login-give hanoi: bv_his", "sender-login-off hanoi", "sender-login-on hanoi"]);
    }

    [Fact]
    public async Task Desks_that_share_an_account_log_in_as_often_as_they_like_and_guesses_sent_at_once_count_like_guesses_in_turn()
    {
        var portal = shared.Portal;
        var password = await Given(portal, "nhieu-ban", "hanoi", "ban_tiep_don");
        (await Many(50, _ => Take(portal, "ban_tiep_don", password))).ShouldAllBe(a => a.Status == HttpStatusCode.OK);

        var guesses = await Many(25, i => Take(portal, "ban_tiep_don", $"doan-{i}"));
        guesses.Count(a => a.Status == HttpStatusCode.Unauthorized).ShouldBe(10, "as many as are declared are judged");
        guesses.Count(a => a.Status == HttpStatusCode.TooManyRequests).ShouldBe(15);
        (await Take(portal, "ban_tiep_don", password)).Status.ShouldBe(HttpStatusCode.TooManyRequests, "else the last guess would tell");
        (await portal.House.Operations.QueryText<long>("select count(*) from audit where action = 'sender-login-refused' "
            + "and account = 'ban_tiep_don' and detail like '%quá nhiều lần'", stop: Stop)).ShouldBe([1]);

        shared.Clock.Move(TimeSpan.FromSeconds(61));
        (await Take(portal, "ban_tiep_don", password)).Status.ShouldBe(HttpStatusCode.OK);

        static async Task<(HttpStatusCode Status, string? Token)[]> Many(int times,
            Func<int, Task<(HttpStatusCode Status, string? Token)>> work) => await Task.WhenAll(Enumerable.Range(0, times).Select(work));
    }

    [Theory, InlineData("/api/token/take"), InlineData("/api/auth/token/take"), InlineData("/api/xac-thuc/token"), InlineData("/api/token")]
    public async Task A_body_that_is_half_text_is_told_so_and_is_no_trouble_of_the_house(string path)
    {
        using var client = shared.Portal.Anonymous();
        foreach (var body in new[] { "{\"username\":\"\\ud800\",\"password\":\"x\"}", "{\"files\":[\"\\udfff\"]}", "[[[[", "null", "" })
        {
            using var sent = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(path, sent, Stop);
            ((int)answer.StatusCode).ShouldBeLessThan(500, body);
            (await answer.Content.ReadAsStringAsync(Stop)).ShouldNotContain("sự cố", Case.Sensitive, body);
        }
    }

    [Fact]
    public async Task A_young_token_is_given_again_but_never_one_that_was_taken_back()
    {
        var portal = shared.Portal;
        var logins = portal.Service<SenderLogins>();
        var password = await Given(portal, "tre", "hanoi", "tre_his");
        var first = await Token();
        (await Token()).ShouldBe(first, "every message is sent after a login of its own");
        shared.Clock.Move(TimeSpan.FromMinutes(31));
        var second = await Token();
        second.ShouldNotBe(first, "with less than half of its life before it a new one is given");

        await logins.Switch("tre", "hanoi", active: false, "thử", null, Stop);
        (await Take(portal, "tre_his", password)).ShouldBe((HttpStatusCode.Unauthorized, null));
        await logins.Switch("tre", "hanoi", active: true, "thử", null, Stop);
        var third = await Token();
        third.ShouldNotBe(second, "switched off, its tokens are gone");

        var old = password;
        password = await logins.Give("tre", "hanoi", "tre_his", "thử", null, Stop);
        (await Take(portal, "tre_his", old)).ShouldBe((HttpStatusCode.Unauthorized, null));
        (await Token()).ShouldNotBe(third);

        var fourth = await Token();
        await portal.House.Operations.ExecuteText("delete from sender_token where sender = 'tre'", stop: Stop);
        (await Token()).ShouldNotBe(fourth, "what the database does not hold any more is no token");

        async Task<string> Token() => (await Take(portal, "tre_his", password)).Token.ShouldNotBeNull();
    }

    private static async Task<string> Given(TestPortal portal, string sender, string shape, string user)
    {
        await portal.House.Senders.Add(sender, $"Bệnh viện {sender}", "99001", stop: Stop);
        return await portal.Service<SenderLogins>().Give(sender, shape, user, "thử", null, Stop);
    }

    private static async Task<(HttpStatusCode Status, string? Token)> Take(TestPortal portal, string user, string password)
    {
        using var client = portal.Anonymous();
        using var answer = await client.PostAsJsonAsync("/api/auth/token/take", new { username = user, password, code = "99001" }, Stop);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        return (answer.StatusCode, said.TryGetProperty("apiKey", out var key) && key.ValueKind is JsonValueKind.Object
            ? key.GetProperty("accessToken").GetString() : null);
    }

    [Fact]
    public async Task At_the_command_line_too()
    {
        var data = Directory.CreateTempSubdirectory("khoyte-verbs-").FullName;
        (await Typed.Run("sender", "add", "bv", "--name", "Bệnh viện", "--facilities", "99001", "--data", data)).Exit.ShouldBe(0);
        var given = await Typed.Run("sender", "login", "bv", "--shape", "bhxh", "--user", "99001_BV", "--data", data);
        (given.Exit, given.Output.Trim().Length).ShouldBe((0, 16), given.Error);
        (await Typed.Run("sender", "login", "bv", "--shape", "bhxh", "--off", "--data", data)).Exit.ShouldBe(0);
        (await Typed.Run("sender", "login", "bv", "--shape", "hanoi", "--on", "--data",
            data)).Error.ShouldContain("chưa có đăng nhập kiểu 'hanoi'");
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public void A_hash_is_slow_salted_and_never_matches_where_there_is_none()
    {
        var (one, two) = (SlowHash.Of("E10ADC3949BA59ABBE56E057F20F883E"), SlowHash.Of("E10ADC3949BA59ABBE56E057F20F883E"));
        one.ShouldNotBe(two);
        one.ShouldNotContain("E10ADC39");
        SlowHash.Matches("E10ADC3949BA59ABBE56E057F20F883E", one).ShouldBeTrue();
        SlowHash.Matches("E10ADC3949BA59ABBE56E057F20F883F", one).ShouldBeFalse();
        SlowHash.Matches("E10ADC3949BA59ABBE56E057F20F883E", null).ShouldBeFalse();
    }

    private static async Task<HttpStatusCode> Login(TestPortal portal, string password)
    {
        using var client = portal.Anonymous();
        using var answer = await client.PostAsync("/api/auth/token/take", new StringContent(
            $$"""{"username":"bv_his","password":"{{password}}","code":"99001"}""", System.Text.Encoding.UTF8, "application/json"), Stop);
        return answer.StatusCode;
    }

    /// <summary>Posts a form of the page and gives back where it leads.</summary>
    private static async Task<string> Post(HttpClient client, string sender, string what, params (string Name, string Value)[] fields)
    {
        var page = $"/quan-tri/noi-gui/{sender}/kieu-cu";
        var token = Token().Match(await client.GetStringAsync(page, Stop)).Groups[1].Value;
        using var form =
            new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).ToDictionary(f => f.Item1, f => f.Item2));
        using var answer = await client.PostAsync($"{page}/{what}", form, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return answer.Headers.Location!.ToString();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")] private static partial Regex Token();
    [GeneratedRegex("<code>([^<]+)</code>")] private static partial Regex Password();
}
