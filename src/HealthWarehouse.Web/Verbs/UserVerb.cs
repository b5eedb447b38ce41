using System.CommandLine;
using HealthWarehouse.Guard;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte user add: an account; the password is read from standard input or made up and shown this once.</summary>
internal static class UserVerb
{
    public static Command Command()
    {
        var user = new Argument<string>("USER") { Description = "Tên đăng nhập" };
        var name = new Option<string>("--name") { Description = "Họ tên", Required = true };
        var role = new Option<string>("--role") { Description = "Vai trò trong catalogue/access.yaml: facility-staff, facility-leader, specialist, leader, steward, privacy-officer, security-officer, administrator", Required = true };
        var facilities = new Option<string?>("--facilities") { Description = "Phạm vi: mã cơ sở, cách nhau dấu ';'; bỏ trống là toàn tỉnh" };
        var data = Cli.Data();
        var add = new Command("add", "Thêm tài khoản") { user, name, role, facilities, data };
        add.Runs((parsed, stop) => Cli.Alone(parsed.GetValue(data), async house =>
        {
            await using var portal = Portal.Build(house, [], "http://localhost:0");
            var password = Console.IsInputRedirected && await Console.In.ReadLineAsync(stop) is { Length: > 0 } given ? given : Logins.NewPassword();
            await Logins.Add(portal.Services, parsed.GetValue(user)!, parsed.GetValue(name)!, parsed.GetValue(role)!, parsed.GetValue(facilities), password, mustChange: true);
            Console.WriteLine(password);
            return 0;
        }, stop));
        return new Command("user", "Tài khoản") { add };
    }
}
