using System.CommandLine;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte sender add: a sender and its key, shown this once.</summary>
internal static class SenderVerb
{
    public static Command Command()
    {
        var code = new Argument<string>("CODE") { Description = "Mã người gửi" };
        var name = new Option<string>("--name") { Description = "Tên", Required = true };
        var facilities = new Option<string>("--facilities") { Description = "Mã cơ sở được gửi, cách nhau dấu ';', hoặc *", Required = true };
        var data = Cli.Data();
        var add = new Command("add", "Thêm người gửi, hoặc cấp khoá mới") { code, name, facilities, data };
        add.Runs((parsed, stop) => Cli.Alone(parsed.GetValue(data), async house =>
        {
            await house.Audit.Write(new("khoyte", "sender-key", "sender", parsed.GetValue(code)!, Detail: parsed.GetValue(facilities)), stop);
            Console.WriteLine(await house.Senders.Add(parsed.GetValue(code)!, parsed.GetValue(name)!, parsed.GetValue(facilities)!, stop: stop));
            return 0;
        }, stop));
        return new Command("sender", "Người gửi dữ liệu") { add };
    }
}
