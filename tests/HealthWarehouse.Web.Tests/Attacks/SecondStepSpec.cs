using System.Net;
using System.Text.RegularExpressions;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>
/// A password somebody stole, set or guessed never becomes two steps; codes of apps are good once, and what is guessed shuts nothing else.
/// </summary>
public sealed class SecondStepSpec
{
    private const string Page = "/tai-khoan/hai-buoc";

    /// <summary>Both engines of the operational database.</summary>
    public static TheoryData<bool> Engines() => [false, true];

    [Theory, MemberData(nameof(Engines))]
    public async Task A_stolen_password_makes_no_second_step_where_there_is_one_or_where_two_people_gave_the_rights(bool onServer)
    {
        await using var house = await Portal(onServer, ("co-khoa", "leader", null), ("chuyen-vien", "specialist", null),
            ("quan-tri", "administrator", null), ("xem-so", "leader", null));
        var portal = house.Portal;
        await GiveKey(portal, "co-khoa");

        using var keyed = await portal.Person("co-khoa");
        (await keyed.GetStringAsync(Page)).ShouldNotContain("Asked.Offer");
        (await keyed.Submit("/tai-khoan", "/tai-khoan/khoa/them", ("credential", "{}"), ("name", "x")))
            .Problem()!.ShouldContain("hai bước");
        foreach (var user in new[] { "chuyen-vien", "quan-tri" })
        {
            using var thief = await portal.Person(user);
            var (key, offer) = await Offered(thief);
            (await Confirm(thief, offer, Totp.Of(key))).ShouldContain("mã bước hai");
            (await Confirm(thief, offer, Totp.Of(key), "AAAA-BBBB-CCCC-DDDD")).ShouldContain("mã bước hai");
            (await Confirm(thief, offer, Totp.Of(key), await portal.Ticket("xem-so")))
                .ShouldContain("mã bước hai", customMessage: "a ticket is for one account");
            (await Confirm(thief, offer, Totp.Of(key), await portal.Ticket(user, Tickets.Password)))
                .ShouldContain("mã bước hai", customMessage: "and for one thing");
            (await thief.Submit("/tai-khoan", "/tai-khoan/khoa/them", ("credential", "{}"), ("name", "x")))
                .Problem()!.ShouldContain("mã bước hai");
        }
        (await portal.House.Operations.QueryText<long>("select count(*) from account where two_factor_enabled")).ShouldBe([0]);
        (await portal.House.Operations.QueryText<long>("select count(*) from audit where action = 'second-step-refused'")).Single()
            .ShouldBeGreaterThan(8);

        using var free = await portal.Person("xem-so");
        var (own, mine) = await Offered(free);
        (await Confirm(free, mine, Totp.Of(own))).ShouldBe("", "whom one person gave their rights needs no ticket");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_ticket_makes_the_first_second_step_once_while_it_lasts_and_ends_every_other_session(bool onServer)
    {
        var clock = new HandClock();
        await using var house = await Portal(onServer, clock, ("chuyen-vien", "specialist", null));
        var portal = house.Portal;
        using var elsewhere = await portal.Person("chuyen-vien");
        using var owner = await portal.Person("chuyen-vien");
        var late = await portal.Ticket("chuyen-vien");
        var replaced = await portal.Ticket("chuyen-vien");
        clock.Now += TimeSpan.FromHours(Gate.Declared.Tickets.Hours);
        using var again = await portal.Person("chuyen-vien");
        var (key, offer) = await Offered(again);
        foreach (var dead in new[] { late, replaced })
            (await Confirm(again, offer, Totp.Of(key, clock.Now), dead)).ShouldContain("mã bước hai");
        var ticket = await portal.Ticket("chuyen-vien");
        using var other = await portal.Person("chuyen-vien");

        (await Confirm(again, offer, Totp.Of(key, clock.Now), ticket.ToLowerInvariant().Replace('-', ' '))).ShouldBe("");

        (await again.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.OK, "its own goes on, in two steps");
        (await other.GetAsync("/tai-khoan")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await portal.House.Operations.QueryText<string>("select hash from account_ticket"))
            .ShouldAllBe(h => !h.Contains(ticket.Replace("-", ""), StringComparison.OrdinalIgnoreCase));
        (await portal.Service<Tickets>().IsGood("chuyen-vien", Tickets.SecondStep, ticket)).ShouldBeFalse();
    }

    /// <summary>
    /// Who set the first password, or found it, saw a key on the page: it is worth nothing in the session of the owner, and nothing after
    /// ten minutes.
    /// </summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task A_key_is_of_one_session_and_ten_minutes_and_stands_nowhere_before_it_is_confirmed(bool onServer)
    {
        var clock = new HandClock();
        await using var house = await Portal(onServer, clock, ("xem-so", "leader", null));
        var portal = house.Portal;
        using var spy = await portal.Person("xem-so");
        using var owner = await portal.Person("xem-so");
        var (seen, stolen) = await Offered(spy);
        var (key, offer) = await Offered(owner);
        seen.ShouldNotBe(key);
        (await Offered(spy)).Key.ShouldNotBe(seen, "new each time it is asked for");
        (await portal.House.Operations.QueryText<long>("select count(*) from account_token")).ShouldBe([0]);

        (await Confirm(owner, stolen, Totp.Of(seen, clock.Now))).ShouldContain("quá mười phút", customMessage: "another session's key");
        (await Confirm(owner, offer + "A", Totp.Of(key, clock.Now)))
            .ShouldContain("quá mười phút", customMessage: "a key that was changed");
        clock.Now += TimeSpan.FromMinutes(11);
        (await Confirm(owner, offer, Totp.Of(key, clock.Now))).ShouldContain("quá mười phút");
        (key, offer) = await Offered(owner);
        (await Confirm(owner, offer, Totp.Of(key, clock.Now))).ShouldBe("");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_code_is_good_once_however_it_is_written_and_wherever_it_is_typed(bool onServer)
    {
        var clock = new HandClock { Now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30 * 30) };
        await using var house = await Portal(onServer, clock, ("xem-so", "leader", null));
        var portal = house.Portal;
        using var owner = await portal.Person("xem-so");
        var (key, offer) = await Offered(owner);
        (await Confirm(owner, offer, Totp.Of(key, clock.Now))).ShouldBe("");

        (await Enters(Totp.Of(key, clock.Now))).ShouldBeFalse("it was used to switch two steps on");
        (await Codes(Totp.Of(key, clock.Now))).ShouldBeFalse("nor does it make recovery codes");
        clock.Now += TimeSpan.FromSeconds(30);
        (await Codes(Totp.Of(key, clock.Now))).ShouldBeTrue();
        (await Enters(Totp.Of(key, clock.Now))).ShouldBeFalse();
        (await Enters(Totp.Of(key, clock.Now.AddSeconds(-30)))).ShouldBeFalse("an older one is not good after a newer one");
        clock.Now += TimeSpan.FromMinutes(20);
        while (Totp.Of(key, clock.Now)[0] != '0') clock.Now += TimeSpan.FromSeconds(30);
        var code = Totp.Of(key, clock.Now);
        (await Enters(code)).ShouldBeTrue();
        foreach (var written in new[] { code, "+" + code[1..], "+" + code, "\t" + code, code + "\n", $"{code[..3]} {code[3..]}",
            string.Concat(code.Select(d => (char)('٠' + d - '0'))) })
            (await Enters(written)).ShouldBeFalse(written);

        async Task<bool> Enters(string typed)
        {
            await portal.House.Operations.ExecuteText("delete from proof_failure");
            using var client = await portal.Person("xem-so");
            return (await TestPortal.Code(client, typed)).StatusCode is HttpStatusCode.Redirect;
        }

        async Task<bool> Codes(string typed)
        {
            using var answer = await TestPortal.Post(owner, Page, "new-codes", new() { ["Asked.Code"] = typed });
            return (await answer.Content.ReadAsStringAsync()).Contains("Mã khôi phục cũ không dùng được nữa", StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Wrong_codes_at_enrolment_are_counted_and_shut_codes(bool onServer)
    {
        await using var house = await Portal(onServer, ("xem-so", "leader", null));
        var portal = house.Portal;
        using var owner = await portal.Person("xem-so");
        var (key, offer) = await Offered(owner);
        for (var i = 0; i < Gate.Declared.Lockout.Failures; i++) (await Confirm(owner, offer, "sai")).ShouldContain("Mã không đúng");

        (await Confirm(owner, offer, Totp.Of(key))).ShouldContain("nhiều lần");
        (await portal.House.Operations.QueryText<string>("select action from audit where action in ('mfa-refused', 'lock-out', 'mfa-on') " +
            "order by seq")).ShouldBe([.. Enumerable.Repeat("mfa-refused", Gate.Declared.Lockout.Failures), "lock-out"]);
    }

    /// <summary>
    /// Anybody can type wrong passwords at somebody's name: that must not keep them from coming in by what was not guessed at.
    /// </summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task Guessing_at_one_proof_shuts_no_other(bool onServer)
    {
        await using var house = await Portal(onServer, ("chuyen-vien", "specialist", null));
        var portal = house.Portal;
        var key = await portal.SwitchTwoStepsOn("chuyen-vien");
        using var owner = await portal.Person("chuyen-vien");
        using var other = portal.Anonymous();
        for (var i = 0; i < Gate.Declared.Lockout.Failures; i++) await TestPortal.Post(other, "/dang-nhap", "sign-in",
            new() { ["Asked.User"] = "chuyen-vien", ["Asked.Password"] = $"sai-{i}" });

        (await TestPortal.Post(other, "/dang-nhap", "sign-in",
            new() { ["Asked.User"] = "chuyen-vien", ["Asked.Password"] = TestPortal.Password })).StatusCode.ShouldBe(HttpStatusCode.OK,
            "the password rests");
        (await TestPortal.Code(owner, Totp.Of(key))).StatusCode.ShouldBe(HttpStatusCode.Redirect, "the code does not");
        (await portal.Service<ProofLocks>().IsLocked("chuyen-vien", Proofs.Password))
            .ShouldBeTrue("nor does a right code open the password again");
        (await portal.House.Operations.QueryText<string>("select detail from audit where action = 'lock-out'")).ShouldBe(["password"]);
    }

    private static async Task<(string Key, string Offer)> Offered(HttpClient client)
    {
        var page = await client.GetStringAsync(Page);
        return (Regex.Match(page, "<code>([A-Z2-7 ]+)</code>").Groups[1].Value,
            Regex.Match(page, "name=\"Asked.Offer\" value=\"([^\"]+)\"").Groups[1].Value);
    }

    /// <summary>Types a code of an offered key; empty when two steps are on, else the fault.</summary>
    private static async Task<string> Confirm(HttpClient client, string offer, string code, string ticket = "")
    {
        using var answer = await TestPortal.Post(client, Page, "two-steps",
            new() { ["Asked.Offer"] = offer, ["Asked.Code"] = code, ["Asked.Ticket"] = ticket });
        var text = await answer.Content.ReadAsStringAsync();
        return text.Contains("recovery-codes", StringComparison.Ordinal)
            ? "" : WebUtility.HtmlDecode(Regex.Match(text, "role=\"alert\">([^<]+)<").Groups[1].Value);
    }

    /// <summary>A passkey as a device would have left it.</summary>
    private static async Task GiveKey(TestPortal portal, string user)
    {
        using var scope = portal.Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        byte[] bytes = [1, 2, 3, 4];
        (await users.AddOrUpdatePasskeyAsync((await users.FindByNameAsync(user))!,
            new(bytes, bytes, DateTimeOffset.UtcNow, 0, [], true, false, false, bytes, bytes))).Succeeded.ShouldBeTrue();
    }

    private static Task<EnginePortal> Portal(bool onServer, params (string, string, string?)[] accounts) =>
        EnginePortal.Open(onServer, null, accounts);

    private static Task<EnginePortal> Portal(bool onServer, TimeProvider clock, params (string, string, string?)[] accounts) =>
        EnginePortal.Open(onServer, clock, accounts);
}

/// <summary>A portal whose operations stand in SQLite, or in a PostgreSQL database of their own.</summary>
internal sealed class EnginePortal : IAsyncDisposable
{
    private readonly OperationsServer? _server;

    private EnginePortal(OperationsServer? server, TestPortal portal) => (_server, Portal) = (server, portal);

    public TestPortal Portal { get; }

    public static async Task<EnginePortal> Open(bool onServer, TimeProvider? clock, params (string, string, string?)[] accounts)
    {
        var server = onServer ? await OperationsServer.Open() : null;
        return new(server, await TestPortal.Open(clock, server is null ? null : server.Settings, accounts));
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }
}
