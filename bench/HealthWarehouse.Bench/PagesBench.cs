using System.Diagnostics;
using System.Globalization;
using System.Net;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Demo;
using HealthWarehouse.Operate;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HealthWarehouse.Bench;

/// <summary>
/// The board of 23 tiles as people get it over HTTP: its weight, boards a second with figures that are known and with questions nobody
/// asked before, by eight readers, against a bare server that gives the same bytes; then two thousand requests of form 14 by one account at
/// once, while another account goes on working.
/// </summary>
internal static class PagesBench
{
    private const int Readers = 8, Crowd = 2000, Heaviest = 150_000;
    private const string Board = "/bang/kham-chua-benh";

    public static async Task<int> Run(string[] args)
    {
        var seconds = Array.IndexOf(args, "--seconds") is var at and >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : 10;
        var own = Array.IndexOf(args, "--data") is var given and >= 0 ? args[given + 1] : null;
        var work = Directory.CreateTempSubdirectory("khoyte-bench-").FullName;
        try
        {
            var settings = new HouseSettings { Data = own ?? Path.Combine(work, "data"),
                WarehousePostgres = Environment.GetEnvironmentVariable("KHOYTE_BENCH_POSTGRES") };
            if (own is null) await Load(settings);
            await using var house = await House.Open(settings);
            await using var portal = await BenchPortal.Open(house, null);
            var page = await portal.Client.GetByteArrayAsync(Board);
            Console.WriteLine($"bảng 23 ô: {page.Length / 1000.0:0} KB (hạn {Heaviest / 1000} KB); {house.Warehouse.Engine}; " +
                $"{Environment.ProcessorCount} nhân");

            await Statements(house);
            var bare = await Bare(page, seconds);
            Say("máy chủ trần, cùng số byte", bare, null);
            Say("số liệu đã biết (hạn 100 bảng/s, p99 1.000 ms)",
                await Read([.. Enumerable.Repeat(portal.Client, Readers)], seconds, _ => Board), bare);
            Say("câu hỏi chưa ai hỏi (hạn 10 bảng/s)", await Read([.. Enumerable.Repeat(portal.Client, Readers)], seconds, Fresh), bare);
            await Storm(portal, await portal.Another("do-dac-2"));
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>What a board asks of the engine when nothing of it is known.</summary>
    private static async Task Statements(House house)
    {
        var dashboards = new Report.Dashboards(house.Catalogue, new Analyse.Figures(house.Catalogue, house.Warehouse));
        var tiles = await dashboards.Compute(dashboards.Find("kham-chua-benh")!, new(Concepts.Period.Parse("2026")), new Dictionary<string,
            IReadOnlyList<string>>(), Guard.Viewer.House);
        var plans = tiles.SelectMany(t => t.Answer?.Plans ?? []).ToArray();
        Console.WriteLine($"{plans.Length} câu SQL, {plans.Distinct().Count()} khác nhau; " +
            string.Join(", ", tiles.Select(t => $"{t.Tile.Id} {t.Answer?.Plans.Count}: {t.Answer?.Plans.Sum(p => p.Milliseconds):0}")));
    }

    private static async Task Load(HouseSettings settings)
    {
        var now = TimeProvider.System.GetUtcNow();
        var province = new DemoProvince(new() { Months = 12, EndsOn = DateOnly.FromDateTime(now.UtcDateTime.AddHours(7)) },
            CatalogueFiles.Load(settings.Catalogue));
        var load = new DemoLoad(province, now);
        await using var house = await House.Open(settings, load.Clock);
        await load.Run(house, new Progress<DemoProgress>());
    }

    /// <summary>A board nobody asked before: another filter or period each time.</summary>
    private static string Fresh(int n)
    {
        string[] periods = ["2026", "2026-Q1", "2026-Q2", "2026-Q3", "2026-H1", "2026-H2", "2026-9M", "2026-03", "2026-05", "2026-07"];
        string[] ages = ["", "00-04", "05-14", "15-24", "25-49", "50-59"];
        string[] visits = ["", "01", "02", "03", "04", "05"];
        var (period, rest) = (periods[n % periods.Length], n / periods.Length);
        return $"{Board}?period={period}&age_band={ages[rest % ages.Length]}" +
            $"&visit_type={visits[rest / ages.Length % visits.Length]}&org=990{rest / 36 % 9 + 1:00}";
    }

    private static async Task<Timing> Read(HttpClient[] readers, int seconds, Func<int, string> path)
    {
        await readers[0].GetByteArrayAsync(path(0));
        var (next, times, clock) = (0, new System.Collections.Concurrent.ConcurrentBag<double>(), Stopwatch.StartNew());
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.WhenAll(readers.Select(reader => Task.Run(async () =>
        {
            while (clock.Elapsed.TotalSeconds < seconds)
            {
                var began = clock.Elapsed;
                await reader.GetByteArrayAsync(path(Interlocked.Increment(ref next)));
                times.Add((clock.Elapsed - began).TotalMilliseconds);
            }
        })));
        return new([.. times.Order()], clock.Elapsed.TotalSeconds,
            (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds);
    }

    private static async Task<Timing> Bare(byte[] page, int seconds)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet(Board, () => Results.Bytes(page, "text/html"));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        return await Read([.. Enumerable.Repeat(client, Readers)], seconds, _ => Board);
    }

    /// <summary>Everybody of one account at once; the other account must hardly feel it.</summary>
    private static async Task Storm(BenchPortal portal, HttpClient other)
    {
        await other.GetByteArrayAsync(Board);
        using var over = new CancellationTokenSource();
        var neighbour = Task.Run(async () =>
        {
            var times = new List<double>();
            while (!over.IsCancellationRequested)
            {
                var clock = Stopwatch.StartNew();
                using var answer = await other.GetAsync(Board);
                times.Add(answer.StatusCode is HttpStatusCode.OK ? clock.Elapsed.TotalMilliseconds : double.MaxValue);
                await Task.Delay(50);
            }
            return times.Order().ToArray();
        });
        var began = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(async _ =>
        {
            using var answer = await portal.Client.GetAsync("/bao-cao/b14?period=2026&all=true", HttpCompletionOption.ResponseHeadersRead);
            await answer.Content.CopyToAsync(Stream.Null);
            return answer.StatusCode;
        }));
        var took = began.Elapsed;
        await over.CancelAsync();
        var felt = await neighbour;
        Console.WriteLine($"{Crowd:N0} yêu cầu biểu 14 của một tài khoản: {took.TotalSeconds:0.0} s; " +
            $"{string.Join(", ", answers.GroupBy(a => (int)a).OrderBy(g => g.Key).Select(g => $"{g.Count():N0} × {g.Key}"))}; "
            + $"tài khoản khác: {felt.Length} bảng, p50 {felt[felt.Length / 2]:0} ms, chậm nhất {felt[^1]:0} ms; đỉnh bộ nhớ " +
                $"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MiB (hạn 1.200)");
    }

    private static void Say(string what, Timing t, Timing? limit) =>
        Console.WriteLine($"{what}: {t.PerSecond:0.0}/s, p50 {t.At(0.5):0} ms, p99 {t.At(0.99):0} ms, {t.Cpu / t.Sorted.Length:0.0} ms " +
            $"CPU một bảng cả người đọc{(limit is null ? "" : $"; tỷ lệ {t.PerSecond / limit.PerSecond:0.000}")}");

    private sealed record Timing(double[] Sorted, double Seconds, double Cpu)
    {
        public double PerSecond => Sorted.Length / Seconds;

        public double At(double share) => Sorted[Math.Min(Sorted.Length - 1, (int)(Sorted.Length * share))];
    }
}
