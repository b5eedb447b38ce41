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
        add.Runs(async (parsed, stop) =>
        {
            var given = Inside.Current is { } inside ? inside.Input : Console.IsInputRedirected ? await Console.In.ReadLineAsync(stop) : null;
            return await Cli.OnHouse(parsed.GetValue(data), parsed, async house =>
            {
                await using var portal = Inside.Current is null ? Portal.Build(house, [], "http://localhost:0") : null;
                var password = given is { Length: > 0 } ? given : Logins.NewPassword();
                await Logins.Add(portal?.Services ?? Inside.Current!.Services, parsed.GetValue(user)!, parsed.GetValue(name)!, parsed.GetValue(role)!, parsed.GetValue(facilities), password, mustChange: true);
                Cli.Out.WriteLine(password);
            }, stop, given);
        });
        return new Command("user", "Tài khoản") { add };
    }
}
