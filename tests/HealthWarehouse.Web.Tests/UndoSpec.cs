using System.Net;
using System.Text.RegularExpressions;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Web.Access;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using AccountOf = HealthWarehouse.Web.Accounts.Account;

namespace HealthWarehouse.Web.Tests;

/// <summary>What a person does can be taken back for ten seconds, or is final for a reason: catalogue/undo.yaml says which.</summary>
public sealed partial class UndoSpec(Browser browser) : IClassFixture<Browser>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Something a person does by a form, and what of it can be seen.</summary>
    private sealed record Act(string Route, string User, string Page, string Action, (string, string)[] Fields, Func<Task<string>> Seen);

    [Fact]
    public async Task Every_route_a_form_is_posted_to_is_undoable_or_final()
    {
        await using var portal = await TestPortal.Open();
        var declared = portal.House.Catalogue.Undo;
        var all = portal.Routes.Where(r => !new Microsoft.AspNetCore.Http.PathString(AccessTable.PathOf(r)).IsForSystems())
            .Select(r => (Path: AccessTable.PathOf(r), Methods: AccessTable.MethodsOf(r))).ToArray();
        var classed = declared.Undoable.Select(u => u.At).Concat(declared.Final.SelectMany(f => f.At)).ToArray();

        all.Where(r => r.Methods is ["POST"]).Select(r => r.Path).Except(classed)
            .ShouldBeEmpty("say in undo.yaml what the next page says, or why nothing is taken back");
        classed.Except(all.Where(r => r.Methods.Contains("POST")).Select(r => r.Path)).ShouldBeEmpty("no such route");
        declared.Final.ShouldAllBe(f => f.Why.Length > 20);
        declared.Seconds.ShouldBe(10);
    }

    [Fact]
    public async Task Whatever_is_undoable_is_as_before_when_it_was_undone_and_both_are_audited()
    {
        await using var portal = await TestPortal.OpenWithMimic(("du-lieu", "steward", null), ("he-thong", "administrator", null),
            ("bao-ve", "privacy-officer", null), ("moi", "outside-reader", null), ("hai-vai", "specialist", null));
        var house = portal.House;
        await house.Senders.Add("his", "Phần mềm của cơ sở", "99001");
        await house.Senders.Add("cu", "Phần mềm cũ", "99001");
        await portal.Service<Rooms.SenderShapes.SenderLogins>().Give("his", "hanoi", "bv_his", "khoyte", null, Stop);
        await portal.Service<Collect.SenderDesk>().Revoke("cu", "Thôi gửi", Viewer.House, Stop);
        await portal.Service<Grants>().Give(new("hai-vai", "leader", "QĐ 1"), Viewer.House, Stop);
        await portal.Service<Grants>().Give(new(Grants.OfSystem("his"), "system", "QĐ 2"), Viewer.House, Stop);
        var (key, older) = (await Passkey(portal, "du-lieu"), await Envelopes.Overruled(portal));
        var grant = (await house.Operations.QueryText<string>("select id from account_grant where account = 'moi'"))[0];
        var system = (await house.Operations.QueryText<string>("select id from account_grant where account = 'system:his'"))[0];
        var specialist = (await house.Operations.QueryText<string>(
            "select id from account_grant where account = 'hai-vai' and role = 'specialist'"))[0];
        const string Mine = "/quan-tri/tai-khoan/moi", His = "/quan-tri/noi-gui/his", Feedback = "/tro-giup?trang=/gui";
        var question = "so-lieu?measure=encounters&period=2026";
        (string, string)[] board = [("lines", "1"), ("title", "Thử"), ("measure0", "deaths"), ("kind0", "Number"), ("width0", "6")];

        Act[] acts =
        [
            new("/tai-khoan/lien-he", "du-lieu", "/tai-khoan", "/tai-khoan/lien-he", [("email", "a@b.vn"), ("phone", "0123")],
                Rows("select coalesce(email, '') || coalesce(phone_number, '') from account order by user_name")),
            new("/tai-khoan/co-chu", "du-lieu", "/tai-khoan", "/tai-khoan/co-chu", [("size", "130"), ("trang", "/tai-khoan")],
                Rows("select letters from account order by user_name")),
            new("/tai-khoan/khoa/ten", "du-lieu", "/tai-khoan", "/tai-khoan/khoa/ten", [("id", key), ("name", "Máy khác")],
                async () => string.Join(';', (await Names(portal, "du-lieu")))),
            new("/tai-khoan/vai-tro", "hai-vai", "/tai-khoan", "/tai-khoan/vai-tro", [("grant", specialist)],
                Rows("select coalesce(g.role, 'leader') from account_session s left join account_grant g on g.id = s.grant_id "
                    + "where s.account = 'hai-vai' and s.ended_at is null")),
            new("/tro-giup/gop-y", "du-lieu", Feedback, "/tro-giup/gop-y", [("trang", "/gui"), ("words", "Chữ nhỏ")],
                Rows("select words from feedback")),
            new("/so-lieu/luu", "du-lieu", $"/{question}", "/so-lieu/luu", [("path", question), ("name", "Khám")], Views),
            new("/bang-soan/luu", "du-lieu", "/bang-soan", "/bang-soan/luu", board, Boards),
            new("/tiep-nhan/{id}/dung-ban", "du-lieu", $"/tiep-nhan/{older}", $"/tiep-nhan/{older}/dung-ban",
                [("record", "1"), ("reason", "Đúng theo bệnh án giấy")], async () =>
                {
                    await portal.Loaded();
                    return string.Join(';', await house.Warehouse.QueryText<string>(
                        "select outcome_code from core.encounter where episode_code = 'V1' and known_to is null"));
                }),
            new("/quan-tri/tai-khoan/{user}/cap-quyen", "he-thong", Mine, $"{Mine}/cap-quyen",
                [("role", "leader"), ("data", "Aggregate"), ("reason", "QĐ 3")], Given),
            new("/quan-tri/tai-khoan/{user}/cap-quyen", "he-thong", Mine, $"{Mine}/cap-quyen",
                [("role", "specialist"), ("data", "Pseudonymous"), ("reason", "QĐ 4")], Given),
            new("/quan-tri/tai-khoan/{user}/thoi-quyen", "he-thong", Mine, $"{Mine}/thoi-quyen", [("grant", grant)], Given),
            new("/quan-tri/tai-khoan/{user}/ngung", "he-thong", Mine, $"{Mine}/ngung", [("why", "Nghỉ phép")], Standing),
            new("/quan-tri/noi-gui/{code}/sua", "he-thong", His, $"{His}/sua", [("name", "Tên khác"), ("facilities", "99002")], Senders),
            new("/quan-tri/noi-gui/{code}/phuong-thuc", "he-thong", His, $"{His}/phuong-thuc", [("method", "PublicKey")], Senders),
            new("/quan-tri/noi-gui/{code}/mo-lai", "he-thong", "/quan-tri/noi-gui/cu", "/quan-tri/noi-gui/cu/mo-lai", [], Senders),
            new("/quan-tri/noi-gui/{code}/cap-quyen", "he-thong", "/quan-tri/noi-gui/cu", "/quan-tri/noi-gui/cu/cap-quyen",
                [("data", "Aggregate"), ("reason", "QĐ 5")], Given),
            new("/quan-tri/noi-gui/{code}/thoi-quyen", "he-thong", His, $"{His}/thoi-quyen", [("grant", system)], Given),
            new("/quan-tri/noi-gui/{code}/kieu-cu/bat-tat", "he-thong", $"{His}/kieu-cu", $"{His}/kieu-cu/bat-tat",
                [("shape", "hanoi"), ("on", "false")], Rows("select case when active then 'on' else 'off' end from sender_login")),
            new("/bao-mat/huy-khoa/giu", "bao-ve", "/bao-mat/huy-khoa", "/bao-mat/huy-khoa/giu",
                [("facility", "99001"), ("reason", "Thanh tra"), ("act", "QĐ 16")],
                Rows("select id from legal_hold where lifted_at is null")),
        ];
        var people = new Dictionary<string, HttpClient>();
        foreach (var user in acts.Select(a => a.User).Distinct()) people[user] = await portal.PersonInTwoSteps(user);
        foreach (var act in acts) await DoAndUndo(act);

        // What can only be done after something else was.
        (await people["du-lieu"].Submit($"/{question}", "/so-lieu/luu", ("path", question), ("name", "Khám"))).Problem().ShouldBeNull();
        var view = (await house.Operations.QueryText<string>("select id from saved_view"))[0];
        await DoAndUndo(new("/so-lieu/xoa/{id}", "du-lieu", "/so-lieu", $"/so-lieu/xoa/{view}", [], Views));
        (await people["du-lieu"].Submit("/bang-soan", "/bang-soan/luu", board)).Problem().ShouldBeNull();
        await DoAndUndo(new("/bang-soan/xoa/{code}", "du-lieu", "/bang/thu", "/bang-soan/xoa/thu", [], Boards));
        await DoAndUndo(new("/bang-soan/luu", "du-lieu", "/bang-soan?code=thu&sua=true", "/bang-soan/luu",
            [("code", "thu"), ("from", "thu"), .. board.Where(f => f.Item1 != "title"), ("title", "Tên mới")], Boards));
        (await people["he-thong"].Submit(Mine, $"{Mine}/ngung", ("why", "Nghỉ phép"))).Problem().ShouldBeNull();
        await DoAndUndo(new("/quan-tri/tai-khoan/{user}/mo-lai", "he-thong", Mine, $"{Mine}/mo-lai", [], Standing));

        (await house.Operations.QueryText<string>("select distinct object_id from audit where action = 'undo'"))
            .ShouldBe(house.Catalogue.Undo.Undoable.Select(u => u.At), ignoreOrder: true);

        async Task DoAndUndo(Act act)
        {
            var (client, before, rows) = (people[act.User], await act.Seen(), await Audited(act.User));
            using var done = await client.Submit(act.Page, act.Action, act.Fields);
            done.Problem().ShouldBeNull(act.Action);
            done.Headers.Location!.OriginalString.ShouldNotMatch("khong-duoc-phep|dang-nhap", act.Action);
            var after = await act.Seen();
            after.ShouldNotBe(before, act.Action);
            (await Audited(act.User)).ShouldBeGreaterThan(rows);

            var page = await client.GetStringAsync(act.Page == $"/bang/thu" ? "/bang" : act.Page, Stop);
            var offer = Offer().Match(page);
            offer.Success.ShouldBeTrue($"{act.Action}: nothing is offered");
            rows = await Audited(act.User);
            using var undone = await client.Submit("/tai-khoan", "/hoan-tac", ("id", offer.Groups[1].Value), ("trang", "/tai-khoan"));
            undone.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            WebUtility.HtmlDecode(await client.GetStringAsync("/tai-khoan", Stop)).ShouldContain("Đã hoàn tác.", customMessage: act.Action);
            (await act.Seen()).ShouldBe(before, act.Action);
            (await Audited(act.User)).ShouldBeGreaterThan(rows, act.Action);
        }

        Func<Task<string>> Rows(string sql) => async () => string.Join(';', await house.Operations.QueryText<string>(sql));
        Task<string> Views() => Rows("select name || path || shared from saved_view")();
        Task<string> Boards() => Task.FromResult(string.Join(';', house.Catalogue.Dashboards.OrderBy(d => d.Key)
            .Select(d => $"{d.Key}={d.Value.Title}")));
        Task<string> Standing() => Rows("select coalesce(disabled_why, 'in use') from account where user_name = 'moi'")();
        Task<string> Senders() => Rows(
            "select code || name || facilities || methods || case when active then 'on' else 'off' end from sender order by code")();
        Task<string> Given() => Rows("select account || role || data from account_grant where valid_to is null union all "
            + "select account || detail from approval where state = 'asked' order by 1")();
        async Task<long> Audited(string user) =>
            (await house.Operations.QueryText<long>("select count(*) from audit where account = $user", new { user }, Stop))[0];
    }

    [Fact]
    public async Task Only_who_did_it_undoes_it_once_and_in_time()
    {
        var clock = new MovingClock();
        await using var portal = await TestPortal.At(clock, ("an", "specialist", null), ("binh", "specialist", null));
        using var an = await portal.Person("an");
        using var binh = await portal.Person("binh");
        var id = await Change("an@b.vn");

        (await binh.GetStringAsync("/tai-khoan", Stop)).ShouldNotContain("hoan-tac");
        await Undo(binh, id);
        (await Mail()).ShouldBe("an@b.vn", "binh did not do it");
        await Undo(an, id);
        (await Mail()).ShouldBeNull();
        id = await Change("an2@b.vn");
        clock.Move(TimeSpan.FromSeconds(11));
        (await an.GetStringAsync("/tai-khoan", Stop)).ShouldNotContain("hoan-tac", customMessage: "offered for ten seconds");
        clock.Move(TimeSpan.FromMinutes(1));
        await Undo(an, id);
        (await Mail()).ShouldBe("an2@b.vn", "too late");
        WebUtility.HtmlDecode(await an.GetStringAsync("/tai-khoan", Stop)).ShouldContain("Đã quá thời gian hoàn tác");

        id = await Change("an3@b.vn");
        await Undo(an, "cu");
        (await an.GetStringAsync("/tai-khoan", Stop)).ShouldContain(id, customMessage: "a wrong name wipes no offer");
        await Undo(an, id);
        await Undo(an, id);
        (await Mail()).ShouldBe("an2@b.vn");
        WebUtility.HtmlDecode(await an.GetStringAsync("/tai-khoan", Stop)).ShouldContain("Không còn gì để hoàn tác");

        async Task<string> Change(string mail)
        {
            (await an.Submit("/tai-khoan", "/tai-khoan/lien-he", ("email", mail))).Problem().ShouldBeNull();
            return Offer().Match(await an.GetStringAsync("/tai-khoan", Stop)).Groups[1].Value;
        }

        static Task<HttpResponseMessage> Undo(HttpClient who, string id) =>
            who.Submit("/tai-khoan", "/hoan-tac", ("id", id), ("trang", "/"));

        async Task<string?> Mail() =>
            (await portal.House.Operations.QueryText<string?>("select email from account where user_name = 'an'"))[0];
    }

    [Fact]
    public async Task What_was_done_after_is_never_broken_by_taking_back_what_was_done_before()
    {
        await using var portal = await TestPortal.Open(("mot", "administrator", null), ("hai", "administrator", null),
            ("moi", "outside-reader", null), ("cu", "outside-reader", null));
        using var one = await portal.PersonInTwoSteps("mot");
        using var other = await portal.PersonInTwoSteps("hai");
        const string New = "/quan-tri/tai-khoan/moi", Old = "/quan-tri/tai-khoan/cu";

        var id = await Do(one, New, $"{New}/ngung", ("why", "Nghỉ phép"));
        (await one.Submit(New, $"{New}/nghi-viec", ("why", "Nghỉ việc"))).Problem().ShouldBeNull();
        (await one.GetStringAsync(New, Stop)).ShouldNotContain("action=\"hoan-tac\"", customMessage: "who leaves has left");
        (await Undo(one, id)).ShouldContain("Không còn gì để hoàn tác");
        (await Seen("moi")).ShouldBe("Nghỉ việc");

        id = await Do(one, Old, $"{Old}/thoi-quyen", ("grant",
            (await portal.House.Operations.QueryText<string>("select id from account_grant where account = 'cu'"))[0]));
        (await other.Submit(Old, $"{Old}/nghi-viec", ("why", "Chuyển đi"))).Problem().ShouldBeNull();
        (await Undo(one, id)).ShouldContain("Đã có thay đổi khác sau đó nên không hoàn tác được.");
        (await portal.House.Operations.QueryText<string>("select id from account_grant where account = 'cu' and valid_to is null"))
            .ShouldBeEmpty("who has left has no right");

        id = await Do(one, Old, $"{Old}/mo-lai");
        (await other.Submit(Old, $"{Old}/ngung", ("why", "Chưa rõ là ai"))).Problem().ShouldBeNull();
        (await Undo(one, id)).ShouldContain("Đã có thay đổi khác sau đó");
        (await Seen("cu")).ShouldBe("Chưa rõ là ai");

        static async Task<string> Do(HttpClient who, string page, string action, params (string, string)[] fields)
        {
            (await who.Submit(page, action, fields)).Problem().ShouldBeNull(action);
            var offer = Offer().Match(await who.GetStringAsync(page, Stop));
            offer.Success.ShouldBeTrue(action);
            return offer.Groups[1].Value;
        }

        static async Task<string> Undo(HttpClient who, string id)
        {
            using var done = await who.Submit("/tai-khoan", "/hoan-tac", ("id", id), ("trang", "/tai-khoan"));
            return WebUtility.HtmlDecode(await who.GetStringAsync("/tai-khoan", Stop));
        }

        async Task<string> Seen(string user) => (await portal.House.Operations.QueryText<string>(
            "select coalesce(disabled_why, 'in use') from account where user_name = $user", new { user }, Stop))[0];
    }

    [Theory, InlineData(1440, true), InlineData(360, true), InlineData(1440, false)]
    public async Task The_offer_is_first_for_the_keyboard_and_goes_after_its_seconds_and_needs_no_script(int width, bool scripts)
    {
        await using var portal = await TestPortal.Open(("an", "specialist", null));
        var page = await browser.SignIn(portal, "an", width, scripts);
        await page.GotoAsync("/tai-khoan");
        await page.FillAsync("#email", "an@b.vn");
        await page.ClickAsync("form[action='tai-khoan/lien-he'] button");
        var offer = page.Locator(".undo");
        await Assertions.Expect(offer).ToContainTextAsync("Đã ghi thư điện tử, điện thoại.");
        if (scripts) (await Axe.Faults(page)).ShouldBeEmpty();
        if (scripts && width > 400) await page.Keyboard.PressAsync("Control+z");
        else
        {
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Tab");
            (await page.EvaluateAsync<string>("document.activeElement.textContent")).Trim().ShouldBe("Hoàn tác");
            await page.Keyboard.PressAsync("Enter");
        }
        await Assertions.Expect(offer).ToContainTextAsync("Đã hoàn tác.");
        (await page.InputValueAsync("#email")).ShouldBe("");
        if (scripts) await Assertions.Expect(offer).ToHaveCountAsync(0, new() { Timeout = 30_000 });
    }

    private static async Task<string> Passkey(TestPortal portal, string user)
    {
        using var scope = portal.Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AccountOf>>();
        var key = new UserPasskeyInfo([1, 2, 3], [4], DateTimeOffset.UtcNow, 0, null, true, false, false, [5], [6]) { Name = "Máy này" };
        (await users.AddOrUpdatePasskeyAsync((await users.FindByNameAsync(user))!, key)).Succeeded.ShouldBeTrue();
        return HealthWarehouse.Web.Accounts.Passkeys.IdOf(key);
    }

    private static async Task<string?[]> Names(TestPortal portal, string user)
    {
        using var scope = portal.Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AccountOf>>();
        return [.. (await users.GetPasskeysAsync((await users.FindByNameAsync(user))!)).Select(k => k.Name)];
    }

    [GeneratedRegex("action=\"hoan-tac\".*?name=\"id\" value=\"([0-9a-f]+)\"", RegexOptions.Singleline)]
    private static partial Regex Offer();
}
