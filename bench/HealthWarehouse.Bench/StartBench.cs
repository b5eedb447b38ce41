using System.Diagnostics;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Operate;

namespace HealthWarehouse.Bench;

/// <summary>How long the house takes to open, cold and warm, and what the catalogue takes of it.</summary>
internal static class StartBench
{
    public static async Task<int> Run(string[] args)
    {
        var data = args.Length > 0 ? args[0] : Directory.CreateTempSubdirectory("khoyte-start-").FullName;
        for (var i = 0; i < 3; i++)
        {
            var clock = Stopwatch.StartNew();
            CatalogueFiles.Load(Path.Combine(AppContext.BaseDirectory, "catalogue"), Path.Combine(data, "catalogue"));
            var catalogue = clock.ElapsedMilliseconds;
            clock.Restart();
            await using var house = await House.Open(new HouseSettings { Data = data });
            Console.WriteLine($"catalogue {catalogue} ms, house {clock.ElapsedMilliseconds} ms");
        }
        return 0;
    }
}
