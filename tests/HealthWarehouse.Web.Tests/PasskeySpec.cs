using System.Net;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Rooms.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Passkeys in a real browser with a virtual authenticator: made, named, used, removed; bound to the address, with the person verified.
/// </summary>
public sealed class PasskeySpec(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_passkey_is_made_signs_in_in_two_steps_and_opens_nothing_once_removed()
    {
        await using var portal = await TestPortal.Open(("quan-tri", "administrator", null), ("khac", "administrator", null));
        var errors = new List<string>();
        var page = await browser.SignIn(portal, "quan-tri", errors: errors, host: "localhost");
        var device = await Device(page);

        await page.GotoAsync("/quan-tri/tai-khoan");
        page.Url.ShouldContain("/tai-khoan/hai-buoc", customMessage: "a password alone is not enough for an administrator");
        await Make(page, "Máy bàn", await portal.Ticket("quan-tri"));
        await page.GotoAsync("/quan-tri/tai-khoan");
        page.Url.ShouldEndWith("/quan-tri/tai-khoan", customMessage: "the session has gone on in two steps");

        await SignOut(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập bằng khoá truy cập" }).ClickAsync();
        await page.Arrives(url => !url.Contains("dang-nhap", StringComparison.Ordinal));
        await page.GotoAsync("/quan-tri/tai-khoan");
        page.Url.ShouldEndWith("/quan-tri/tai-khoan");
        (await portal.House.Operations.QueryText<string>(
            "select way from account_session where two_steps order by begun_at desc, way limit 1")).ShouldBe(["passkey"]);

        await page.GotoAsync("/tai-khoan");
        await page.FillAsync("[id^='k-']", "Chìa khoá xanh");
        await page.GetByRole(AriaRole.Button, new() { Name = "Đổi tên" }).ClickAsync();
        (await page.InputValueAsync("[id^='k-']")).ShouldBe("Chìa khoá xanh");
        await page.GetByRole(AriaRole.Button, new() { Name = "Bỏ khoá truy cập" }).ClickAsync();
        (await page.Locator("[id^='k-']").CountAsync()).ShouldBe(0);

        await SignOut(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập bằng khoá truy cập" }).ClickAsync();
        (await page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldContain("Chưa đăng nhập được");
        (await portal.House.Operations.QueryText<string>("select action from audit where action like 'passkey-%' order by seq"))
            .ShouldBe(["passkey-add", "passkey-rename", "passkey-remove"]);
        errors.ShouldBeEmpty(string.Join('\n', errors));
        await device.DetachAsync();
    }

    [Fact]
    public async Task On_PostgreSQL_too_a_device_that_does_not_verify_its_person_and_a_disabled_account_are_refused()
    {
        await using var server = await OperationsServer.Open();
        await using var portal = await TestPortal.Open(null, server.Settings, ("nguoi", "specialist", null));
        var page = await browser.SignIn(portal, "nguoi", host: "localhost");
        var device = await Device(page);
        await Make(page, "Điện thoại", await portal.Ticket("nguoi"));
        await SignOut(page);

        await portal.House.Operations.ExecuteText("update account set disabled_at = '2026-01-01T00:00:00'");
        await page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập bằng khoá truy cập" }).ClickAsync();
        (await page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldContain("Chưa đăng nhập được");
        (await portal.House.Operations.QueryText<string>("select detail from audit where action = 'sign-in-refused'"))
            .ShouldBe(["passkey: Đã ngừng dùng"]);

        await portal.House.Operations.ExecuteText("update account set disabled_at = null");
        await device.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = _authenticator, ["isUserVerified"] = false });
        await page.GotoAsync("/dang-nhap");
        await page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập bằng khoá truy cập" }).ClickAsync();
        await page.GetByText("Thiết bị chưa đưa ra khoá truy cập").WaitForAsync();
    }

    /// <summary>The pages of accounts, which PagesSpec cannot reach: they need an administrator in two steps.</summary>
    [Fact]
    public async Task Pages_of_accounts_fit_a_phone_and_a_desk_and_break_no_rule_of_axe()
    {
        await using var portal = await TestPortal.Open(("quan-tri", "administrator", null), ("can-bo", "facility-staff", "99010"));
        var errors = new List<string>();
        var page = await browser.SignIn(portal, "quan-tri", errors: errors, host: "localhost");
        await Device(page);
        await Make(page, "Máy bàn", await portal.Ticket("quan-tri"));
        using (var scope = portal.Services.CreateScope())
            await scope.ServiceProvider.GetRequiredService<Approvals>()
                .Ask(new(PowerRequest.OfGrant, "can-bo", "QĐ 7", new("can-bo", "facility-leader", "QĐ 7", "99010")),
                new("khac", "Khác", "administrator", []), TestContext.Current.CancellationToken);
        var pictures = Directory.CreateDirectory(HealthWarehouse.Tests.Repo.File("artifacts/screenshots")).FullName;
        foreach (var width in new[] { 360, 1440 })
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var path in new[] { "/tai-khoan", "/tai-khoan/mat-khau", "/tai-khoan/hai-buoc", "/quan-tri/tai-khoan",
                "/quan-tri/tai-khoan/can-bo", "/quan-tri/tai-khoan/quan-tri", "/quan-tri/ra-soat", "/quan-tri/duyet", "/nhan-tai-khoan",
                "/dang-nhap", "/dang-nhap/ma", "/dang-nhap/lien-ket" })
            {
                (await page.GotoAsync(path))!.Status.ShouldBe(200, path);
                (await page.Locator("h1").CountAsync()).ShouldBe(1, path);
                (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
                    .ShouldBeTrue($"{path} is wider than {width}");
                errors.AddRange((await Axe.Faults(page)).Select(fault => $"{width} {path} {fault}"));
                await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"{width}-accounts-{path.Replace('/', '-')}.png"),
                    FullPage = true });
            }
        }
        errors.ShouldBeEmpty(string.Join('\n', errors));
    }

    [Fact]
    public async Task Options_tell_nothing_about_accounts_and_nothing_false_is_taken_in()
    {
        await using var portal = await TestPortal.Open(("nguoi", "specialist", null));
        using var stranger = portal.Anonymous();
        (await stranger.PostAsync("/dang-nhap/khoa/tuy-chon",
            new FormUrlEncodedContent([]))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var answer = await stranger.Submit("/dang-nhap", "/dang-nhap/khoa/tuy-chon");
        using var options = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        options.RootElement.GetProperty("userVerification").GetString().ShouldBe("required");
        options.RootElement.GetProperty("allowCredentials").GetArrayLength().ShouldBe(0);
        foreach (var rubbish in new[] { "", "{}", "[]", "null", "không",
            """{"id":"AAAA","rawId":"AAAA","type":"public-key","response":""" +
            """{"clientDataJSON":"AAAA","authenticatorData":"AAAA","signature":"AAAA"},"clientExtensionResults":{}}""" })
            (await stranger.Submit("/dang-nhap", "/dang-nhap/khoa",
                ("credential", rubbish))).Headers.Location!.OriginalString.ShouldStartWith("/dang-nhap?loi=khoa", customMessage: rubbish);

        using var client = await portal.Person("nguoi");
        (await client.Submit("/tai-khoan", "/tai-khoan/khoa/tuy-chon")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var rubbish in new[] { "", "{}", "null" })
            (await client.Submit("/tai-khoan", "/tai-khoan/khoa/them", ("credential", rubbish), ("name", "x"))).Problem()
                .ShouldNotBeNull(rubbish);
        (await client.Submit("/tai-khoan", "/tai-khoan/khoa/bo", ("id", "AAAA"))).Problem().ShouldNotBeNull();
        (await portal.House.Operations.QueryText<long>("select count(*) from account_passkey")).ShouldBe([0]);
    }

    /// <summary>At 127.0.0.1, which can carry no passkey, the pages work without.</summary>
    [Fact]
    public async Task Where_there_are_no_passkeys_everything_else_goes_on()
    {
        await using var portal = await TestPortal.Open(("nguoi", "specialist", null));
        using var client = await portal.Person("nguoi");
        (await client.GetStringAsync("/tai-khoan")).ShouldContain("KHOYTE_ADDRESS");
        using var configured = portal.Anonymous();
        (await configured.GetStringAsync("/dang-nhap")).ShouldNotContain("data-passkey");
    }

    private string _authenticator = "";

    /// <summary>A device with finger or PIN, which keeps its keys and says yes.</summary>
    private async Task<ICDPSession> Device(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        var made = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string,
                object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true },
        });
        _authenticator = made!.Value.GetProperty("authenticatorId").GetString()!;
        return session;
    }

    private static async Task Make(IPage page, string name, string ticket)
    {
        await page.GotoAsync("/tai-khoan");
        await page.FillAsync("#passkey-name", name);
        await page.FillAsync("#passkey-ticket", ticket);
        await page.GetByRole(AriaRole.Button, new() { Name = "Thêm khoá truy cập" }).ClickAsync();
        await page.Locator("[id^='k-']").WaitForAsync();
    }

    private static async Task SignOut(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Đăng xuất" }).ClickAsync();
        await page.Arrives(url => url.Contains("dang-nhap", StringComparison.Ordinal));
    }
}

/// <summary>A PostgreSQL database for operations where the tests have a server; else the SQLite file of every test.</summary>
internal sealed class OperationsServer : IAsyncDisposable
{
    private readonly string? _at = Environment.GetEnvironmentVariable("KHOYTE_TEST_POSTGRES") is { Length: > 0 } at ? at : null;
    private readonly string _name = $"kyt_{Guid.NewGuid():n}";

    public static async Task<OperationsServer> Open()
    {
        var server = new OperationsServer();
        await server.Run($"create database {server._name}");
        return server;
    }

    public HouseSettings Settings(HouseSettings settings) =>
        _at is null ? settings : settings with { OperationsPostgres = $"{_at};Database={_name}" };

    public async ValueTask DisposeAsync() => await Run($"drop database if exists {_name} with (force)");

    private async Task Run(string sql)
    {
        if (_at is null) return;
        await using var source = Npgsql.NpgsqlDataSource.Create($"{_at};Database=postgres");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
