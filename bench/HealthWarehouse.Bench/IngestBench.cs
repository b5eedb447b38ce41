using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using System.Xml;
using HealthWarehouse.Collect;
using HealthWarehouse.Operate;

namespace HealthWarehouse.Bench;

/// <summary>From archived bytes to committed core, against a bare XmlReader over the same bytes in the same run.</summary>
internal static class IngestBench
{
    public static async Task<int> Run(string[] args)
    {
        int mb = Option(args, "--mb", 96), fileMb = Option(args, "--file-mb", 8), runs = Option(args, "--runs", 3);
        var work = Directory.CreateTempSubdirectory("khoyte-bench-").FullName;
        try
        {
            var source = Array.IndexOf(args, "--mimic") >= 0
                ? Path.GetFullPath("../shared/data/claims-mimic") : Corpus.Typical(Path.Combine(work, "typical"));
            var (files, rows, episodes, bytes) = Corpus.Make(source, Path.Combine(work, "in"), mb, fileMb);
            Console.WriteLine(
                $"{files.Count} tệp, {bytes / 1e6:0.0} MB, {episodes:N0} đợt, {rows:N0} dòng; {Environment.ProcessorCount} nhân");
            for (var run = 0; run < runs; run++)
            {
                var bare = Array.IndexOf(args, "--no-bare") >= 0 ? TimeSpan.FromSeconds(1) : Time(() => Bare(files));
                var (house, peak) = await Load(files, Path.Combine(work, $"data{run}"), Option(args, "--memory-mb", 512));
                Console.WriteLine($"lần {run + 1}: XmlReader {rows / bare.TotalSeconds:N0} dòng/s ({bytes / 1e6 / bare.TotalSeconds:0.0} " +
                    $"MB/s) | kho {rows / house.TotalSeconds:N0} dòng/s, {episodes / house.TotalSeconds:N0} đợt/s, " +
                    $"{bytes / 1e6 / house.TotalSeconds:0.0} MB/s | tỷ lệ {bare / house:0.00} | đỉnh {peak >> 20} MiB");
            }
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<(TimeSpan, long)> Load(List<string> files, string data, int memoryMb)
    {
        await using var house = await House.Open(new HouseSettings { Data = data, WarehouseMemoryMb = memoryMb });
        foreach (var file in files)
        {
            await using var content = File.OpenRead(file);
            await house.Intake.Take(content, new(Sender.Local, "bench"));
        }
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var gc = GC.GetTotalPauseDuration();
        var clock = Stopwatch.StartNew();
        await house.Loader.LoadWaiting();
        clock.Stop();
        Console.WriteLine($"  cpu {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds:0.00}s wall " +
            $"{clock.Elapsed.TotalSeconds:0.00}s gc {(GC.GetTotalPauseDuration() - gc).TotalMilliseconds:0}ms");
        return (clock.Elapsed, Process.GetCurrentProcess().PeakWorkingSet64);
    }

    /// <summary>Every node and value of envelope and content, nothing kept, files spread over all cores.</summary>
    private static void Bare(List<string> files) =>
        Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, file =>
    {
        var buffer = new byte[1 << 16];
        using var stream = File.OpenRead(file);
        using var outer = XmlReader.Create(stream);
        long seen = 0;
        while (outer.Read())
        {
            if (outer.NodeType != XmlNodeType.Element || outer.LocalName != "NOIDUNGFILE") continue;
            var content = new MemoryStream();
            int read;
            while ((read = outer.ReadElementContentAsBase64(buffer, 0, buffer.Length)) > 0) content.Write(buffer, 0, read);
            content.Position = 0;
            using var inner = XmlReader.Create(content);
            while (inner.Read()) if (inner.NodeType == XmlNodeType.Text) seen += inner.Value.Length;
        }
        GC.KeepAlive(seen);
    });

    private static TimeSpan Time(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed;
    }

    private static int Option(string[] args, string name, int fallback) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length
            ? int.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : fallback;
}
