using System.Diagnostics;
using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Claims;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Operate;
using HealthWarehouse.Loading;
using HealthWarehouse.Standardise;

namespace HealthWarehouse.Bench;

/// <summary>Where the time of loading goes, one stage after the other on one core.</summary>
internal static class Stages
{
    public static async Task<int> Run(string[] args)
    {
        var work = Directory.CreateTempSubdirectory("khoyte-stages-").FullName;
        try
        {
            var (files, rows, _,
                _) = Corpus.Make(Array.IndexOf(args, "--mimic") >= 0
                ? Path.GetFullPath("../shared/data/claims-mimic")
                : Corpus.Typical(Path.Combine(work, "typical")), Path.Combine(work, "in"), 48, 8);
            await using var house = await House.Open(new HouseSettings { Data = Path.Combine(work, "data") });
            foreach (var file in files)
                { await using var content = File.OpenRead(file); await house.Intake.Take(content, new(Sender.Local, "bench")); }
            var layout = new StdLayout(house.Catalogue.Contracts.Values);
            var shop = new Workshop(house.Catalogue, layout, house.Vault);
            foreach (var q in args.Where(a => !a.StartsWith("--", StringComparison.Ordinal))) await house.Warehouse.ExecuteText(q);
            for (var round = 0; round < 6; round++)
            {
                var t = new Dictionary<string, double>(); var c = new Stopwatch();
                void Mark(string name, Stopwatch w) { t[name] = t.GetValueOrDefault(name) + w.Elapsed.TotalMicroseconds; w.Restart(); }
                await house.Warehouse.Write(async writer =>
                {
                    await shop.Landing.Begin(writer);
                    var deliveries = await house.Ledger.All();
                    await shop.Landing.Note(writer,
                        [.. deliveries.Select(d =>
                        new DeliveryNote(d.Seq + round * 100, Guid.NewGuid(), d.Sender, d.Contract, d.ContentHash,
                        d.ReceivedAt.UtcDateTime, null, null, null, 1, 0, true, "", true, d.KnownAt.UtcDateTime.AddMinutes(round), 2))]);
                    foreach (var d in deliveries)
                    {
                        var w = Stopwatch.StartNew();
                        using var content = house.Archive.Open(d.ContentHash);
                        var ms = new MemoryStream(); content.CopyTo(ms); ms.Position = 0;
                        Mark("archive", w);
                        var groups = new ClaimsReader(house.Catalogue.Usual.Packing, XmlLimits.Default).Read(ms, 64 << 20).ToList();
                        Mark("cut", w);
                        foreach (var g in groups)
                        {
                            var records = new List<Concepts.SourceRecord>();
                            var binder = shop.Binder("claims"); var set = shop.Set();
                            w.Restart();
                            double bind = 0;
                            foreach (var r in g.Unpack())
                                { var b = Stopwatch.StartNew(); binder.Bind(r, new(d.Seq + round * 100, null, new(2026, 11, 1), null),
                                    set); bind += b.Elapsed.TotalMicroseconds; }
                            t["unpack"] = t.GetValueOrDefault("unpack")
                                + w.Elapsed.TotalMicroseconds - bind; t["bind"] = t.GetValueOrDefault("bind") + bind; w.Restart();
                            await shop.Landing.Append(writer, set); Mark("append", w);
                            t["findings"] = t.GetValueOrDefault("findings") + set.Findings.Rows;
                            shop.Return(set); shop.Return(binder);
                        }
                    }
                    var v = Stopwatch.StartNew();
                    await shop.Landing.Check(writer); Mark("check", v);
                    await shop.Persons.Resolve(writer); Mark("persons", v);
                    await shop.Core.Refresh(writer, shop.Landing.Tables, false); Mark("core", v);
                    await shop.Landing.Begin(writer); Mark("begin", v); c.Restart();
                });
                Mark("commit", c);
                Console.WriteLine($"{rows} dòng: " + string.Join("  ", t.Select(x => $"{x.Key} {x.Value / rows:0.00}µs")));
            }
            var k = Stopwatch.StartNew(); await house.Warehouse.ExecuteText("checkpoint"); Console.WriteLine(
                $"checkpoint {k.Elapsed.TotalMicroseconds / rows / 6:0.00}µs; tệp " +
                    $"{new FileInfo(Path.Combine(work, "data", "warehouse.duckdb")).Length >> 20} MiB");
            return 0;
        }
        finally { Directory.Delete(work, true); }
    }
}
