using System.CommandLine;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Systems;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Rooms.Accounts;

namespace HealthWarehouse.Web.Verbs;

/// <summary>
/// khoyte sender …: systems that send or read, and their credentials. A key or secret is written to standard output, this once.
/// </summary>
internal static class SenderVerb
{
    public static Command Command() =>
        new("sender", "Nơi gửi dữ liệu, hệ thống kết nối") { Add(), Change(), Grant(), NewCredential(), Rotate(), Revoke(), List(),
        SenderLoginVerb.Command() };

    private static Command Add()
    {
        var (code, name, facilities, data) = (Code(), Needed("--name", "Tên"), Facilities(), Cli.Data());
        var add = new Command("add", "Thêm nơi gửi và cấp khoá, hoặc thay khoá của nơi đã có") { code, name, facilities, data };
        add.Runs((parsed, stop) => UserVerb.OnServices(parsed, data, services => services.GetRequiredService<PowerTurn>().Take(async () =>
        {
            var sender = parsed.GetValue(code)!;
            if (await services.GetRequiredService<Grants>().HasPowerNow(Grants.OfSystem(sender), stop))
                throw new RefusedException($"'{sender}' đọc tới từng hồ sơ: hãy dùng khoyte sender credential, một người khác duyệt.");
            return new PowerOutcome(false,
                await services.GetRequiredService<House>().Senders.Add(sender, parsed.GetValue(name)!, parsed.GetValue(facilities)!, stop));
        }, stop), null, stop));
        return add;
    }

    private static Command Change()
    {
        var (code, name, facilities, data) = (Code(), Needed("--name", "Tên"), Facilities(), Cli.Data());
        var scopes = Needed("--scopes", "Phạm vi thẻ được xin (catalogue/access.yaml), cách nhau dấu ';'");
        var contracts = new Option<string>("--contracts") { Description = "Mã hợp đồng dữ liệu được gửi, cách nhau dấu ';', hoặc *",
            DefaultValueFactory = _ => "*" };
        return With(new Command("register", "Đăng ký hệ thống không cấp khoá, hoặc đổi tên, cơ sở, phạm vi, hợp đồng") { code, name,
            facilities, scopes, contracts, data }, data, async (house, parsed, stop) =>
        {
            var asked = new SenderRequest(parsed.GetValue(code)!, parsed.GetValue(name)!, parsed.GetValue(facilities)!,
                Items(parsed.GetValue(scopes)!), parsed.GetValue(contracts)!);
            if (await house.Senders.Find(asked.Code, stop) is null) await Desk(house).Add(asked, Viewer.House, stop);
            else await Desk(house).Change(asked, Viewer.House, stop);
        });
    }

    private static Command Grant()
    {
        var (code, reason, data) = (Code(), Needed("--reason", "Lý do, văn bản"), Cli.Data());
        var facilities = new Option<string?>("--facilities") { Description = "Số liệu của cơ sở nào; bỏ trống là toàn tỉnh" };
        var near = new Option<DataClass>("--class") { Description = "Lớp dữ liệu: Aggregate hoặc Pseudonymous", DefaultValueFactory = _ =>
            DataClass.Aggregate };
        var grant = new Command("grant", "Cấp quyền đọc cho hệ thống; quyền tới từng hồ sơ thì chờ người duyệt") { code, reason,
            facilities, near, data };
        grant.Runs((parsed, stop) => UserVerb.OnServices(parsed, data, async services =>
        {
            var (account, why) = (Grants.OfSystem(await Known(services.GetRequiredService<House>(), parsed.GetValue(code)!, stop)),
                parsed.GetValue(reason)!);
            return await services.GetRequiredService<Approvals>()
                .Ask(new(PowerRequest.OfGrant, account, why,
                new(account, "system", why, parsed.GetValue(facilities), Data: parsed.GetValue(near))), Viewer.House, stop);
        }, null, stop));
        return grant;
    }

    private static Command NewCredential()
    {
        var (code, name, data) = (Code(), Needed("--name", "Máy chủ, phần mềm nào dùng"), Cli.Data());
        var kind = new Option<CredentialKind>("--kind") { Description = "Key, Secret hoặc PublicKey", Required = true };
        var file = new Option<FileInfo?>("--public-key") { Description = "Tệp PEM hoặc JWK của khoá công khai" };
        var ends = new Option<DateOnly?>("--ends") { Description = "Ngày hết hạn" };
        var credential = new Command("credential",
            "Cấp khoá, bí mật hoặc đăng ký khoá công khai; của hệ thống đọc tới từng hồ sơ thì chờ người duyệt") { code, name, kind, file,
            ends, data };
        credential.Runs((parsed, stop) => OnApprovals(parsed, data, file, async (approvals, house, key) =>
        {
            var asked = new CredentialRequest(await Known(house, parsed.GetValue(code)!, stop), parsed.GetValue(kind),
                parsed.GetValue(name)!, key, parsed.GetValue(ends));
            return await approvals.Ask(new(PowerRequest.OfCredential, Grants.OfSystem(asked.Sender), asked.Name, Credential: asked),
                Viewer.House, stop);
        }, stop));
        return credential;
    }

