using System.Net;
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
