using System.Diagnostics;
using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate;
using HealthWarehouse.Report;
using HealthWarehouse.Store;

namespace HealthWarehouse.Bench;

/// <summary>
/// Tiles, forms and ad-hoc questions over a million made-up episodes written straight into core, against a bare statement of the engine on
/// the same tables in the same run; then the time from a receipt to a changed figure while messages arrive.
/// </summary>
internal static class QueryBench
{
    public static async Task<int> Run(string[] args)
    {
        var episodes = Array.IndexOf(args, "--episodes") is var at and >= 0
            ? int.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000;
        var work = Directory.CreateTempSubdirectory("khoyte-bench-").FullName;
        try
        {
            await using var house = await House.Open(new HouseSettings { Data = Path.Combine(work, "data"), WarehouseMemoryMb = 2048,
                WarehousePostgres = Environment.GetEnvironmentVariable("KHOYTE_BENCH_POSTGRES") });
            var clock = Stopwatch.StartNew();
            await Fill(house, episodes);
            Console.WriteLine($"{episodes:N0} đợt, {await Count(house, "core.service_line"):N0} dòng dịch vụ; ghi và cộng sẵn " +
                $"{clock.Elapsed.TotalSeconds:0.0} s; {house.Warehouse.Engine}; {Environment.ProcessorCount} nhân");
            var figures = new Figures(house.Catalogue, house.Warehouse, house.Audit);
            await Tiles(house, figures);
            await Forms(house, figures);
            await AdHoc(house, figures);
            await Receipt(house, figures);
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task Tiles(House house, Figures figures)
    {
        var dashboards = new Dashboards(house.Catalogue, figures);
        var board = dashboards.Find("kham-chua-benh")!;
        var slice = new Slice(Period.Parse("2026"));
        var slowest = 0d;
        foreach (var tile in board.Tiles)
        {
            var one = board with { Tiles = [tile] };
            var time = await Median(house, () =>
                dashboards.Compute(one, slice, new Dictionary<string, IReadOnlyList<string>>(), Viewer.House));
            slowest = Math.Max(slowest, time);
            Console.WriteLine($"  ô {tile.Id,-16} {time,8:0.0} ms");
        }
        var whole = await Median(house,
            () => dashboards.Compute(board, slice, new Dictionary<string, IReadOnlyList<string>>(), Viewer.House));
        Console.WriteLine($"ô chậm nhất {slowest:0.0} ms (hạn 200); cả bảng {board.Tiles.Count} ô {whole:0.0} ms");
    }

    private static async Task Forms(House house, Figures figures)
    {
        var reports = new Reports(house.Catalogue, figures, new(house.Catalogue));
        foreach (var report in reports.All)
            Console.WriteLine($"biểu {report.Code} năm: " +
                $"{await Median(house, () => reports.Compute(report, new(Period.Parse("2026")), Viewer.House)):0.0} ms (hạn 300)");
    }

    /// <summary>A question no rollup answers against the same group-by written by hand.</summary>
    private static async Task AdHoc(House house, Figures figures)
    {
        var where = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (name, question, sql) in new[]
        {
            ("xã × giới × nhóm bệnh",
                new Question(["encounters", "hospital_amount"], ["commune", "sex", "category"], new(Period.Parse("2026")), where),
                "select residence_commune_code, sex, main_category, count(*), sum(hospital_amount) from core.encounter " +
                    "where discharged_on between date '2026-01-01' and date '2026-12-31' and known_to is null group by 1, 2, 3"),
            ("dịch vụ × cơ sở",
                new Question(["service_lines", "service_cost"], ["facility", "cost_group"], new(Period.Parse("2026")), where),
                "select facility_code, cost_group, count(*), sum(hospital_amount) from core.service_line " +
                    "where discharged_on between date '2026-01-01' and date '2026-12-31' and known_to is null group by 1, 2"),
            ("số người × tháng", new Question(["people_seen"], ["month"], new(Period.Parse("2026")), where),
                "select substr(cast(discharged_on as varchar), 1, 7), count(distinct person_key) from core.encounter " +
                    "where discharged_on between date '2026-01-01' and date '2026-12-31' and known_to is null group by 1"),
        })
        {
            var bare = await Median(house, () => house.Warehouse.QueryText<dynamic>(sql));
            var layer = await Median(house, () => figures.Ask(question, Viewer.House));
            Console.WriteLine($"tự chọn {name}: {layer:0.0} ms, câu lệnh trần {bare:0.0} ms, tỷ lệ {layer / bare:0.00} (hạn 2)");
        }
    }

    /// <summary>A hundred messages a second for some seconds; every second a figure is asked until it holds what was sent.</summary>
    private static async Task Receipt(House house, Figures figures)
    {
        const int seconds = 10, perSecond = 100;
        var slice = new Slice(Period.Parse("2026-11"), "99001");
        async Task<decimal> Now() =>
            (await figures.Ask(new(["encounters"], [], slice, new Dictionary<string, IReadOnlyList<string>>()),
            Viewer.House)).Total.Values[0] ?? 0;
        var before = await Now();
        using var stopping = new CancellationTokenSource();
        var loading = Task.Run(async () =>
            { while (!stopping.IsCancellationRequested) if (await house.Loader.LoadWaiting() == 0) await Task.Delay(20); });
        var sentAt = new System.Collections.Concurrent.ConcurrentDictionary<int, long>();
        var clock = Stopwatch.StartNew();
        var sending = Task.Run(async () =>
        {
            for (var n = 1; n <= seconds * perSecond; n++)
            {
                using var content = new MemoryStream(Corpus.Small($"BENCH{n:00000}", "99001", "202611101000"));
                await house.Intake.Take(content, new(Collect.Sender.Local, "bench"));
                sentAt[n] = clock.ElapsedMilliseconds;
                if (clock.ElapsedMilliseconds < n * 1000L / perSecond) await Task.Delay(5);
            }
        });
        var worst = 0L;
        var seen = 0;
        while (seen < seconds * perSecond && clock.Elapsed.TotalSeconds < seconds * 6)
        {
            var now = (int)(await Now() - before);
            for (var n = seen + 1; n <= now; n++) if (sentAt.TryGetValue(n, out var sent)) worst =
                Math.Max(worst, clock.ElapsedMilliseconds - sent);
            seen = Math.Max(seen, now);
            await Task.Delay(50);
        }
        await sending;
        await stopping.CancelAsync();
        await loading;
        Console.WriteLine($"từ biên nhận tới số liệu khi nhận {perSecond} thông điệp/s: chậm nhất {worst} ms (hạn 5.000); " +
            $"{seen}/{seconds * perSecond} đã thấy; gửi trong {sentAt.Values.Max() / 1000d:0.0} s");
    }

    /// <summary>
    /// Episodes spread over the facilities, two years, ages, sexes and diseases of the catalogue, with their lines, by the engine itself.
    /// </summary>
    private static Task Fill(House house, int episodes) => house.Warehouse.Write(async writer =>
    {
        var rows = writer.Engine is Engine.DuckDb ? $"range(1, {episodes + 1}) t(n)" : $"generate_series(1, {episodes}) t(n)";
        await writer.ExecuteText($"""
            create temporary table bench_facility as select code, row_number() over (order by code) - 1 as i,
                count(*) over () as total from (select distinct code from dim.facility where status = 'active') f;
            create temporary table bench_commune as select code, row_number() over (order by code) - 1 as i,
                count(*) over () as total from dim.admin_unit where level = 'commune' and valid_to is null;
            create temporary table bench_icd as select code, row_number() over (order by code) - 1 as i,
                count(*) over () as total from (select distinct code from dim.icd10 where valid_to is null) c;
            insert into core.encounter (record_key, known_from, facility_code, episode_code, person_key, sex, age_years, age_days,
                insured, residence_commune_code, visit_type, arrival_code, arrived_at, admitted_at, discharged_at, discharged_on,
                treatment_days, main_icd, main_category, other_count, outcome_code, discharge_code, hospital_amount, insurance_amount,
                    self_paid_amount, copaid_amount, drug_amount, supply_amount)
            select 1000000000 + n, timestamp '2026-11-01 00:00:00', f.code, 'E' || cast(n as varchar), n * 31 % {episodes / 4},
                case when n % 2 = 0 then '1' else '2' end, cast(n * 17 % 90 as integer), cast(n * 17 % 90 * 365 as integer), n % 10 <> 0,
                c.code, case when n % 8 = 0 then '03' when n % 20 = 1 then '05' else '01' end, '1.1', cast(d as timestamp),
                    case when n % 8 = 0 then cast(d as timestamp) end, cast(d as timestamp), d,
                case when n % 8 = 0 then 1 + n % 12 else 1 end, icd.code, substr(icd.code, 1, 3), 1,
                    case when n % 997 = 0 then '5' else '1' end, '1', 100000 + n % 900000, 80000, 5000, 15000, 30000, 1000
            from (select n, date '2025-01-01' + cast(n * 7919 % 695 as integer) as d from {rows}) s
            join bench_facility f on f.i = s.n * 13 % f.total
            join bench_commune c on c.i = s.n * 29 % c.total
            join bench_icd icd on icd.i = s.n * 101 % icd.total;
            insert into core.service_line (record_key, row_no, known_from, facility_code, discharged_on, service_code, service_name,
                cost_group, quantity, hospital_amount)
            select e.record_key, r.n, e.known_from, e.facility_code, e.discharged_on, 'S',
                case when r.n = 1 then 'Chụp X-quang ngực thẳng' else 'Xét nghiệm' end, case when r.n = 1 then '2' else '1' end, 1, 50000
            from core.encounter e cross join {(writer.Engine is Engine.DuckDb ? "range(1, 4) r(n)" : "generate_series(1, 3) r(n)")};
            insert into core.drug_line (record_key, row_no, known_from, facility_code, discharged_on, drug_name, quantity,
                hospital_amount)
            select e.record_key, 1, e.known_from, e.facility_code, e.discharged_on, 'Paracetamol', 10, 30000 from core.encounter e;
            insert into batch_partition (fact, facility_code, month_start)
                select distinct '', facility_code, cast(date_trunc('month', discharged_on) as date) from core.encounter;
            """);
        await writer.Count(["core.encounter", "core.service_line", "core.drug_line"]);
        await new Rollups(house.Catalogue).Refresh(writer, new HashSet<string>(["core.encounter", "core.service_line", "core.drug_line"]));
    });

    private static async Task<long> Count(House house, string table) =>
        (await house.Warehouse.QueryText<long>($"select count(*) from {table}"))[0];

    /// <summary>Median of seven; each after a commit, so that what is measured is the question and no answer kept from before.</summary>
    private static async Task<double> Median(House house, Func<Task> work)
    {
        await work();
        var times = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            await house.Warehouse.Write(_ => Task.CompletedTask);
            var clock = Stopwatch.StartNew();
            await work();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }
        return times.Order().ElementAt(times.Count / 2);
    }
}
