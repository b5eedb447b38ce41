using System.Net;
using System.Text.Json;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Tests;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>Many requests at the same moment get no more than the same in turn, and no fault of the server.</summary>
public class AtOnceSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sixty_guesses_at_once_are_judged_no_more_often_than_declared()
    {
        await using var portal = await TestPortal.Open(("lanh-dao", "leader", null));
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            using var client = portal.Anonymous();
            using var answer = await TestPortal.Post(client, "/dang-nhap", "sign-in",
                new() { ["Asked.User"] = i % 2 == 0 ? "lanh-dao" : "LANH-DAO", ["Asked.Password"] = $"sai-mat-khau-{i}" });
            return answer.StatusCode;
        }));

        answers.ShouldAllBe(status => status == HttpStatusCode.OK);
        var judged =
            await portal.House.Operations.QueryText<string>("select detail from audit where action = 'sign-in-refused'", null, Stop);
        judged.Count.ShouldBe(60);
        judged.Count(d => d.Contains("Mật khẩu không đúng", StringComparison.Ordinal)).ShouldBe(Gate.Declared.Lockout.Failures);
        using var late = portal.Anonymous();
        using var right = await TestPortal.Post(late, "/dang-nhap", "sign-in",
            new() { ["Asked.User"] = "lanh-dao", ["Asked.Password"] = TestPortal.Password });
        right.StatusCode.ShouldBe(HttpStatusCode.OK, "tài khoản đang tạm khoá");
    }

    /// <summary>One form posted again and again: one post is in, the others are refused, and the owner's codes are still taken.</summary>
    [Fact]
    public async Task One_recovery_code_posted_many_times_at_once_locks_nothing()
    {
        await using var portal = await TestPortal.Open(("lanh-dao", "leader", null));
        await portal.SwitchTwoStepsOn("lanh-dao");
        string[] codes;
        await using (var scope = portal.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            codes = [.. (await users.GenerateNewTwoFactorRecoveryCodesAsync((await users.FindByNameAsync("lanh-dao"))!, 2))!];
        }
        async Task<HttpStatusCode> SignIn(string code)
        {
            using var client = portal.Anonymous();
            using var first = await TestPortal.Post(client, "/dang-nhap", "sign-in",
                new() { ["Asked.User"] = "lanh-dao", ["Asked.Password"] = TestPortal.Password });
            using var answer = await TestPortal.Code(client, code);
            return answer.StatusCode;
        }
        var answers = await Task.WhenAll(Enumerable.Range(0, 2 * Gate.Declared.Lockout.Failures).Select(_ => SignIn(codes[0])));

        answers.Count(a => a is HttpStatusCode.Found).ShouldBe(1);
        (await portal.House.Operations.QueryText<long>("select count(*) from audit where action = 'lock-out'", null, Stop)).ShouldBe([0]);
        (await SignIn(codes[1])).ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Many_first_requests_for_a_token_all_get_one()
    {
        await using var portal = await TestPortal.Open();
        await portal.System("his");
        var secret = await portal.Secret("his");
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => portal.AskWithSecret("his", secret)));
        answers.Select(a => a.Status).Distinct().ShouldBe([HttpStatusCode.OK]);
    }

    [Fact]
    public async Task When_the_line_is_full_people_and_systems_are_told_when_to_come_again()
    {
        using var catalogue = new CatalogueCopy();
        catalogue.Change("access.yaml", text =>
            text.Replace("at_once: 4", "at_once: 1").Replace("of_one: 3", "of_one: 1").Replace("waiting_of_one: 200", "waiting_of_one: 0"));
        await using var portal = await TestPortal.OpenWith(s => s with { Catalogue = catalogue.Folder }, ("lanh-dao", "leader", null));
        using var person = await portal.Person("lanh-dao");
        var answers = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(i =>
            person.GetAsync(i % 2 == 0
            ? $"/api/v1/query?measure=encounters&by=month&period=20{10 + i}" : $"/bang/kham-chua-benh?period=20{10 + i}", Stop)));

        answers.Select(a => a.StatusCode).Distinct().Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]);
        var refused = answers.Where(a => a.StatusCode is HttpStatusCode.ServiceUnavailable).ToArray();
        refused.ShouldAllBe(a => a.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        foreach (var answer in refused) (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("thử lại sau", Case.Insensitive);
    }
}
