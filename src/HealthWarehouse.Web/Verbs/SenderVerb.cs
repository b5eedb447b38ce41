using System.CommandLine;
using HealthWarehouse.Web.Rooms.SenderShapes;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte sender add: a sender and its key, shown this once; khoyte sender login: its login in the shape of an older intake.</summary>
internal static class SenderVerb
{
    public static Command Command() => new("sender", "Người gửi dữ liệu") { Add(), Login() };

    private static Command Add()
    {
        var code = new Argument<string>("CODE") { Description = "Mã người gửi" };
        var name = new Option<string>("--name") { Description = "Tên", Required = true };
        var facilities = new Option<string>("--facilities") { Description = "Mã cơ sở được gửi, cách nhau dấu ';', hoặc *", Required = true };
        var data = Cli.Data();
        var add = new Command("add", "Thêm người gửi, hoặc cấp khoá mới") { code, name, facilities, data };
        add.Runs((parsed, stop) => Cli.Alone(parsed.GetValue(data), async house =>
        {
            Console.WriteLine(await house.Senders.Add(parsed.GetValue(code)!, parsed.GetValue(name)!, parsed.GetValue(facilities)!, stop: stop));
            return 0;
        }, stop));
        return add;
    }

    private static Command Login()
    {
        var sender = new Argument<string>("SENDER") { Description = "Mã người gửi" };
        var shape = new Option<string>("--shape") { Description = "Kiểu gửi trong catalogue/exchange: bhxh, hanoi, dienbien, vinhlong", Required = true };
        var user = new Option<string?>("--user") { Description = "Tên đăng nhập; mật khẩu mới được in ra một lần" };
        var (off, on) = (new Option<bool>("--off") { Description = "Tắt kiểu gửi này cho người gửi" }, new Option<bool>("--on") { Description = "Bật lại" });
        var data = Cli.Data();
        var login = new Command("login", "Cấp đăng nhập theo kiểu cũ, hoặc tắt và bật lại") { sender, shape, user, off, on, data };
        login.Runs((parsed, stop) => Cli.Alone(parsed.GetValue(data), async house =>
        {
            var logins = new SenderLogins(house.Operations, house.Senders, house.Catalogue, house.Audit, house.Clock);
            var asked = (User: parsed.GetValue(user), Off: parsed.GetValue(off), On: parsed.GetValue(on));
            if (new[] { asked.User is not null, asked.Off, asked.On }.Count(x => x) != 1) throw new FormatException("Hãy dùng đúng một trong --user, --off, --on.");
            if (asked.User is not null) Console.WriteLine(await logins.Give(parsed.GetValue(sender)!, parsed.GetValue(shape)!, asked.User, "khoyte", null, stop));
            else await logins.Switch(parsed.GetValue(sender)!, parsed.GetValue(shape)!, asked.On, "khoyte", null, stop);
            return 0;
        }, stop));
        return login;
    }
}