    private static Command Rotate()
    {
        var (code, id, data) =
            (Code(), new Argument<string>("CREDENTIAL") { Description = "Số của khoá, bí mật cũ (khoyte sender list CODE)" }, Cli.Data());
        var now = new Option<bool>("--now") { Description = "Cái cũ ngừng ngay, không dùng song song" };
        var file = new Option<FileInfo?>("--public-key") { Description = "Tệp của khoá công khai mới" };
        var rotate =
            new Command("rotate", "Thay khoá, bí mật; của hệ thống đọc tới từng hồ sơ thì chờ người duyệt") { code, id, now, file, data };
        rotate.Runs((parsed, stop) =>
            OnApprovals(parsed, data, file, (approvals, _, key) =>
            approvals.Replace(parsed.GetValue(code)!, parsed.GetValue(id)!, parsed.GetValue(now), key, Viewer.House, stop), stop));
        return rotate;
    }

    /// <summary>What may need a second person; a public key that was registered is told by its id.</summary>
    private static Task<int> OnApprovals(ParseResult parsed, Option<string?> data, Option<FileInfo?> file, Func<Approvals, House, string?,
        Task<PowerOutcome>> work, CancellationToken stop) => UserVerb.OnServices(parsed, data, async services =>
    {
        var key = parsed.GetValue(file) is { } from ? await File.ReadAllTextAsync(from.FullName, stop) : null;
        var outcome = await work(services.GetRequiredService<Approvals>(), services.GetRequiredService<House>(), key);
        return outcome is { Waits: false, Code: null } && key is not null ? outcome with { Code = PublicKeys.Read(key).Id } : outcome;
    }, null, stop);

    private static Command Revoke()
    {
        var (code, reason, data) = (Code(), Needed("--reason", "Lý do"), Cli.Data());
        var id = new Option<string?>("--credential") { Description = "Chỉ ngừng một khoá, bí mật" };
        return With(new Command("revoke", "Thu hồi ngay một nơi gửi, hoặc một khoá, bí mật") { code, reason, id, data }, data,
            async (house, parsed, stop) =>
        {
            if (parsed.GetValue(id) is { } one) await house.Credentials.End(parsed.GetValue(code)!, one, Viewer.House, stop);
            else await Desk(house).Revoke(parsed.GetValue(code)!, parsed.GetValue(reason)!, Viewer.House, stop);
        });
    }

    private static Command List()
    {
        var (code, data) =
            (new Argument<string?>("CODE") { Description = "Mã nơi gửi; bỏ trống là tất cả", Arity = ArgumentArity.ZeroOrOne }, Cli.Data());
        return With(new Command("list", "Liệt kê nơi gửi, hoặc khoá, bí mật của một nơi") { code, data }, data,
            async (house, parsed, stop) =>
        {
            if (parsed.GetValue(code) is { } one)
                foreach (var c in await house.Credentials.Of(await Known(house, one, stop), stop))
                    Cli.Out.WriteLine(string.Join('\t', c.Id, c.Kind, c.Name, Time(c.MadeAt), Time(c.UsedAt), Time(c.EndsAt),
                        c.HoldsAt(house.Clock.GetUtcNow()) ? "đang dùng" : "đã ngừng"));
            else
                foreach (var s in await house.Senders.All(stop))
                    Cli.Out.WriteLine(string.Join('\t', s.Code, s.Name, s.Facilities, s.Scopes, s.Active ? "đang dùng" : "đã thu hồi"));
        });
    }

    private static Command With(Command command, Option<string?> data, Func<House, ParseResult, CancellationToken, Task> work)
    {
        command.Runs((parsed, stop) => Cli.OnHouse(parsed.GetValue(data), parsed, house => work(house, parsed, stop), stop));
        return command;
    }

    private static async Task<string> Known(House house, string code, CancellationToken stop) =>
        code != Sender.Local && await house.Senders.Find(code, stop) is { Active: true }
            ? code : throw new RefusedException($"Không có nơi gửi '{code}' đang dùng.");

    private static SenderDesk Desk(House house) => new(house.Operations, house.Senders, house.Catalogue, house.Audit, house.Clock);

    private static string[] Items(string list) => list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Time(DateTimeOffset? at) =>
        at?.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    private static Argument<string> Code() => new("CODE") { Description = "Mã nơi gửi" };

    private static Option<string> Needed(string name, string about) => new(name) { Description = about, Required = true };

    private static Option<string> Facilities() => Needed("--facilities", "Mã cơ sở được gửi, cách nhau dấu ';', hoặc *");
}
