using System.Net;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Passwords by TCVN 14423:2026 (A4): Argon2id, old hashes taken over, ages by what somebody may do, none that was there before.
/// </summary>
public sealed class PasswordsSpec
{
    private static readonly Account Someone = new() { UserName = "ai-do" };
    private static readonly HashRules Cheap = new(64, 1);

    [Fact]
    public void A_hash_is_what_other_implementations_of_Argon2id_give() =>
        // hash-wasm 4 (npm), an implementation of its own
        new Argon2Hasher(new(1024, 2))
            .VerifyHashedPassword(Someone,
            "$argon2id$v=19$m=1024,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$ft4iUZ2P3nj0JYetE/mcuBLLCwPXKUiZj0MzEBvRe1k", "mật khẩu")
            .ShouldBe(PasswordVerificationResult.Success);

    [Fact]
    public void A_hash_says_how_it_was_made_has_its_own_salt_and_takes_nothing_but_its_password()
    {
        var hasher = new Argon2Hasher(Cheap);
        var (one, other) = (hasher.HashPassword(Someone, TestPortal.Password), hasher.HashPassword(Someone, TestPortal.Password));
        one.ShouldStartWith("$argon2id$v=19$m=64,t=1,p=1$");
        one.ShouldNotBe(other);
        hasher.VerifyHashedPassword(Someone, one, TestPortal.Password).ShouldBe(PasswordVerificationResult.Success);
        hasher.VerifyHashedPassword(Someone, one, TestPortal.Password + " ").ShouldBe(PasswordVerificationResult.Failed);
    }

    [Fact]
    public void The_declared_cost_is_at_least_what_OWASP_asks_and_a_dearer_one_takes_hashes_over()
    {
        var declared = CatalogueFiles.Load(HealthWarehouse.Tests.Repo.File("catalogue")).Access.Hashing;
        (declared.MemoryKib >= 19 * 1024 && declared.Passes >= 2).ShouldBeTrue();
        new Argon2Hasher(Cheap with { Passes = 2 }).VerifyHashedPassword(Someone, new Argon2Hasher(Cheap).HashPassword(Someone, "x"), "x")
            .ShouldBe(PasswordVerificationResult.SuccessRehashNeeded);
    }

    [Fact]
    public async Task A_hash_of_before_still_opens_and_is_made_anew_at_that_sign_in()
    {
        await using var portal = await TestPortal.Open(("cu", "specialist", null));
        await portal.House.Operations.ExecuteText("update account set password_hash = $hash",
            new { hash = new PasswordHasher<Account>().HashPassword(Someone, TestPortal.Password) });

        using var client = await portal.Person("cu");

        (await portal.House.Operations.QueryText<string>("select password_hash from account")).Single().ShouldStartWith("$argon2id$");
        using var again = await portal.Person("cu");
    }

    [Fact]
    public async Task Who_administers_changes_every_two_months_others_every_six_and_is_told_before()
    {
        var clock = new HandClock();
        await using var portal =
            await TestPortal.Open(clock, null, ("quan-tri", "administrator", null), ("chuyen-vien", "specialist", null));
        var begun = clock.Now;

        (await After(40, "quan-tri", steps: true)).ShouldBe((false, false));
        (await After(47, "quan-tri", steps: true)).ShouldBe((true, false));
        (await After(61, "quan-tri", steps: true)).ShouldBe((true, true));
        (await After(61, "chuyen-vien", steps: false)).ShouldBe((false, false));
        (await After(170, "chuyen-vien", steps: false)).ShouldBe((true, false));
        (await After(181, "chuyen-vien", steps: false)).ShouldBe((true, true));

        async Task<(bool Told, bool Must)> After(int days, string user, bool steps)
        {
            clock.Now = begun.AddDays(days);
            using var client = steps ? await portal.PersonInTwoSteps(user) : await portal.Person(user);
            var own = await client.GetStringAsync("/tai-khoan");
            using var first = await client.GetAsync("/");
            own.ShouldContain("Mật khẩu dùng đến");
            return (own.Contains("<div class=\"alert alert-warning d-print-none\"", StringComparison.Ordinal),
                first.Headers.Location?.OriginalString.StartsWith("/tai-khoan/mat-khau", StringComparison.Ordinal) is true);
        }
    }

    [Fact]
    public async Task A_password_of_before_does_not_come_back_and_changing_it_ends_other_sessions()
    {
        await using var portal = await TestPortal.Open(("nguoi", "specialist", null));
        using var client = await portal.Person("nguoi");
        using var elsewhere = await portal.Person("nguoi");
        (await Change(TestPortal.Password, TestPortal.Password)).ShouldContain("không được trùng");
        (await Change(TestPortal.Password, "ngắn")).ShouldContain("ít nhất 14");
        (await Change(TestPortal.Password, "Mot-mat-khau-khac-2")).ShouldBe("");
        (await Change("Mot-mat-khau-khac-2", TestPortal.Password)).ShouldContain("không được trùng");
        (await elsewhere.GetAsync("/tai-khoan")).Headers.Location!.OriginalString.ShouldContain("/dang-nhap");

        async Task<string> Change(string present, string next)
        {
            using var answer = await TestPortal.Post(client, "/tai-khoan/mat-khau", "password",
                new() { ["Asked.Present"] = present, ["Asked.Next"] = next, ["Asked.Again"] = next });
            return answer.StatusCode is HttpStatusCode.Redirect ? "" : await answer.Words();
        }
    }
}
