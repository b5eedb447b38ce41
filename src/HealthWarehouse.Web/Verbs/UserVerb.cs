using System.CommandLine;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Accounts;

namespace HealthWarehouse.Web.Verbs;

/// <summary>
/// khoyte user add|reset|ticket: accounts from the machine. The result is a one-time code for the owner; while the house has no two people
/// to decide, it decides for itself, from then on what needs two people waits for one of them (docs/access.md).
/// </summary>
internal static class UserVerb
{
    private const string Reason = "Từ dòng lệnh trên máy chủ";

    public static Command Command() => new("user", "Tài khoản") { Add(), Reset(), Ticket() };

    private static Command Add()
    {
        var user = User();
        var name = new Option<string>("--name") { Description = "Họ tên", Required = true };
        var role = new Option<string>("--role") { Description = "Vai trò trong catalogue/access.yaml: facility-staff, facility-leader, " +
            "specialist, leader, steward, privacy-officer, security-officer, administrator", Required = true };
        var facilities =
            new Option<string?>("--facilities") { Description = "Phạm vi: mã cơ sở, cách nhau dấu ';'; bỏ trống là toàn tỉnh" };
        var data = Cli.Data();
        var add = new Command("add", "Thêm tài khoản; in mã để chủ tài khoản tự chọn mật khẩu (trang /nhan-tai-khoan). Mật khẩu đầu đọc " +
            "từ đầu vào chuẩn, nếu có: khi đó in mã bước hai") { user, name, role, facilities, data };
        add.Runs(async (parsed, stop) =>
        {
            var given = Inside.Current is { } inside ? inside.Input : Console.IsInputRedirected
                ? await Console.In.ReadLineAsync(stop) : null;
            var (account, password) = (parsed.GetValue(user)!, given is { Length: > 0 } ? given : null);
            return await OnServices(parsed, data, async services =>
            {
                await services.GetRequiredService<AccountLife>()
                    .Make(account, parsed.GetValue(name)!, null, password, Viewer.House, stop: stop);
                var approvals = services.GetRequiredService<Approvals>();
                var grant = new GrantRequest(account, parsed.GetValue(role)!, Reason, parsed.GetValue(facilities));
                var outcome = await approvals.Ask(new(PowerRequest.OfGrant, account, Reason, grant), Viewer.House, stop);
                return outcome is { Waits: false, Code: null } && password is null
                    ? await approvals.Ask(new(PowerRequest.OfReset, account, Reason), Viewer.House, stop) : outcome;
            }, given, stop);
        });
        return add;
    }

    private static Command Reset()
    {
        var user = User();
        var steps = new Option<bool>("--steps") { Description = "Bỏ cả bước hai, khoá truy cập, liên kết SSO" };
        var data = Cli.Data();
        var reset = new Command("reset", "Đặt lại mật khẩu; in mã nhận tài khoản") { user, steps, data };
        reset.Runs((parsed, stop) =>
            OnServices(parsed, data, services => services.GetRequiredService<Approvals>()
            .Ask(new(PowerRequest.OfReset, parsed.GetValue(user)!, Reason, Steps: parsed.GetValue(steps)), Viewer.House, stop), null,
            stop));
        return reset;
    }

    private static Command Ticket()
    {
        var user = User();
        var data = Cli.Data();
        var ticket = new Command("ticket", "In mã để chủ tài khoản thêm bước hai đầu tiên") { user, data };
        ticket.Runs((parsed, stop) =>
            OnServices(parsed, data, services => services.GetRequiredService<Approvals>()
            .Ask(new(PowerRequest.OfTicket, parsed.GetValue(user)!, Reason), Viewer.House, stop), null, stop));
        return ticket;
    }

    private static Argument<string> User() => new("USER") { Description = "Tên đăng nhập" };

    /// <summary>Does it on the server that holds the data folder, or here; prints the code, or that it waits.</summary>
    internal static Task<int> OnServices(ParseResult parsed, Option<string?> data, Func<IServiceProvider, Task<PowerOutcome>> work,
        string? input, CancellationToken stop) =>
        Cli.OnHouse(parsed.GetValue(data), parsed, async house =>
        {
            await using var portal = Inside.Current is null ? Portal.Build(house, [], "http://localhost:0") : null;
            using var scope = (portal?.Services ?? Inside.Current!.Services).CreateScope();
            var outcome = await work(scope.ServiceProvider);
            if (outcome.Code is { } code) Cli.Out.WriteLine(code);
            if (outcome.Waits)
                Cli.Error.WriteLine("Chờ một người khác duyệt ở trang Duyệt quyền (/quan-tri/duyet); mã, nếu có, hiện cho người duyệt.");
        }, stop, input);
}
