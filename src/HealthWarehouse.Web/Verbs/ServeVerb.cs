using System.CommandLine;
using HealthWarehouse.Operate;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte serve: the portal, the API and the loading behind them.</summary>
internal static class ServeVerb
{
    public static Command Command()
    {
        var data = Cli.Data();
        var urls = new Option<string>("--urls") { Description = "Địa chỉ phục vụ", DefaultValueFactory = _ => "http://localhost:5080" };
        var command = new Command("serve", "Mở cổng, API và việc nạp dữ liệu") { data, urls };
        command.Runs(async (parsed, stop) =>
        {
            await using var house = await House.Open(HouseSettings.FromEnvironment(parsed.GetValue(data)), stop: stop);
            foreach (var mended in house.Mended) Console.Error.WriteLine(mended);
            if (house.Catalogue.Access.Inside.Count == 0)
                Console.Error.WriteLine("Chưa khai báo mạng trong (KHOYTE_INSIDE hoặc inside trong access.yaml): ai cũng là từ ngoài và cần xác thực hai bước.");
            await using var portal = Portal.Build(house, [], parsed.GetValue(urls)!);
            await portal.RunAsync(stop);
            return 0;
        });
        return command;
    }
}
