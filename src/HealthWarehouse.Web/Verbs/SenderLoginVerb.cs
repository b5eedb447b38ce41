using System.CommandLine;
using HealthWarehouse.Concepts;
using HealthWarehouse.Web.Rooms.SenderShapes;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte sender login: a sender's login in the shape of an older intake, and the switch of that shape.</summary>
internal static class SenderLoginVerb
{
    public static Command Command()
    {
        var sender = new Argument<string>("SENDER") { Description = "Mã người gửi" };
        var shape = new Option<string>("--shape") { Description = "Kiểu gửi trong catalogue/exchange: bhxh, hanoi, dienbien, vinhlong",
            Required = true };
        var user = new Option<string?>("--user") { Description = "Tên đăng nhập; mật khẩu mới được in ra một lần" };
        var (off, on) = (new Option<bool>("--off") { Description = "Tắt kiểu gửi này cho người gửi" },
            new Option<bool>("--on") { Description = "Bật lại" });
        var data = Cli.Data();
        var login = new Command("login", "Cấp đăng nhập theo kiểu cũ, hoặc tắt và bật lại") { sender, shape, user, off, on, data };
        login.Runs((parsed, stop) => Cli.OnHouse(parsed.GetValue(data), parsed, async house =>
        {
            var logins = new SenderLogins(house.Operations, house.Senders, house.Catalogue, house.Audit, house.Clock);
            var asked = (User: parsed.GetValue(user), Off: parsed.GetValue(off), On: parsed.GetValue(on));
            if (new[] { asked.User is not null, asked.Off, asked.On }.Count(x => x) != 1)
                throw new RefusedException("Hãy dùng đúng một trong --user, --off, --on.");
            if (asked.User is not null)
                Cli.Out.WriteLine(await logins.Give(parsed.GetValue(sender)!, parsed.GetValue(shape)!, asked.User, "khoyte", null, stop));
            else await logins.Switch(parsed.GetValue(sender)!, parsed.GetValue(shape)!, asked.On, "khoyte", null, stop);
        }, stop));
        return login;
    }
}
