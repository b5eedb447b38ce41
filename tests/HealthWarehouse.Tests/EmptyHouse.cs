using System.Collections.Concurrent;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;
using Npgsql;

namespace HealthWarehouse.Tests;

/// <summary>
/// Houses over the declarations of the repository, built once a run for each engine and day, empty or filled, and copied for every test:
/// building one takes seconds, copying none. A test with a catalogue or a master key of its own builds its house anew.
/// </summary>
internal static class EmptyHouse
{
    private static readonly ConcurrentDictionary<(Engine, DateTime Day, string Filling),
        Lazy<Task<(string Folder, TestPostgres? Database)>>> Built = new();

    private static readonly Lazy<CatalogueFiles> Declared = new(() => CatalogueFiles.Load(Repo.File("catalogue")));

    public static HouseSettings Settings(string data) =>
        new() { Data = data, Catalogue = Repo.File("catalogue"), Declarations = Declared.Value, Sql = Repo.File("warehouse"),
            Inside = ["127.0.0.0/8", "::1/128"], WarehouseThreads = 1 };

    /// <summary>
    /// Fills <paramref name="data"/> with a house built in the first minute of the clock's day; on PostgreSQL gives the database that goes
    /// with it.
    /// </summary>
    public static async Task<TestPostgres?> CopyTo(string data, Engine engine = Engine.DuckDb, TimeProvider? clock = null,
        Filling? filling = null)
    {
        if (engine is Engine.PostgreSql) TestPostgres.SkipWithout();
        var day = (clock ?? TimeProvider.System).GetUtcNow().UtcDateTime.Date;
        var (folder, database) =
            await Built.GetOrAdd((engine, day, filling?.Name ?? ""), _ => new(() => Build(engine, new SetClock(day), filling))).Value;
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(data, Path.GetRelativePath(folder, inner)));
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(data, Path.GetRelativePath(folder, file)));
        return database is null ? null : await TestPostgres.Create(database);
    }

    /// <summary>Closes a house whose folder goes next: nothing is folded into a file that is deleted.</summary>
    public static async Task CloseForGood(House house)
    {
        if (house.Warehouse.File is { } file && File.Exists(file))
            try
            {
                await house.Warehouse.BehindText<string>("pragma disable_checkpoint_on_shutdown");
            }
            catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException or IOException)
            {
                // It was closed or broken by its test.
            }
        await house.DisposeAsync();
    }

    private static async Task<(string, TestPostgres?)> Build(Engine engine, TimeProvider clock, Filling? filling)
    {
        var database = engine is Engine.PostgreSql ? await TestPostgres.Create() : null;
        var folder = Directory.CreateTempSubdirectory("khoyte-empty-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Directory.Delete(folder, recursive: true);
            database?.DisposeAsync().AsTask().Wait();
        };
        await using (var house = await House.Open(Settings(folder) with { WarehousePostgres = database?.ConnectionString,
            OperationsPostgres = database?.ConnectionString }, clock))
            if (filling is not null) await filling.Fill(house);
        NpgsqlConnection.ClearAllPools();
        return (folder, database);
    }
}

/// <summary>What a house is filled with before it is copied; its name tells it from others.</summary>
internal sealed record Filling(string Name, Func<House, Task> Fill)
{
    /// <summary>The 68 de-identified stays of shared/data/claims-mimic.</summary>
    public static readonly Filling Mimic = new("mimic", async house =>
    {
        await house.Intake.TakeMany([.. Directory.EnumerateFiles(Repo.Shared("data/claims-mimic"), "*.xml").Order()
            .Select(f => new Incoming(() => File.OpenRead(f), new(Sender.Local, "test", FileName: Path.GetFileName(f))))]);
        await house.Loader.LoadWaiting();
    });
}
