using System.CommandLine;
using System.Net.Http.Json;
using System.Text;
using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Rooms.Deliveries;

namespace HealthWarehouse.Web.Verbs;

/// <summary>
/// khoyte import PATH…: files, folders and archives into the ledger, then loaded; one line a file on standard output. With --dry-run only
/// what would become of them.
/// </summary>
internal static class ImportVerb
{
    public static Command Command()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Tệp .xml, .xlsx, .csv, .json, .zip, .gz hoặc thư mục",
            Arity = ArgumentArity.OneOrMore };
        var contract = new Option<string>("--contract") { Description = "Hợp đồng dữ liệu",
            DefaultValueFactory = _ => Handover.Usual };
        var dryRun = new Option<bool>("--dry-run") { Description = "Chỉ xem thử: số hồ sơ, số để riêng, lỗi theo quy tắc; không giữ gì" };
        var version = new Option<string?>("--version-of") { Description = "Phiên bản (4210, 130, 4750, 3176); bỏ trống để tự nhận" };
        var data = Cli.Data();
        var command = new Command("import", "Nhận và nạp tệp, thư mục") { paths, contract, version, dryRun, data };
        command.Runs((parsed, stop) =>
        {
            var (files, code) = (Files(parsed.GetValue(paths)!).ToArray(), parsed.GetValue(contract)!);
            return parsed.GetValue(dryRun)
                ? Cli.WithHouse(parsed.GetValue(data), house => TryHere(house, files, code), client =>
                    TryThere(client, files, code, stop), stop)
                : Cli.WithHouse(parsed.GetValue(data), house => Here(house, files, code, parsed.GetValue(version), stop), client =>
                    There(client, files, code, parsed.GetValue(version), stop), stop);
        });
        return command;
    }

    private static async Task<int> Here(House house, IReadOnlyList<string> files, string contract, string? version, CancellationToken stop)
    {
        var order = new MadeOrder(house.Catalogue.ContractOf(contract).Envelope);
        var receipts = new List<(string File, Receipt Receipt)>();
        foreach (var group in Groups(order.Of(files), MostTogether))
        {
            var taken = await house.Intake.TakeMany([.. group.Select(f =>
                new Incoming(() => Open(f), new(Sender.Local, "import", contract, version, FileName: Path.GetFileName(f))))], stop: stop);
            receipts.AddRange(group.Zip(taken));
            Cli.Progress($"Đã nhận {receipts.Count}/{files.Count} tệp");
        }
        var loading = house.Loader.LoadWaiting(stop);
        while (await Task.WhenAny(loading, Task.Delay(300, stop)) != loading)
            Cli.Progress($"Đang nạp: {house.Loader.Progress.Values.Sum(p => p.Records):N0} hồ sơ");
        await loading;
        Cli.EndProgress();
        return await Print(receipts.Select(r => (r.File, r.Receipt.TrackingId, r.Receipt.Kind is ReceiptKind.Duplicate)), ids =>
            house.Ledger.Many(ids, stop));
    }

    private static async Task<int> There(HttpClient client, IReadOnlyList<string> files, string contract, string? version,
        CancellationToken stop)
    {
        var declared = Catalogue.CatalogueFiles.Load(HouseSettings.FromEnvironment().Catalogue);
        var order = new MadeOrder(declared.ContractOf(contract).Envelope);
        var receipts = new List<(string File, string Id, bool Duplicate)>();
        foreach (var group in Groups(order.Of(files), MostInRequest))
        {
            var to = $"api/v1/deliveries?contract={contract}&version={version}";
            var taken = group is [var only] ? await Send(client, to, only, stop) : await Send(client, to, group, stop);
            receipts.AddRange(group.Zip(taken, (f, r) => (f, r.TrackingId, r.Status == nameof(ReceiptKind.Duplicate))));
            Cli.Progress($"Đã nhận {receipts.Count}/{files.Count} tệp");
        }
        return await Print(receipts, async ids =>
        {
            while (true)
            {
                using var answer = await client.PostAsJsonAsync("api/v1/deliveries/lines", ids, stop);
                await Cli.Must(answer, stop);
                var lines = (await answer.Content.ReadFromJsonAsync<Delivery[]>(stop))!;
                if (lines.All(d => d.State is not (DeliveryState.Queued or DeliveryState.Replay))) return lines.ToDictionary(d => d.Id);
                await Task.Delay(200, stop);
            }
        });
    }

    private static async Task<int> TryHere(House house, IReadOnlyList<string> files, string contract)
    {
        var declared = house.Catalogue.ContractOf(contract);
        return await Print(files, file =>
        {
            using var content = Open(file);
            return Task.FromResult(DryRunAnswer.Of(house.Catalogue, declared, file,
                house.Loader.Survey(contract, content, null, house.Clock.GetUtcNow())));
        });
    }

    private static Task<int> TryThere(HttpClient client, IReadOnlyList<string> files, string contract, CancellationToken stop) =>
        Print(files, file => Post<DryRunAnswer>(client, $"api/v1/deliveries?contract={contract}&dryRun=true", file, stop));

    /// <summary>A line a file and rule, or one a file no rule has a word on. A file or a record that would not be taken is 3.</summary>
    private static async Task<int> Print(IReadOnlyList<string> files, Func<string, Task<DryRunAnswer>> look)
    {
        Console.WriteLine("file\trecords\tkept\trefused\trule\tseverity\ttimes\tfirst");
        var wrong = 0;
        foreach (var file in files)
        {
            var told = await look(file);
            var head = $"{file}\t{told.Records}\t{told.Kept}\t{told.Refused}";
            if (!told.Readable) Console.WriteLine($"{head}\t\t\t\t{told.Problem}");
            else if (told.Rules.Count == 0) Console.WriteLine($"{head}\t\t\t\t");
            foreach (var rule in told.Rules)
                Console.WriteLine(string.Join('\t', head, rule.Rule, rule.Severity, rule.Times,
                    rule.First is [var first, ..] ? first.Message : ""));
            if (!told.Readable || told.Records == 0 || told.Refused > 0) wrong++;
        }
        return wrong == 0 ? 0 : 3;
    }

    private static async Task<IReadOnlyList<ReceiptAnswer>> Send(HttpClient client, string to, string file, CancellationToken stop) =>
        [await Post<ReceiptAnswer>(client, to, file, stop)];

    private static async Task<T> Post<T>(HttpClient client, string to, string file, CancellationToken stop)
    {
        using var content = new StreamContent(Open(file));
        content.Headers.ContentType = new("application/octet-stream");
        using var answer = await client.PostAsync($"{to}&fileName={Uri.EscapeDataString(Path.GetFileName(file))}", content, stop);
        await Cli.Must(answer, stop);
        return (await answer.Content.ReadFromJsonAsync<T>(stop))!;
    }

    private static async Task<IReadOnlyList<ReceiptAnswer>> Send(HttpClient client, string to, IReadOnlyList<string> files,
        CancellationToken stop)
    {
        using var content = new MultipartFormDataContent();
        foreach (var file in files) content.Add(new StreamContent(Open(file)), "files", Path.GetFileName(file));
        using var answer = await client.PostAsync(to, content, stop);
        await Cli.Must(answer, stop);
        return (await answer.Content.ReadFromJsonAsync<ReceiptAnswer>(stop))!.Deliveries!;
    }

    /// <summary>One line a delivery, in the order of the files. Everything taken is 0; a file or a record that was not is 3.</summary>
    private static async Task<int> Print(IEnumerable<(string File, string Id, bool Duplicate)> receipts, Func<IReadOnlyList<string>,
        Task<IReadOnlyDictionary<string, Delivery>>> deliveries)
    {
        Console.WriteLine(Line.Head);
        var wrong = 0;
        foreach (var some in receipts.Chunk(MostTogether))
        {
            var found = await deliveries([.. some.Select(r => r.Id).Distinct()]);
            var lines = new StringBuilder();
            foreach (var (file, id, duplicate) in some)
            {
                lines.AppendLine(Line.Of(file, duplicate, found[id]));
                if (found[id].State != DeliveryState.Loaded || found[id].Refused > 0) wrong++;
            }
            Console.Write(lines);
        }
        Cli.EndProgress();
        if (wrong > 0)
            Console.Error.WriteLine($"{wrong:N0} tệp không được nhận trọn: cột state, refused; lý do ở khoyte findings --delivery ID.");
        return wrong == 0 ? 0 : 3;
    }

    /// <summary>Neighbours together, as many as one durable write takes well.</summary>
    private static IEnumerable<List<string>> Groups(IEnumerable<string> files, int most)
    {
        var (group, bytes) = (new List<string>(), 0L);
        foreach (var file in files)
        {
            var length = new FileInfo(file).Length;
            if (group.Count > 0 && (group.Count == most || bytes + length > MostBytes))
            {
                yield return group;
                (group, bytes) = ([], 0);
            }
            group.Add(file);
            bytes += length;
        }
        if (group.Count > 0) yield return group;
    }

    private const int MostTogether = 1000, MostInRequest = 500;
    private const long MostBytes = 64 << 20;

    private static FileStream Open(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);

    private static IEnumerable<string> Files(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (File.Exists(path)) yield return path;
            else if (Directory.Exists(path))
                foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsMessage)) yield return file;
            else throw new FileNotFoundException($"Không có tệp hoặc thư mục '{path}'.");
        }
    }

    private static bool IsMessage(string file) => !Path.GetFileName(file).StartsWith("._", StringComparison.Ordinal)
        && Path.GetExtension(file).ToLowerInvariant() is ".xml" or ".xlsx" or ".xlsm" or ".csv" or ".json" or ".zip" or ".gz";

    /// <summary>One tab-separated line a file.</summary>
    private static class Line
    {
        public const string Head = "file\ttracking_id\tstate\tverdict\trecords\trefused\terrors\twarnings\tduplicate";

        public static string Of(string file, bool duplicate, Delivery d) =>
            string.Join('\t', file, d.Id, d.State, d.Verdict, d.Records, d.Refused, d.Errors, d.Warnings, duplicate ? "duplicate" : "");
    }
}
