using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>
/// No administrator comes near to persons alone: neither by a puppet nor by somebody else's account. What two people decided the
/// data-protection officer sees at once and may take back.
/// </summary>
public sealed class TwoPeopleSpec
{
    private const string Page = "/quan-tri/duyet", Decide = "/quan-tri/duyet/quyet-dinh", Own = "Mat-khau-cua-rieng-toi-7",
        Other = "Mat-khau-chi-minh-biet-8";

    public static TheoryData<bool> Engines() => [false, true];

    [Theory, MemberData(nameof(Engines))]
    public async Task An_administrator_alone_makes_no_puppet_that_sees_persons(bool onServer)
    {
        await using var house = await Open(onServer);
        var portal = house.Portal;
        using var admin = await portal.PersonInTwoSteps("quan-tri");
        (await admin.Submit("/quan-tri/tai-khoan", "/quan-tri/tai-khoan/them", ("user", "con-roi"), ("name", "Con Rối"))).Problem()
            .ShouldBeNull();

        foreach (var (role, data) in new[] { ("specialist", "Identified"), ("specialist", "Pseudonymous"), ("leader", "Pseudonymous"),
            ("privacy-officer", "None"), ("administrator", ""), ("security-officer", "") })
            (await Ask(admin, "con-roi", "cap-quyen", ("role", role), ("data", data), ("reason", "QĐ 1")))
                .ShouldEndWith("?cho=duyet", customMessage: role);
        (await Ask(admin, "con-roi", "cap-quyen", ("role", "specialist"), ("compartments", "hiv"), ("reason", "QĐ 1")))
            .ShouldEndWith("?cho=duyet");
        (await portal.House.Operations.QueryText<long>("select count(*) from account_grant where account = 'con-roi'")).ShouldBe([0]);
        foreach (var id in await portal.House.Operations.QueryText<string>("select id from approval"))
            (await admin.Submit(Page, Decide, ("id", id), ("approve", "true"))).Problem()!.ShouldContain("người khác");
        (await portal.House.Operations.QueryText<long>("select count(*) from account_grant where account = 'con-roi'")).ShouldBe([0]);
        await Should.ThrowAsync<RefusedException>(() =>
            portal.Service<Grants>().Give(new("con-roi", "specialist", "thẳng"), new("quan-tri", "", "administrator", [])));

        (await Ask(admin, "con-roi", "cap-quyen", ("role", "specialist"), ("data", "Aggregate"), ("reason", "QĐ 1")))
            .ShouldNotContain("cho=duyet", customMessage: "figures are for one person to give");
        var code = await Code(admin, await Ask(admin, "con-roi", "dat-lai"));
        using var puppet = portal.Anonymous();
        (await Redeem(puppet, "con-roi", code)).ShouldBe(HttpStatusCode.Redirect);
        (await puppet.GetAsync("/ho-so/1?purpose=quality")).Headers.Location!.OriginalString.ShouldContain("khong-duoc-phep");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Whoever_comes_to_power_begins_anew_with_a_code_only_the_approver_was_shown(bool onServer)
    {
        await using var house = await Open(onServer);
        var portal = house.Portal;
        using var admin = await portal.PersonInTwoSteps("quan-tri");
        using var second = await portal.PersonInTwoSteps("quan-tri-2");
        await admin.Submit("/quan-tri/tai-khoan", "/quan-tri/tai-khoan/them", ("user", "con-roi"), ("name", "Con Rối"));
        using var puppet = portal.Anonymous();
        await Redeem(puppet, "con-roi", await Code(admin, await Ask(admin, "con-roi", "dat-lai")));
        await Ask(admin, "con-roi", "cap-quyen", ("role", "specialist"), ("reason", "QĐ 1"));

        var shown = await second.Submit(Page, Decide, ("id", await Newest(portal)), ("approve", "true"));
        var code = await Code(second, shown.Headers.Location!.OriginalString);

        (await puppet.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect,
            "what the administrator set opens nothing any more");
        (await SignIn(portal, "con-roi", Own)).ShouldBe(HttpStatusCode.OK);
        (await admin.GetStringAsync("/quan-tri/tai-khoan/con-roi")).ShouldNotContain(code);
        using var owner = portal.Anonymous();
        (await Redeem(owner, "con-roi", code, "yeu")).ShouldBe(HttpStatusCode.OK, "a weak password does not use the code up");
        (await Redeem(owner, "con-roi", code, Other)).ShouldBe(HttpStatusCode.Redirect);
        (await owner.GetStringAsync("/tai-khoan/hai-buoc")).ShouldNotContain("id=\"ticket\"", customMessage: "the code was the ticket");
        (await Redeem(owner, "con-roi", code, "Them-mot-mat-khau-9")).ShouldBe(HttpStatusCode.OK, "good once");
        (await SignIn(portal, "con-roi", Other)).ShouldBe(HttpStatusCode.Redirect);
        (await portal.House.Operations.QueryText<string>(
            "select granted_by || ' ' || approved_by from account_grant where account = 'con-roi'")).ShouldBe(["quan-tri quan-tri-2"]);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_account_that_sees_persons_is_not_opened_by_an_administrator_alone(bool onServer)
    {
        await using var house = await Open(onServer);
        var portal = house.Portal;
        using var admin = await portal.PersonInTwoSteps("quan-tri");
        using var doctor = await portal.Person("bac-si");
        foreach (var (action, fields) in new (string, (string, string)[])[] { ("dat-lai", []), ("dat-lai", [("steps", "true")]),
            ("ma-buoc-hai", []), ("sso", [("subject", "cua-quan-tri")]) })
        {
            (await admin.Submit("/quan-tri/tai-khoan/bac-si", $"/quan-tri/tai-khoan/bac-si/{action}", fields))
                .Problem()!.ShouldContain("lý do");
            (await Ask(admin, "BAC-SI", action, [.. fields, ("reason", "quên mật khẩu")]))
                .ShouldEndWith("?cho=duyet", customMessage: action);
        }
        (await doctor.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await portal.House.Operations.QueryText<long>(
            "select (select count(*) from account_login) + (select count(*) from account_ticket)")).ShouldBe([0]);

        using var officer = await portal.PersonInTwoSteps("bao-ve");
        (await Ask(admin, "bac-si", "dat-lai", ("reason", "mất máy"), ("steps", "true"))).ShouldEndWith("?cho=duyet");
        var shown = await officer.Submit(Page, Decide, ("id", await Newest(portal)), ("approve", "true"));
        var code = await Code(officer, shown.Headers.Location!.OriginalString);
        (await doctor.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var owner = portal.Anonymous();
        (await Redeem(owner, "bac-si", code)).ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Nobody_approves_what_they_asked_or_what_concerns_them_nor_in_one_step_nor_twice_nor_late(bool onServer)
    {
        var clock = new HandClock();
        await using var house = await Open(onServer, clock);
        var portal = house.Portal;
        using var admin = await portal.PersonInTwoSteps("quan-tri");
        using var second = await portal.PersonInTwoSteps("quan-tri-2");
        using var weak = await portal.Person("bao-ve-2");
        using var officer = await portal.PersonInTwoSteps("bao-ve");
        (await Ask(admin, "quan-tri", "dat-lai", ("reason", "của mình"))).ShouldContain("loi=");
        await Ask(admin, "bao-ve", "cap-quyen", ("role", "specialist"), ("reason", "QĐ 1"));
        var id = await Newest(portal);

        (await Approve(admin, id)).ShouldContain("người khác");
        (await Approve(officer, id)).ShouldContain("chính mình");
        (await Approve(weak, id)).ShouldContain("hai bước");
        (await second.Submit(Page, Decide, ("id", id), ("approve", "false"))).Problem()!.ShouldContain("lý do");
        (await Approve(second, id)).ShouldBe("");
        (await Approve(second, id)).ShouldContain("đã được quyết định");
        await Ask(admin, "bac-si", "dat-lai", ("reason", "quên"));
        clock.Now += TimeSpan.FromDays(Gate.Declared.TwoPeople.Days) + TimeSpan.FromSeconds(1);
        using var later = await portal.PersonInTwoSteps("quan-tri-2");
        (await Approve(later, await Newest(portal))).ShouldContain("quá");

        async Task<string> Approve(HttpClient person, string request) =>
            (await person.Submit(Page, Decide, ("id", request), ("approve", "true"))).Problem() ?? "";
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_officer_is_told_at_once_and_takes_back_what_two_others_decided(bool onServer)
    {
        await using var house = await Open(onServer);
        var portal = house.Portal;
        using var admin = await portal.PersonInTwoSteps("quan-tri");
        using var second = await portal.PersonInTwoSteps("quan-tri-2");
        using var officer = await portal.PersonInTwoSteps("bao-ve");
        await Ask(admin, "xem-so", "cap-quyen", ("role", "specialist"), ("compartments", "hiv"), ("reason", "QĐ 1"));
        var id = await Newest(portal);
        await second.Submit(Page, Decide, ("id", id), ("approve", "true"));

        (await officer.GetStringAsync("/bao-mat")).ShouldContain("Quyền mới duyệt chưa xem: 1");
        (await officer.GetStringAsync(Page)).ShouldContain("HIV");
        (await officer.GetStringAsync("/bao-mat")).ShouldContain("Quyền mới duyệt chưa xem: 0");
        (await second.Submit(Page, "/quan-tri/duyet/thu-hoi", ("id", id),
            ("why", "không phải việc của quản trị"))).Headers.Location!.OriginalString.ShouldContain("khong-duoc-phep");
        (await officer.Submit(Page, "/quan-tri/duyet/thu-hoi", ("id", id))).Problem()!.ShouldContain("lý do");
        (await officer.Submit(Page, "/quan-tri/duyet/thu-hoi", ("id", id), ("why", "Không đúng việc"))).Problem().ShouldBeNull();

        (await portal.Service<Grants>().Today("xem-so")).Select(g => g.Role).ShouldBe(["leader"]);
        (await portal.House.Operations.QueryText<string>("select account || ' ' || action from audit where action like 'approval-%' " +
            "order by seq")).ShouldBe(["quan-tri approval-ask", "quan-tri-2 approval-approve", "bao-ve approval-revoke"]);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_system_that_reads_records_gets_grant_and_secret_by_two_people_and_one_that_reads_figures_by_one(bool onServer)
    {
        await using var house = await Open(onServer);
        var portal = house.Portal;
        await portal.House.Senders.Add("ioc", "Trung tâm điều hành", "*");
        using var admin = await portal.PersonInTwoSteps("quan-tri");
        using var officer = await portal.PersonInTwoSteps("bao-ve");
        (await Post("cap-quyen", ("data", "Aggregate"), ("reason", "CV 12"))).ShouldNotContain("cho=");
        (await Post("bi-mat", ("kind", "Secret"), ("name", "máy 1"))).ShouldContain("?bi-mat=");
        var first = (await portal.House.Credentials.Of("ioc")).First(c => c.Kind == "Secret");
        (await Post("cap-quyen", ("data", "Pseudonymous"), ("reason", "CV 13"))).ShouldEndWith("?cho=duyet");
        (await portal.Service<Grants>().Today(Grants.OfSystem("ioc"))).ShouldHaveSingleItem().Data.ShouldBe("Aggregate");
        (await officer.Submit(Page, Decide, ("id", await Newest(portal)), ("approve", "true"))).Problem().ShouldBeNull();

        (await portal.House.Credentials.Of("ioc"))
            .ShouldAllBe(c => c.EndedAt != null, "whoever comes to power begins anew: a key the administrator holds reads nothing");
        (await Post("bi-mat", ("kind", "Secret"), ("name", "máy của quản trị"))).ShouldEndWith("?cho=duyet");
        (await Post("bi-mat/thay", ("credential", first.Id))).ShouldEndWith("?cho=duyet");
        (await portal.House.Credentials.Of("ioc")).Count(c => c.Kind == "Secret").ShouldBe(1);
        var id = await Newest(portal);
        var shown = await officer.GetStringAsync((await officer.Submit(Page, Decide, ("id", id), ("approve", "true"))).Headers.Location);
        shown.ShouldContain("kyts_");
        (await officer.Submit(Page, "/quan-tri/duyet/thu-hoi", ("id", id), ("why", "thử"))).Problem().ShouldBeNull();
        (await portal.House.Credentials.Of("ioc")).Count(c => c.Kind == "Secret" && c.EndedAt is null).ShouldBe(0);

        async Task<string> Post(string action, params (string, string)[] fields) =>
            (await admin.Submit("/quan-tri/tai-khoan/bac-si", $"/quan-tri/noi-gui/ioc/{action}", fields)).Headers.Location!.OriginalString;
    }

    /// <summary>
    /// The first accounts are made on the machine; from when two people can decide, the machine asks them like everybody.
    /// </summary>
    [Fact]
    public async Task The_command_line_decides_alone_only_before_there_are_two_to_decide()
    {
        await using var portal = await TestPortal.Open();
        var data = portal.House.Settings.Data;
        foreach (var user in new[] { "quan-tri", "bao-ve" })
        {
            var (exit, output, error) = await Typed.Run("user", "add", user, "--name", "Người đầu", "--role",
                user == "quan-tri" ? "administrator" : "privacy-officer", "--data", data);
            exit.ShouldBe(0, error);
            using var owner = portal.Anonymous();
            (await Redeem(owner, user, output.Trim())).ShouldBe(HttpStatusCode.Redirect);
            await portal.SwitchTwoStepsOn(user);
        }
        (await portal.House.Operations.QueryText<string>("select account || ' ' || approved_by from account_grant order by account"))
            .ShouldBe(["bao-ve khoyte", "quan-tri khoyte"]);

        var third = await Typed.Run("user", "add", "con-roi", "--name", "Con Rối", "--role", "specialist", "--data", data);
        (third.Exit, third.Output).ShouldBe((0, ""));
        third.Error.ShouldContain("Chờ một người khác duyệt");
        await portal.House.Senders.Add("ioc", "Trung tâm điều hành", "*");
        (await Typed.Run("sender", "grant", "ioc", "--reason", "thử", "--class", "Pseudonymous", "--data",
            data)).Error.ShouldContain("Chờ một người khác duyệt");
        (await Typed.Run("sender", "grant", "ioc", "--reason", "thử", "--data", data)).ShouldBe((0, "", ""));
        await portal.Service<Grants>()
            .Give(new(Grants.OfSystem("ioc"), "system", "từ trước", Data: HealthWarehouse.Catalogue.DataClass.Pseudonymous), Viewer.House);
        var made = (await portal.House.Credentials.Of("ioc")).Single();
        (await Typed.Run("sender", "credential", "ioc", "--kind", "Secret", "--name", "máy", "--data",
            data)).Error.ShouldContain("Chờ một người khác duyệt");
        (await Typed.Run("sender", "rotate", "ioc", made.Id, "--now", "--data", data)).Error.ShouldContain("Chờ một người khác duyệt");
        (await Typed.Run("sender", "add", "ioc", "--name", "Trung tâm", "--facilities", "*", "--data", data))
            .ShouldSatisfyAllConditions(t => t.Exit.ShouldBe(1), t => t.Output.ShouldBe(""));
        (await portal.House.Credentials.Of("ioc")).ShouldHaveSingleItem().EndedAt.ShouldBeNull();
        foreach (var verb in new[] { "reset", "ticket" })
            (await Typed.Run("user", verb, "quan-tri", "--data", data)).Output.ShouldBe("", verb);
        (await portal.House.Operations.QueryText<long>("select count(*) from account_grant where account = 'con-roi'")).ShouldBe([0]);
        await Decided(portal, "bao-ve",
            (await portal.House.Operations.QueryText<string>("select id from approval where account = 'con-roi'")).Single());
        await portal.Service<AccountLife>().Disable("bao-ve", "thử", Viewer.House);
        var lone = await Typed.Run("user", "add", "con-roi-2", "--name", "Con Rối", "--role", "specialist", "--data", data);
        (lone.Output, lone.Error.Contains("Chờ một người khác duyệt"))
            .ShouldBe(("", true), "disabling the second one does not open the lone way again");
        (await Typed.Run("user", "add", "xem-so", "--name", "Lãnh đạo", "--role", "leader", "--data", data)).Output.Trim()
            .ShouldMatch("^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$");
    }

    /// <summary>The grant came to stand after it was judged that one person may reset: no code is made of it.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task A_code_asked_for_while_the_account_comes_to_power_is_not_given(bool onServer)
    {
        await using var house = await Open(onServer);
        var portal = house.Portal;
        await portal.Service<AccountLife>().Make("con-roi", "Con Rối", null, null, Viewer.House);
        foreach (var kind in new[] { PowerRequest.OfReset })
        {
            await portal.House.Operations.ExecuteText("delete from account_grant where account = 'con-roi'");
            var (holds, asked) = (new TaskCompletionSource(), new TaskCompletionSource());
            var grant = portal.House.Operations.Write(async change =>
            {
                holds.SetResult();
                await asked.Task;
                return await change.ExecuteText(PowerOf("con-roi"));
            });
            await holds.Task;
            var reset = InScope(portal, approvals => approvals.Ask(new(kind, "con-roi", ""), Administrator, default));
            await Task.Delay(300);    // it has judged by now, and waits to write
            asked.SetResult();
            await grant;

            var code = await Try(() => reset);
            (code?.Code).ShouldBeNull(kind);
        }
        (await portal.House.Operations.QueryText<long>("select count(*) from account_ticket")).ShouldBe([0]);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_storm_of_resets_while_a_grant_is_approved_leaves_the_administrator_no_way_in(bool onServer)
    {
        await using var house = await Open(onServer);
        var portal = house.Portal;
        await portal.Service<AccountLife>().Make("con-roi", "Con Rối", null, null, Viewer.House);
        (await InScope(portal, approvals => approvals.Ask(Grant("con-roi"), Administrator, default))).Waits.ShouldBeTrue();
        var (codes, isOver) = (new System.Collections.Concurrent.ConcurrentBag<string>(), false);
        var storm = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref isOver))
                if (await Try(() =>
                    InScope(portal, approvals =>
                    approvals.Ask(new(PowerRequest.OfReset, "con-roi", ""), Administrator, default))) is { Code: { } code })
                    codes.Add(code);
        })).ToArray();
        while (codes.Count < 4) await Task.Delay(10);
        var handed = await Decided(portal, "quan-tri-2", await Newest(portal));
        Volatile.Write(ref isOver, true);
        await Task.WhenAll(storm);

        foreach (var code in codes) (await portal.Service<AccountLife>().Redeem("con-roi", code, Own, null)).ShouldBeFalse();
        (await portal.Service<AccountLife>().Redeem("con-roi", handed!, Own, null)).ShouldBeTrue("the approver's code is good");
    }

    [Fact]
    public async Task Among_nodes_too_one_waits_for_the_other_before_judging()
    {
        await using var house = await Open(onServer: true);
        var portal = house.Portal;
        await portal.Service<AccountLife>().Make("con-roi", "Con Rối", null, null, Viewer.House);
        await portal.Service<Grants>().Today("con-roi");    // known here for some seconds
        Task<PowerOutcome> reset;
        await using (var other = await portal.House.Operations.Open(default))
        await using (var turn = await other.BeginTransactionAsync())
        {
            await Execute(other, turn,
                (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "warehouse/ask/approval/turn.postgresql.sql"))));
            reset = InScope(portal, approvals => approvals.Ask(new(PowerRequest.OfReset, "con-roi", "quên"), Administrator, default));
            await Task.Delay(300);
            await Execute(other, turn, PowerOf("con-roi"));
            await turn.CommitAsync();
        }
        (await reset).ShouldBe(new PowerOutcome(Waits: true));

        static async Task Execute(System.Data.Common.DbConnection db, System.Data.Common.DbTransaction turn, string text)
        {
            await using var command = db.CreateCommand();
            (command.CommandText, command.Transaction) = (text, turn);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>
    /// The connection breaks at each moment of an approval in turn: it was decided and done, told and can be taken back, or it was not
    /// decided.
    /// </summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task An_approver_who_closes_the_connection_leaves_nothing_half_done(bool onServer)
    {
        var clock = new BreakingClock();
        await using var house = await Open(onServer, clock);
        var (portal, done) = (house.Portal, 0);
        for (var moment = 1; moment <= 20; moment++)
        {
            var user = $"con-roi-{moment}";
            await portal.Service<AccountLife>().Make(user, "Con Rối", null, null, Viewer.House);
            await InScope(portal, approvals => approvals.Ask(Grant(user), Administrator, default));
            var id = await Newest(portal);
            using var broken = new CancellationTokenSource();
            clock.BreakAt(moment, broken);
            try
            {
                await Decided(portal, "quan-tri-2", id, broken.Token);
            }
            catch (OperationCanceledException)
            {
                // As the server sees it when the browser goes away.
            }
            var (state, held, told) =
                ((await portal.House.Operations.QueryText<string>("select state from approval where id = $id", new { id })).Single(),
                (await portal.House.Operations.QueryText<long>(
                    "select count(*) from account_grant g join approval a on a.outcome = g.id where a.id = $id", new { id })).Single(),
                (await portal.House.Operations.QueryText<long>("select count(*) from privacy_notice where object = $id", new { id }))
                    .Single());
            (state, held, told).ShouldBe(state == Approval.Approved ? (Approval.Approved, 1, 1) : (Approval.Asked, 0, 0), $"{moment}");
            if (state == Approval.Approved) done++;
            await portal.House.Operations.ExecuteText("update approval set state = 'refused' where state = 'asked'");
        }
        done.ShouldBeGreaterThan(0);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_could_not_be_carried_out_failed_whatever_the_fault_and_an_outcome_nobody_wrote_down_is_taken_back_all_the_same(
        bool onServer)
    {
        await using var house = await Open(onServer);
        var portal = house.Portal;
        await InScope(portal, approvals => approvals.Ask(Grant("xem-so"), Administrator, default));
        var id = await Newest(portal);
        await portal.House.Operations.ExecuteText("create unique index one_each on account_grant (account)");
        await Should.ThrowAsync<Exception>(() => Decided(portal, "quan-tri-2", id));
        (await portal.House.Operations.QueryText<string>("select state from approval")).ShouldBe([Approval.Failed]);
        await portal.House.Operations.ExecuteText("drop index one_each");

        await InScope(portal, approvals => approvals.Ask(Grant("xem-so"), Administrator, default));
        id = await Newest(portal);
        await Decided(portal, "quan-tri-2", id);
        await portal.House.Operations.ExecuteText("update approval set outcome = null");
        var officer = await portal.Service<Grants>().ViewerOf("bao-ve", "", null, twoSteps: true, null);
        await Should.ThrowAsync<RefusedException>(() =>
            InScope(portal, async approvals => { await approvals.Revoke(id, "một bước", officer, inTwoSteps: false, default); return 0; }));
        await InScope(portal, async approvals =>
            { await approvals.Revoke(id, "không đúng việc", officer, inTwoSteps: true, default); return 0; });
        (await portal.Service<Grants>().Today("xem-so")).Select(g => g.Role).ShouldBe(["leader"]);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_flood_neither_hides_what_waits_nor_counts_as_seen_what_was_not_shown(bool onServer)
    {
        const int flood = 205;
        await using var house = await Open(onServer);
        var portal = house.Portal;
        for (var i = 0; i < Gate.Declared.TwoPeople.Open; i++) await InScope(portal, approvals =>
            approvals.Ask(new(PowerRequest.OfReset, "bac-si", $"lý do {i}"), Administrator, default));
        (await Should.ThrowAsync<RefusedException>(() =>
            InScope(portal, approvals =>
            approvals.Ask(new(PowerRequest.OfReset, "bac-si", "một nữa"), Administrator, default)))).Message.ShouldContain("chờ duyệt");
        await portal.House.Operations.Write(async change =>
        {
            for (var i = 0; i < flood; i++)
            {
                await change.Execute("ask/approval/ask",
                    new { id = $"{i}", kind = PowerRequest.OfReset, account = "bac-si",
                    detail = JsonSerializer.Serialize(new PowerRequest(PowerRequest.OfReset, "bac-si", "x")), reason = "x",
                    by = "quan-tri", at = "2999-01-01T00:00:00" });
                await change.ExecuteText("update approval set state = 'approved' where id = $id", new { id = $"{i}" });
                await change.Execute("ask/opening/notice",
                    new { id = $"{i}", at = "2999-01-01T00:00:00", kind = "approval", @object = $"{i}" });
            }
            return 0;
        });
        using var officer = await portal.PersonInTwoSteps("bao-ve");

        var page = await officer.GetStringAsync(Page);
        Regex.Count(page, "lý do \\d").ShouldBe(Gate.Declared.TwoPeople.Open);
        var unshown = flood - (200 - Gate.Declared.TwoPeople.Open);
        (await officer.GetStringAsync("/bao-mat")).ShouldContain($"Quyền mới duyệt chưa xem: {unshown}");
        await officer.GetStringAsync(Page);
        (await officer.GetStringAsync("/bao-mat")).ShouldContain("Quyền mới duyệt chưa xem: 0");
    }

    private static readonly Viewer Administrator = new("quan-tri", "", "administrator", []);

    private static PowerRequest Grant(string user) => new(PowerRequest.OfGrant, user, "QĐ 1", new(user, "specialist", "QĐ 1"));

    /// <summary>A grant of power as another node would write it.</summary>
    private static string PowerOf(string user) =>
        "insert into account_grant (id, account, role, data, valid_from, granted_by, granted_at, reason, approved_by) " +
            $"values ('{Guid.NewGuid()}', '{user}', 'specialist', 'Identified', '2020-01-01', 'quan-tri', '2020-01-01T00:00:00', 'QĐ', " +
            "'quan-tri-2')";

    private static async Task<T> InScope<T>(TestPortal portal, Func<Approvals, Task<T>> work)
    {
        using var scope = portal.Services.CreateScope();
        return await work(scope.ServiceProvider.GetRequiredService<Approvals>());
    }

    private static async Task<string?> Decided(TestPortal portal, string by, string id, CancellationToken stop = default)
    {
        var decider = await portal.Service<Grants>().ViewerOf(by, "", null, twoSteps: true, null, CancellationToken.None);
        return await InScope(portal, approvals => approvals.Decide(id, approve: true, null, decider, inTwoSteps: true, stop));
    }

    private static async Task<PowerOutcome?> Try(Func<Task<PowerOutcome>> ask)
    {
        try
        {
            return await ask();
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    /// <summary>A clock at whose n-th reading from now a connection breaks.</summary>
    private sealed class BreakingClock : TimeProvider
    {
        private int _left;
        private CancellationTokenSource? _breaks;

        public void BreakAt(int reading, CancellationTokenSource breaks) => (_left, _breaks) = (reading, breaks);

        public override DateTimeOffset GetUtcNow()
        {
            if (_breaks is { } breaks && Interlocked.Decrement(ref _left) == 0)
            {
                _breaks = null;
                ThreadPool.QueueUserWorkItem(_ => breaks.Cancel());    // not on the thread that holds the writer
            }
            return base.GetUtcNow();
        }
    }

    private static async Task<EnginePortal> Open(bool onServer, TimeProvider? clock = null) =>
        await EnginePortal.Open(onServer, clock, ("quan-tri", "administrator", null), ("quan-tri-2", "administrator", null),
            ("bao-ve", "privacy-officer", null), ("bao-ve-2", "privacy-officer", null), ("bac-si", "specialist", null),
            ("xem-so", "leader", null));

    /// <summary>What an administrator asks for on the page of an account; gives where the answer leads.</summary>
    private static async Task<string> Ask(HttpClient admin, string user, string action, params (string, string)[] fields) =>
        (await admin.Submit("/quan-tri/tai-khoan/bac-si", $"/quan-tri/tai-khoan/{user}/{action}",
            [.. fields, ("sure", "true")])).Headers.Location!.OriginalString;

    private static async Task<string> Code(HttpClient person, string page) =>
        Regex.Match(await person.GetStringAsync(page), "<code[^>]*>([A-Z2-9]{4}(?:-[A-Z2-9]{4}){3})</code>").Groups[1].Value;

    private static async Task<HttpStatusCode> Redeem(HttpClient client, string user, string code, string password = Own) =>
        (await TestPortal.Post(client, "/nhan-tai-khoan", "redeem",
            new() { ["Asked.User"] = user, ["Asked.Ticket"] = code, ["Asked.Next"] = password, ["Asked.Again"] = password })).StatusCode;

    private static async Task<HttpStatusCode> SignIn(TestPortal portal, string user, string password)
    {
        using var client = portal.Anonymous();
        return (await TestPortal.Post(client, "/dang-nhap", "sign-in",
            new() { ["Asked.User"] = user, ["Asked.Password"] = password })).StatusCode;
    }

    private static async Task<string> Newest(TestPortal portal) => (await portal.House.Operations.QueryText<string>(
        "select id from approval where state = 'asked' order by asked_at desc, id desc limit 1")).Single();
}
