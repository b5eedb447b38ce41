using System.Diagnostics;
using System.Globalization;
using HealthWarehouse.Analyse;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Operate;
using HealthWarehouse.Records;
using HealthWarehouse.Store;
using Microsoft.Extensions.DependencyInjection;

namespace HealthWarehouse.Bench;

/// <summary>
/// What guarding costs: reading a person's message with and without its audit row, rows appended a second (each durable before its writer
/// goes on), and searching an audit of many millions of rows.
/// </summary>
internal static class GuardBench
{
    public static async Task<int> Run(string[] args)
    {
        var rows = Array.IndexOf(args, "--rows") is var at and >= 0 ? long.Parse(args[at + 1], CultureInfo.InvariantCulture) : 10_000_000;
        var work = Directory.CreateTempSubdirectory("khoyte-bench-").FullName;
        try
        {
            await using var house = await House.Open(new HouseSettings { Data = Path.Combine(work, "data"),
                OperationsPostgres = Environment.GetEnvironmentVariable("KHOYTE_BENCH_POSTGRES") });
            Console.WriteLine($"{house.Operations.Engine}; {Environment.ProcessorCount} nhân; tải máy " +
                $"{(File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?")}");
            await Reads(house, work);
            foreach (var writers in new[] { 1, 16, 64, 256 }) await Appends(house, writers);
            await Searches(house, rows);
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>
    /// The same record read in turn with and without its row, all else alike (session, rights, scope, compartments, openings, masking), so
    /// that what else the machine does meets both: its page as a person gets it, the message behind it, and why an episode counts.
    /// </summary>
    private static async Task Reads(House house, string work)
    {
        foreach (var file in Directory.EnumerateFiles(Corpus.Typical(Path.Combine(work, "corpus")), "*.xml").Order().Take(200))
        {
            await using var content = File.OpenRead(file);
            await house.Intake.Take(content, new(Collect.Sender.Local, "bench"));
        }
        await house.Loader.LoadWaiting();
        var keys = await house.Warehouse.QueryText<long>("select record_key from core.encounter where known_to is null " +
            "and record_key not in (select record_key from std.restricted) order by record_key");
        await using (var audited = await BenchPortal.Open(house, null))
        await using (var bare = await BenchPortal.Open(house, services => services.AddSingleton<IAuditLog, NoAudit>()))
            await Compare("trang của một hồ sơ", keys, (with, key) => (with ? audited : bare).Get($"/ho-so/{key}?purpose=quality"));
        var (places, figures, viewer) = (new RecordPlaces(house.Warehouse), new Figures(house.Catalogue, house.Warehouse, house.Audit),
            Viewer.House with { Session = "bench" });
        PersonalReads Through(IAuditLog audit) =>
            new(house.Catalogue, audit, new(house.Catalogue, house.Operations, house.Audit, house.Clock));
        var (noted, silent) = (Through(house.Audit), Through(new NoAudit()));
        await Compare("thông điệp nhỏ, không kể trang", keys, (with, key) =>
            new Messages(house.Catalogue, house.Ledger, house.Contents, house.Warehouse, house.Vault, with ? noted : silent,
                places).Open(key, viewer, "quality"));
        await Compare("đợt tính vào chỉ số nào, không kể trang", keys, async (with, key) => await (with ? noted : silent)
            .ReadRecord(viewer, "quality", "episode-measures", (await places.Find(key))!, _ => figures.Explain(key, Viewer.House)));
    }

    private static async Task Compare(string name, IReadOnlyList<long> keys, Func<bool, long, Task> read)
    {
        var (with, without) = (new List<double>(), new List<double>());
        for (var i = 0; i < 100 + 600; i++)
        {
            var (key, isFirst) = (keys[i % keys.Count], i % 2 == 0);
            var (one, other) = (await Time(() => read(isFirst, key)), await Time(() => read(!isFirst, key)));
            if (i < 100) continue;
            with.Add(isFirst ? one : other);
            without.Add(isFirst ? other : one);
        }
        Console.WriteLine($"xem {name}, trung vị: có nhật ký {Median(with):0.00} ms, không {Median(without):0.00} ms, tỷ số " +
            $"{Median(with) / Median(without):0.00} (hạn 1,10)");
    }

    private sealed class NoAudit : IAuditLog
    {
        public Task<long> Write(AuditEntry entry, CancellationToken stop = default) => Task.FromResult(0L);
    }

    private static async Task Appends(House house, int writers)
    {
        var seconds = 4;
        var (done, clock) = (0L, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
        {
            for (var i = 0; clock.Elapsed.TotalSeconds < seconds; i++)
            {
                await house.Audit.Write(new($"nguoi-{w}", "read", "message", $"99001/E{i}", "quality", "10.0.0.1", Persons: [i % 100_000]));
                Interlocked.Increment(ref done);
            }
        })));
        Console.WriteLine($"ghi nhật ký, {writers} người ghi cùng lúc: {done / clock.Elapsed.TotalSeconds:#,##0} dòng/s, mỗi dòng chắc " +
            "trên đĩa trước khi người ghi đi tiếp (hạn 5.000)");
    }

    /// <summary>Fills the table by the engine itself (the chain is not what is measured here), then asks as the page does.</summary>
    private static async Task Searches(House house, long rows)
    {
        var clock = Stopwatch.StartNew();
        await Fill(house.Operations, rows);
        Console.WriteLine($"{rows:N0} dòng ghi sẵn trong {clock.Elapsed.TotalSeconds:0} s");
        var search = new AuditSearch(house.Operations);
        var day = new DateOnly(2026, 3, 10);
        var slowest = 0d;
        foreach (var (name, asked) in new (string, AuditQuestion)[]
        {
            ("mới nhất", new()), ("tài khoản", new(Account: "nguoi-77")), ("tài khoản hiếm", new(Account: "hiem")),
                ("đối tượng", new(Object: "99001/E123457")), ("người", new(Person: 4242)), ("việc", new(Action: "export")),
                ("địa chỉ", new(Source: "10.0.3.9")),
            ("mục đích", new(Purpose: "inspection")), ("bị từ chối", new(Result: AuditEntry.Refused)),
                ("một ngày", new(From: day, To: day)),
                ("tài khoản, việc, ngày", new(Account: "nguoi-77", Action: "export", From: day, To: day.AddDays(20))),
            ("việc và địa chỉ không gặp nhau", new(Action: "export", Source: "10.0.3.9", Result: AuditEntry.Failed)),
                ("mục đích, kết quả", new(Purpose: "quality", Result: AuditEntry.Refused)),
        })
        {
            var times = new List<double>();
            var page = await search.Page(asked, null, 50);
            for (var i = 0; i < 7; i++) times.Add(await Time(() => search.Page(asked, null, 50)));
            var first = Stopwatch.StartNew();
            if (page.Older is { } older) await search.Page(asked, older, 50);
            slowest = Math.Max(slowest, Math.Max(Median(times), first.Elapsed.TotalMilliseconds));
            Console.WriteLine($"  tìm theo {name,-32} {Median(times),8:0.0} ms, trang sau {first.Elapsed.TotalMilliseconds,8:0.0} ms, " +
                $"{page.Rows.Count} dòng");
        }
        Console.WriteLine($"tìm chậm nhất {slowest:0.0} ms (hạn 500)");
    }

    private static async Task Fill(Operations operations, long rows)
    {
        var first = (await operations.QueryText<long>("select coalesce(max(seq), 0) from audit"))[0];
        const long Step = 500_000;
        // Indexes are made after the rows, which is many times faster.
        var indexes = await operations.QueryText<string>(operations.Engine is Engine.Sqlite
            ? "select sql from sqlite_master where type = 'index' and tbl_name in ('audit', 'audit_person') and sql is not null"
            : "select indexdef from pg_indexes where tablename in ('audit', 'audit_person') and indexname not like '%pkey'");
        foreach (var index in indexes)
        {
            var after = index.Split("INDEX ", 2, StringSplitOptions.TrimEntries)[^1].Split("index ", 2, StringSplitOptions.TrimEntries)[^1];
            await operations.ExecuteText($"drop index {after.Split(' ')[0]}");
        }
        for (var from = 0L; from < rows; from += Step)
        {
            var many = Math.Min(Step, rows - from);
            var numbers = operations.Engine is Engine.Sqlite ? $"(with recursive t(n) as (select {from} union all select n + 1 from t " +
                $"where n < {from + many - 1}) select n from t)" : $"(select n from generate_series({from}, {from + many - 1}) g(n))";
            var time = operations.Engine is Engine.Sqlite ? "strftime('%Y-%m-%d %H:%M:%S', 1767225600 + n * 3, 'unixepoch') || " +
                "'.000000'" : "to_char(timestamp '2026-01-01' + n * interval '3 seconds', 'YYYY-MM-DD HH24:MI:SS') || '.000000'";
            await operations.Write(change => change.ExecuteText($"""
                insert into audit (seq, at, account, action, object_type, object_id, purpose, source, hash, form, account_type, port,
                    device, result, persons)
                select {first} + 1 + n, {time}, case when n = 5 then 'hiem' else 'nguoi-' || cast(n * 31 % 997 as text) end,
                    case n % 20 when 0 then 'export' when 1 then 'sign-in' when 2 then 'deliver' else 'read' end,
                       'message', '99001/E' || cast(n * 7919 % 2000000 as text),
                           case when n % 1000 = 0 then 'inspection' else 'quality' end,
                           '10.0.' || cast(n * 13 % 8 as text) || '.' || cast(n * 7 % 250 as text),
                       '1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 2, 'person', 40000, 'Mozilla/5.0',
                           case when n % 500 = 0 then 'refused' else 'done' end, cast(n * 7919 % 2000000 as text)
                from {numbers} s
                """));
            await operations.Write(change => change.ExecuteText(
                $"insert into audit_person (person, seq) select n * 7919 % 2000000, {first} + 1 + n from {numbers} s where n % 20 > 2"));
        }
        foreach (var index in indexes) await operations.ExecuteText(index);
        await operations.ExecuteText("analyze audit");
        await operations.ExecuteText("analyze audit_person");
    }

    private static async Task<double> Time(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
