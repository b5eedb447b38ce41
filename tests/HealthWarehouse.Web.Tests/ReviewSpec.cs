namespace HealthWarehouse.Web.Tests;

/// <summary>
/// The review of all rights every six months (TCVN 14423:2026, A1–A2): due, decided grant by grant, signed, and never of one's own.
/// </summary>
public sealed class ReviewSpec
{
    private const string Page = "/quan-tri/ra-soat", Sign = "/quan-tri/ra-soat/ky";

    [Fact]
    public async Task A_review_keeps_or_ends_every_grant_with_who_when_and_why()
    {
        var clock = new HandClock();
        await using var portal = await TestPortal.Open(clock, null, ("quan-tri", "administrator", null),
            ("quan-tri-2", "administrator", null), ("an", "specialist", null), ("binh", "leader", null));
        var ids = (await portal.House.Operations.QueryText<string>("select account || '=' || id from account_grant"))
            .Select(x => x.Split('=')).ToDictionary(x => x[0], x => x[1]);
        using (var early = await portal.PersonInTwoSteps("quan-tri"))
        {
            var page = await early.GetStringAsync(Page);
            page.ShouldContain("Hạn rà soát tiếp theo");
            page.ShouldNotContain("Quá hạn");
        }

        clock.Now = clock.Now.AddMonths(6).AddDays(2);
        await Renew("quan-tri", "quan-tri-2");
        using var one = await portal.PersonInTwoSteps("quan-tri");
        (await one.GetStringAsync(Page)).ShouldContain("Quá hạn rà soát: 4/4 quyền");
        (await one.GetStringAsync("/quan-tri/tai-khoan")).ShouldContain("Quá hạn rà soát: 4/4 quyền");

        (await one.Submit(Page, Sign, ($"d.{ids["an"]}", "keep"), ("note", ""))).Problem()!.ShouldContain("kết luận");
        (await one.Submit(Page, Sign, ("note", "Đã xem"))).Problem()!.ShouldContain("Chưa quyết định");
        (await one.Submit(Page, Sign, ($"d.{ids["binh"]}", "end"), ("note", "Đã xem"))).Problem()!.ShouldContain("lý do");
        (await one.Submit(Page, Sign, ($"d.{ids["quan-tri"]}", "keep"), ("note", "Đã xem"))).Problem()!.ShouldContain("chính mình");
        (await portal.House.Operations.QueryText<long>("select count(*) from access_review")).ShouldBe([0]);

        (await one.Submit(Page, Sign, ($"d.{ids["an"]}", "keep"), ($"d.{ids["binh"]}", "end"), ($"r.{ids["binh"]}", "Đã chuyển đơn vị"),
            ($"d.{ids["quan-tri-2"]}", "keep"), ("note", "Rà soát quý"))).Problem().ShouldBeNull();

        (await portal.House.Operations.QueryText<string>(
            "select by_account || ' ' || grants || ' ' || ended || ' ' || note from access_review")).ShouldBe(["quan-tri 3 1 Rà soát quý"]);
        (await portal.House.Operations.QueryText<string>("select account || ' ' || decision || ' ' || coalesce(reason, '') " +
            "from access_review_line order by account")).ShouldBe(["an keep ", "binh end Đã chuyển đơn vị", "quan-tri-2 keep "]);
        (await portal.House.Operations.QueryText<string>("select action || ' ' || coalesce(detail, '') from audit " +
            "where account = 'quan-tri' and action in ('access-review', 'grant-end')"))
                .ShouldBe(["access-review 3 quyền, thôi 1", $"grant-end {ids["binh"]}"]);
        var after = await one.GetStringAsync(Page);
        after.ShouldContain("Quá hạn rà soát: 1/3 quyền", customMessage: "one's own stays due");
        after.ShouldContain("quản trị khác rà soát");
        after.ShouldNotContain($"d.{ids["quan-tri"]}");

        using var two = await portal.PersonInTwoSteps("quan-tri-2");
        (await two.Submit(Page, Sign, ($"d.{ids["quan-tri"]}", "keep"), ("note", "Rà soát quản trị"))).Problem().ShouldBeNull();
        (await two.GetStringAsync(Page)).ShouldContain("Hạn rà soát tiếp theo");

        // Six months on their passwords have run out too; that is not what is looked at here.
        async Task Renew(params string[] users)
        {
            foreach (var user in users) await portal.House.Operations.ExecuteText("update account set password_at = $at, disabled_at = " +
                "null where user_name = $user",
                    new { at = clock.Now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + "+00:00", user });
        }
    }
}
