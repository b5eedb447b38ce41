using System.CommandLine;
using System.Net;
using System.Net.NetworkInformation;
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
            var address = parsed.GetValue(urls)!;
            if (IsTaken(address)) throw Taken(address);
            await using var house = await House.Open(HouseSettings.FromEnvironment(parsed.GetValue(data)), stop: stop);
            foreach (var mended in house.Mended) Console.Error.WriteLine(mended);
            if (house.Catalogue.Access.Inside.Count == 0)
                Console.Error.WriteLine("Chưa khai báo mạng trong (KHOYTE_INSIDE hoặc inside trong access.yaml): ai cũng là từ ngoài và " +
                    "cần xác thực hai bước.");
            Console.Error.WriteLine($"Mở Kho Y tế: dữ liệu ở {Path.GetFullPath(house.Settings.Data)}, "
                + $"kho {(house.Settings.WarehousePostgres is null ? "nhúng (DuckDB, SQLite)" : "PostgreSQL")}.");
            await using var portal = Portal.Build(house, [], address);
            portal.Lifetime.ApplicationStarted.Register(() =>
                Console.Error.WriteLine($"Đang phục vụ ở {string.Join(", ", portal.Urls)}. Ctrl-C để dừng; việc đang nạp được làm nốt."));
            try
            {
                await portal.RunAsync(stop);
            }
            catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
            {
                throw Taken(address);
            }
            return 0;
        });
        return command;
    }

    /// <summary>Looked at before anything is opened: the server itself would tell it with a page of its own troubles.</summary>
    private static bool IsTaken(string address)
    {
        if (!Uri.TryCreate(address.Split(';')[0], UriKind.Absolute, out var url) || url.Port == 0) return false;
        return IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Any(l => l.Port == url.Port && (!IPAddress.TryParse(url.Host, out var asked) || l.Address.Equals(asked)
                || l.Address.Equals(IPAddress.Any) || l.Address.Equals(IPAddress.IPv6Any)));
    }

    private static InvalidOperationException Taken(string address) => new(
        $"Địa chỉ {address} đang có chương trình khác dùng. Hãy tắt nó, hoặc chọn cổng khác: khoyte serve --urls http://localhost:5090");
}
