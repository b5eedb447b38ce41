using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using HealthWarehouse.Tests;
using HealthWarehouse.Web.Rooms.Deliveries;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// kill -9 at seeded points, then again and again on the same data: every acknowledged delivery is there exactly once, and a rebuild gives
/// the same digests. Three points of each kind by default; with KHOYTE_TESTS=full 50, and KHOYTE_CRASH_POINTS sets any number.
/// </summary>
public class UploadCrashSpec
{
    [Fact]
    public async Task Uploads_killed_at_seeded_points_lose_and_double_nothing()
    {
        using var crash = new CrashSite();
        string key;
        await using (var house = await House.Open(crash.Settings)) key = await house.Senders.Add("his", "Phần mềm", "*");
        var acknowledged = new ConcurrentDictionary<string, string>();
        var random = new Random(20261123);
        var made = 0;

        for (var point = 0; point < CrashSite.Points; point++)
        {
            var port = Khoyte.FreePort();
            using var server = Khoyte.Start("serve", "--data", crash.Data, "--urls", $"http://127.0.0.1:{port}");
            using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(20) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            if (point % 5 == 4) await Task.Delay(random.Next(100, 1500));                    // every fifth: during start and recovery
            else
            {
                using var late = new CancellationTokenSource(TimeSpan.FromMinutes(3));
                (await server.Ready(client, late.Token)).ShouldBeTrue($"point {point}: the server does not come up again");
                using var end = new CancellationTokenSource();
                var before = acknowledged.Count;
                var senders = Enumerable.Range(0, 2)
                    .Select(_ => Send(client, acknowledged, () => Interlocked.Increment(ref made), end.Token)).ToArray();
                // Every other time among receipts that were given, else also before the first of them.
                while (point % 2 == 0 && acknowledged.Count == before && !late.IsCancellationRequested) await Task.Delay(5);
                await Task.Delay(random.Next(0, 700));
                server.Kill();
                await end.CancelAsync();
                await Task.WhenAll(senders);
            }
            server.Kill();
        }

        acknowledged.Count.ShouldBeGreaterThan(CrashSite.Points);
        await crash.Verify([.. acknowledged.Select(a => (a.Key, a.Value))]);
    }

    /// <summary>Sends until the server is gone; what was acknowledged is noted with its first episode.</summary>
    private static async Task Send(HttpClient client, ConcurrentDictionary<string, string> acknowledged, Func<int> next,
        CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var number = next();
            var episodes = Enumerable.Range(0, 1 + number % 25).Select(i => $"U{number:000000}-{i}").ToArray();
            using var content = new StringContent(Envelopes.Many("99001", episodes), Encoding.UTF8, "application/xml");
            try
            {
                using var answer = await client.PostAsync("/api/v1/deliveries", content, stop);
                if (answer.StatusCode != HttpStatusCode.Accepted) continue;
                var receipt = await answer.Content.ReadFromJsonAsync<ReceiptAnswer>(stop);
                foreach (var episode in episodes) acknowledged[episode] = receipt!.TrackingId;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                return;
            }
        }
    }
}

public class ImportCrashSpec
{
    [Fact]
    public async Task Imports_killed_at_seeded_points_lose_and_double_nothing()
    {
        using var crash = new CrashSite();
        var random = new Random(23112026);
        for (var point = 0; point < CrashSite.Points; point++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(crash.Input, point.ToString("000", CultureInfo.InvariantCulture))).FullName;
            for (var file = 0; file < 6; file++)
                await File.WriteAllTextAsync(Path.Combine(folder, $"{file}.xml"),
                    Envelopes.Many("99002", Enumerable.Range(0, 40).Select(i => $"I{point:000}-{file}-{i}")));
            var before = crash.Taken();
            using var import = Khoyte.Start("import", folder, "--data", crash.Data);
            if (point % 5 == 4) await Task.Delay(random.Next(100, 1500));                    // every fifth: during start and recovery
            else
            {
                while (!import.HasExited && crash.Taken() == before) await Task.Delay(5);
                await Task.Delay(random.Next(0, 900));
            }
            import.Kill();
        }
        var (exit, output, error) = await Khoyte.Run("import", crash.Input, "--data", crash.Data);

        exit.ShouldBe(0, error);
        output.Split('\n').Count(l => l.Contains("\tLoaded\t", StringComparison.Ordinal)).ShouldBe(CrashSite.Points * 6);
        await crash.Verify([.. Enumerable.Range(0, CrashSite.Points)
            .SelectMany(p =>
            Enumerable.Range(0, 6).SelectMany(f => Enumerable.Range(0, 40).Select(i => ($"I{p:000}-{f}-{i}", (string?)null))))]);
    }
}

/// <summary>A data folder that processes die over.</summary>
internal sealed class CrashSite : IDisposable
{
    public static readonly int Points = int.TryParse(Environment.GetEnvironmentVariable("KHOYTE_CRASH_POINTS"),
        CultureInfo.InvariantCulture, out var points) ? points : Scale.Full ? 50 : 3;

    public string Data { get; } = Directory.CreateTempSubdirectory("khoyte-crash-").FullName;
    public string Input { get; } = Directory.CreateTempSubdirectory("khoyte-crash-in-").FullName;
    public HouseSettings Settings => new() { Data = Data, Catalogue = Repo.File("catalogue"), Sql = Repo.File("warehouse") };

    /// <summary>Contents in the archive, whole or being written.</summary>
    public int Taken() => Directory.Exists(Path.Combine(Data, "archive"))
        ? Directory.EnumerateFiles(Path.Combine(Data, "archive"), "*", SearchOption.AllDirectories).Count() : 0;

    /// <summary>
    /// Every episode is known now exactly once, by the delivery it was acknowledged for; no delivery is held twice; a rebuild is identical.
    /// </summary>
    public async Task Verify(IReadOnlyCollection<(string Episode, string? Tracking)> expected)
    {
        await using var house = await House.Open(Settings);
        await house.Loader.LoadWaiting();
        var ledger = await house.Ledger.All();
        ledger.ShouldAllBe(d => d.State == DeliveryState.Loaded);
        (await house.Warehouse.QueryText<long>(
            "select count(*) from (select delivery from std.delivery group by delivery having count(*) > 1) t")).ShouldBe([0]);
        (await house.Warehouse.QueryText<long>("select count(*) from std.delivery")).ShouldBe([ledger.Count]);
        (await house.Warehouse.QueryText<long>(
            "select count(*) from (select record_key from std.record group by record_key having count(*) > 1) t")).ShouldBe([0]);

        var held = (await house.Warehouse.QueryText<Held>("select e.episode_code, cast(d.tracking_id as varchar) as tracking, count(*) " +
            "over (partition by e.episode_code) as times from core.encounter e join std.record r on r.record_key = e.record_key " +
            "join std.delivery d on d.delivery = r.delivery where e.known_to is null"))
            .ToLookup(h => h.EpisodeCode);
        foreach (var (episode, tracking) in expected)
        {
            held[episode].Count().ShouldBe(1, episode);
            if (tracking is not null) held[episode].Single().Tracking.ShouldBe(tracking, episode);
        }
        Directory.EnumerateFiles(Path.Combine(Data, "archive", "incoming")).ShouldBeEmpty();
        (await new Rebuild(house).Verify()).Where(c => !c.Same).ShouldBeEmpty();
    }

    public void Dispose()
    {
        Directory.Delete(Data, recursive: true);
        Directory.Delete(Input, recursive: true);
    }

    private sealed record Held
    {
        public required string EpisodeCode { get; init; }
        public required string Tracking { get; init; }
    }
}
