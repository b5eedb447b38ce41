using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using HealthWarehouse.Web;

namespace HealthWarehouse.Bench;

/// <summary>
/// Many small messages, as visits really arrive: a folder of one-visit files against the same in one zip and against a bare script, in the
/// same run; then single receipts over real HTTP, as many as 64 connections can bring and at a steady 200 a second.
/// </summary>
internal static class ReceiptsBench
{
    private const int Connections = 64, Paced = 200;

    public static async Task<int> Run(string[] args)
    {
        var work = Directory.CreateTempSubdirectory("khoyte-bench-").FullName;
        try
        {
            var files = Corpus.OneVisit(Path.Combine(work, "in"), Option(args, "--files", 5729), Option(args, "--kb", 14));
            var bytes = files.Sum(f => new FileInfo(f).Length);
            Console.WriteLine($"{files.Count:N0} tệp một đợt, {bytes / 1e6:0.0} MB; {Environment.ProcessorCount} nhân; tải máy " +
                $"{(File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?")}");
            await Folders(files, work, Option(args, "--runs", 3));
            await Http(work, Option(args, "--seconds", 10));
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task Folders(List<string> files, string work, int runs)
    {
        var zip = Path.Combine(work, "tat-ca.zip");
        ZipFile.CreateFromDirectory(Path.GetDirectoryName(files[0])!, zip, CompressionLevel.Fastest, false);
        for (var run = 1; run <= runs; run++)
        {
            var bare = Time(() => BareLoad.Run(files, Path.Combine(work, $"tran-{run}.duckdb")));
            var one = await Import([zip], Path.Combine(work, $"zip-{run}"));
            var many = await Import(files, Path.Combine(work, $"folder-{run}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"lần {run}: script trần {bare.TotalSeconds:0.0} s | zip " +
                $"{one.TotalSeconds:0.0} s | thư mục {many.TotalSeconds:0.0} s (bằng {many / one:0.00} lần zip, hạn 2; {many / bare:0.0} " +
                $"lần script trần) | đỉnh {Peak()} MiB"));
        }
    }

    /// <summary>As the verb does it in this process: order of receipt, receipts in groups, loading, one line a delivery.</summary>
    private static async Task<TimeSpan> Import(IReadOnlyList<string> files, string data)
    {
        await using var house = await House.Open(new HouseSettings { Data = data });
        var (clock, cpu) = (Stopwatch.StartNew(), Cpu());
        var ids = new List<string>();
        foreach (var group in new MadeOrder(house.Catalogue.Usual.Packing).Of(files).Chunk(1000))
            ids.AddRange((await house.Intake.TakeMany([.. group.Select(f =>
                new Incoming(() => File.OpenRead(f), new(Sender.Local, "bench", FileName: Path.GetFileName(f))))]))
                .Select(r => r.TrackingId));
        var (taken, took) = (clock.Elapsed, Cpu() - cpu);
        await house.Loader.LoadWaiting();
        var all = await house.Ledger.Many(ids);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  biên nhận {taken.TotalSeconds:0.00} s, nạp " +
            $"{(clock.Elapsed - taken).TotalSeconds:0.00} s, {all.Values.Sum(d => d.Records):N0} hồ sơ; CPU {took.TotalSeconds:0.0} + " +
            $"{(Cpu() - cpu - took).TotalSeconds:0.0} s"));
        return all.Values.All(d => d.State == DeliveryState.Loaded)
            ? clock.Elapsed : throw new InvalidOperationException("Có tệp không nạp được.");
    }

    private static async Task Http(string work, int seconds)
    {
        await using var house = await House.Open(new HouseSettings { Data = Path.Combine(work, "http"),
            OperationsPostgres = Environment.GetEnvironmentVariable("KHOYTE_BENCH_POSTGRES") });
        var keys = new List<string>();
        for (var i = 0; i < Connections; i++) keys.Add(await house.Senders.Add($"noi-gui-{i}", $"Nơi gửi {i}", "*"));
        await using var app = Portal.Build(house, [], "http://127.0.0.1:0");
        await app.StartAsync();
        using var client =
            new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = new(app.Urls.First()) };
        var number = 0;
        async Task<double> Send(int sender)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post,
                "api/v1/deliveries") { Content =
                new ByteArrayContent(Corpus.Small($"R{Interlocked.Increment(ref number):0000000}", "99001", "202611110900")) };
            request.Headers.Authorization = new("Bearer", keys[sender]);
            request.Content.Headers.ContentType = new("application/xml");
            var began = Stopwatch.GetTimestamp();
            using var answer = await client.SendAsync(request);
            return answer.IsSuccessStatusCode
                ? Stopwatch.GetElapsedTime(began).TotalMilliseconds
                : throw new InvalidOperationException($"Máy chủ trả lời {(int)answer.StatusCode}.");
        }

        for (var warm = 0; warm < 30; warm++) await Task.WhenAll(Enumerable.Range(0, Connections).Select(Send));
        var cpu = Cpu();
        var clock = Stopwatch.StartNew();
        var free = await Task.WhenAll(Enumerable.Range(0, Connections).Select(i => Task.Run(async () =>
        {
            var times = new List<double>();
            while (clock.Elapsed < TimeSpan.FromSeconds(seconds)) times.Add(await Send(i));
            return times;
        })));
        Tell($"{Connections} kết nối", [.. free.SelectMany(t => t)], clock.Elapsed, Cpu() - cpu, "hạn 1.000/s");
        while ((await house.Ledger.Waiting(1)).Count > 0) await Task.Delay(100);
        cpu = Cpu();
        clock.Restart();
        var paced = new List<Task<double>>();
        for (var i = 0; i < Paced * seconds; i++)
        {
            if (TimeSpan.FromSeconds((double)i / Paced) - clock.Elapsed is { Ticks: > 0 } rest) await Task.Delay(rest);
            paced.Add(Send(i % Connections));
        }
        Tell($"đều {Paced}/s", await Task.WhenAll(paced), clock.Elapsed, Cpu() - cpu, "hạn p99 100 ms");
        Console.WriteLine($"đỉnh bộ nhớ {Peak()} MiB; {house.Operations.Engine}");
        await app.StopAsync();
    }

    private static void Tell(string what, double[] times, TimeSpan took, TimeSpan cpu, string limit)
    {
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {times.Length / took.TotalSeconds:N0} biên nhận/s, p50 " +
            $"{times[times.Length / 2]:0.0} ms, p99 {times[times.Length * 99 / 100]:0.0} ms, chậm nhất {times[^1]:0.0} ms, CPU " +
            $"{cpu.TotalMilliseconds / times.Length:0.00} ms một biên nhận kể cả máy gửi và việc nạp ({limit})"));
    }

    private static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;

    private static long Peak() => Process.GetCurrentProcess().PeakWorkingSet64 >> 20;

    private static TimeSpan Time(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed;
    }

    private static int Option(string[] args, string name, int fallback) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length
            ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : fallback;
}
