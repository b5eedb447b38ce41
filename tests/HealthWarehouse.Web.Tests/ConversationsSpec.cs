using System.Diagnostics;
using HealthWarehouse.Tests;
using HealthWarehouse.Web.Rooms.SenderShapes;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Senders' clients go on with nothing but a new address and account: golden conversations of the four shapes, errors included, over real
/// HTTP; and a stock script of each.
/// </summary>
public sealed class ConversationsSpec(ShapePortal shared) : IClassFixture<ShapePortal>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly TestPortal _portal = shared.Portal;

    public static TheoryData<string> Shapes => ["bhxh", "hanoi", "dienbien", "vinhlong"];

    [Theory, MemberData(nameof(Shapes))]
    public async Task A_shape_is_spoken_word_for_word_and_what_was_taken_in_stands_in_the_ledger_under_its_name(string shape)
    {
        var files = Directory.EnumerateFiles(Repo.File($"tests/HealthWarehouse.Web.Tests/Conversations/{shape}"), "*.http")
            .Order(StringComparer.Ordinal).ToArray();
        files.ShouldNotBeEmpty();
        foreach (var file in files)
            await new Conversation(_portal, shared.Clock, shape).Play(await File.ReadAllTextAsync(file, Stop), Stop);
        await _portal.Loaded();

        var ledger = await _portal.House.Ledger.Page(null, 100, $"bv-{shape}", stop: Stop);
        ledger.ShouldNotBeEmpty();
        ledger.ShouldAllBe(d => d.Channel == shape);
        (await _portal.House.Warehouse.QueryText<long>("select count(*) from core.encounter where known_to is null " +
            "and facility_code = '99001'", stop: Stop))[0].ShouldBeGreaterThan(0);
        await NothingIsKept(shape);
    }

    /// <summary>No password, MD5 or token stands in the operational database; every login and refusal in the audit.</summary>
    private async Task NothingIsKept(string shape)
    {
        var logins = await _portal.House.Operations.QueryText<string>("select hash from sender_login", stop: Stop);
        logins.ShouldAllBe(h => h.StartsWith("argon2id$", StringComparison.Ordinal));
        (await _portal.House.Operations.QueryText<string>("select hash from sender_token", stop: Stop)).ShouldAllBe(h => h.Length == 64);
        var audited =
            await _portal.House.Operations.QueryText<string>("select action || ' ' || coalesce(detail, '') from audit", stop: Stop);
        foreach (var note in new[] { $"sender-login {shape}", $"sender-login-refused {shape}: sai mật khẩu",
            $"sender-login-refused {shape}: không có tên đăng nhập này",
            $"sender-login-refused {shape}: kiểu gửi đã tắt cho người gửi này", $"sender-login-refused {shape}: quá nhiều lần",
            $"refused {shape}: MACSKCB_MISMATCH", $"sender-login-off {shape}" })
            audited.ShouldContain(note);
    }

    [Fact]
    public async Task A_stock_script_of_each_shape_runs_with_an_address_an_account_and_curl()
    {
        foreach (var shape in Shapes.Select(s => s.Data))
        {
            var sender = $"his-{shape}";
            await _portal.House.Senders.Add(sender, $"Bệnh viện {shape}", "99001", stop: Stop);
            var password = await _portal.Service<SenderLogins>().Give(sender, shape, $"{shape}_99001", "thu-nghiem", null, Stop);
            var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
            start.ArgumentList.Add(Repo.File($"samples/senders/{shape}.sh"));
            (start.Environment["BASE"], start.Environment["USER"], start.Environment["PASS"]) = (_portal.Url, $"{shape}_99001", password);
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
            await process.WaitForExitAsync(Stop);
            process.ExitCode.ShouldBe(0, $"{shape}: {await output}\n{await error}");
            (await output).ShouldContain("Đã gửi");
        }
        await _portal.Loaded();
        var ledger = (await _portal.House.Ledger.All(Stop)).Where(d => d.Sender.StartsWith("his-", StringComparison.Ordinal)).ToArray();
        ledger.Select(d => d.Channel).Distinct().ShouldBe(Shapes.Select(s => s.Data), ignoreOrder: true);
        ledger.ShouldAllBe(d => d.State == Collect.DeliveryState.Loaded);
    }

    [Fact]
    public async Task A_token_of_one_shape_opens_no_other_and_none_of_the_portals_own_addresses()
    {
        await _portal.House.Senders.Add("mot-kieu", "Bệnh viện", "99001", stop: Stop);
        var password = await _portal.Service<SenderLogins>().Give("mot-kieu", "vinhlong", "his", "thu-nghiem", null, Stop);
        using var client = _portal.Anonymous();
        using var login = await client.PostAsync("/api/xac-thuc/token", new StringContent(
            $$"""{"username":"his","password":"{{password}}"}""", System.Text.Encoding.UTF8, "application/json"), Stop);
        using var said = System.Text.Json.JsonDocument.Parse(await login.Content.ReadAsStringAsync(Stop));
        client.DefaultRequestHeaders.Authorization =
            new("Bearer", said.RootElement.GetProperty("data").GetProperty("access_token").GetString());

        (await client.GetAsync("/api/xac-thuc/thong-tin", Stop)).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        (await client.GetAsync("/api/kcb/tra-cuu-trang-thai/019f0000-0000-7000-8000-000000000001",
            Stop)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        (await client.GetAsync("/api/v1/deliveries/019f0000-0000-7000-8000-000000000001",
            Stop)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        using var key = await _portal.Sender("other", "99001");
        (await key.GetAsync("/api/xac-thuc/thong-tin", Stop)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }
}

/// <summary>One portal for all conversations, by a clock that can be moved on.</summary>
public sealed class ShapePortal : IAsyncLifetime
{
    internal MovingClock Clock { get; } = new();
    internal TestPortal Portal { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Portal = await TestPortal.At(Clock, ("quan-tri", "steward", null));

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
