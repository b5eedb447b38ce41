using System.CommandLine;
using System.Net.Http.Json;
using HealthWarehouse.Collect;
using HealthWarehouse.Operate;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte import PATH…: files, folders and archives into the ledger, then loaded; one line a file on standard output.</summary>
internal static class ImportVerb
{
    public static Command Command()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Tệp .xml, .zip, .gz hoặc thư mục", Arity = ArgumentArity.OneOrMore };
        var contract = new Option<string>("--contract") { Description = "Hợp đồng dữ liệu", DefaultValueFactory = _ => "claims" };
        var version = new Option<string?>("--version-of") { Description = "Phiên bản (4210, 130, 4750, 3176); bỏ trống để tự nhận" };
        var data = Cli.Data();
        var command = new Command("import", "Nhận và nạp tệp, thư mục") { paths, contract, version, data };
        command.Runs((parsed, stop) =>
        {
            var files = Files(parsed.GetValue(paths)!).ToArray();
            return Cli.WithHouse(parsed.GetValue(data), house => Here(house, files, parsed.GetValue(contract)!, parsed.GetValue(version), stop), client => There(client, files, parsed.GetValue(version), stop), stop);
        });
        return command;
    }

    private static async Task<int> Here(House house, IReadOnlyList<string> files, string contract, string? version, CancellationToken stop)
    {
        if (!house.Catalogue.Contracts.ContainsKey(contract)) throw new InvalidOperationException($"Không có hợp đồng '{contract}'. Có: {string.Join(", ", house.Catalogue.Contracts.Keys)}.");
        var receipts = new List<(string File, Receipt Receipt)>();
        foreach (var file in files)
        {
            await using var content = File.OpenRead(file);
            receipts.Add((file, await house.Intake.Take(content, new(Sender.Local, "import", contract, version, FileName: Path.GetFileName(file)), stop: stop)));
            Cli.Progress($"Đã nhận {receipts.Count}/{files.Count} tệp");
        }
        var loading = house.Loader.LoadWaiting(stop);
        while (await Task.WhenAny(loading, Task.Delay(300, stop)) != loading) Cli.Progress($"Đang nạp: {house.Loader.Progress.Values.Sum(p => p.Records):N0} hồ sơ");
        await loading;
        Cli.EndProgress();
        Console.WriteLine(Line.Head);
        var wrong = 0;
        foreach (var (file, receipt) in receipts)
        {
            var delivery = (await house.Ledger.Find(receipt.TrackingId, stop))!;
            Console.WriteLine(Line.Of(file, receipt.Kind is ReceiptKind.Duplicate, delivery));
            if (delivery.State != DeliveryState.Loaded) wrong++;
        }
        return wrong == 0 ? 0 : 3;
    }

    private static async Task<int> There(HttpClient client, IReadOnlyList<string> files, string? version, CancellationToken stop)
    {
        var receipts = new List<(string File, string Id, bool Duplicate)>();
        foreach (var file in files)
        {
            using var content = new StreamContent(File.OpenRead(file));
            content.Headers.ContentType = new("application/octet-stream");
            using var answer = await client.PostAsync($"api/v1/deliveries?fileName={Uri.EscapeDataString(Path.GetFileName(file))}&version={version}", content, stop);
            await Cli.Must(answer, stop);
            var receipt = (await answer.Content.ReadFromJsonAsync<Rooms.Deliveries.ReceiptAnswer>(stop))!;
            receipts.Add((file, receipt.TrackingId, receipt.Status == nameof(ReceiptKind.Duplicate)));
            Cli.Progress($"Đã nhận {receipts.Count}/{files.Count} tệp");
        }
        Console.WriteLine(Line.Head);
        var wrong = 0;
        foreach (var (file, id, duplicate) in receipts)
        {
            Delivery delivery;
            while ((delivery = (await client.GetFromJsonAsync<Delivery>($"api/v1/deliveries/{id}/line", stop))!).State is DeliveryState.Queued or DeliveryState.Replay) await Task.Delay(200, stop);
            Console.WriteLine(Line.Of(file, duplicate, delivery));
            if (delivery.State != DeliveryState.Loaded) wrong++;
        }
        Cli.EndProgress();
        return wrong == 0 ? 0 : 3;
    }

    private static IEnumerable<string> Files(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (File.Exists(path)) yield return path;
            else if (Directory.Exists(path)) foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsMessage).Order(StringComparer.Ordinal)) yield return file;
            else throw new FileNotFoundException($"Không có tệp hoặc thư mục '{path}'.");
        }
    }

    private static bool IsMessage(string file) => Path.GetExtension(file).ToLowerInvariant() is ".xml" or ".zip" or ".gz";

    /// <summary>One tab-separated line a file.</summary>
    private static class Line
    {
        public const string Head = "file\ttracking_id\tstate\tverdict\trecords\trefused\terrors\twarnings\tduplicate";

        public static string Of(string file, bool duplicate, Delivery d) =>
            string.Join('\t', file, d.Id, d.State, d.Verdict, d.Records, d.Refused, d.Errors, d.Warnings, duplicate ? "duplicate" : "");
    }
}
