using System.Collections.Concurrent;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;
using Npgsql;

namespace HealthWarehouse.Tests;

/// <summary>
/// Empty houses over the declarations of the repository, built once a run for each engine and day and copied for every test: building one takes seconds,
/// copying none. A test with a catalogue or a master key of its own builds its house anew.
/// </summary>
internal static class EmptyHouse
{
    private static readonly ConcurrentDictionary<(Engine, DateTime Day), Lazy<Task<(string Folder, TestPostgres? Database)>>> Built = new();

    public static HouseSettings Settings(string data) => new() { Data = data, Catalogue = Repo.File("catalogue"), Sql = Repo.File("warehouse") };

    /// <summary>Fills <paramref name="data"/> with a house built in the first minute of the clock's day; on PostgreSQL gives the database that goes with it.</summary>
    public static async Task<TestPostgres?> CopyTo(string data, Engine engine = Engine.DuckDb, TimeProvider? clock = null)
    {
        if (engine is Engine.PostgreSql) TestPostgres.SkipWithout();
        var day = (clock ?? TimeProvider.System).GetUtcNow().UtcDateTime.Date;
        var (folder, database) = await Built.GetOrAdd((engine, day), _ => new(() => Build(engine, new SetClock(day)))).Value;
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(Path.Combine(data, Path.GetRelativePath(folder, inner)));
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)) File.Copy(file, Path.Combine(data, Path.GetRelativePath(folder, file)));
        return database is null ? null : await TestPostgres.Create(database);
    }

    private static async Task<(string, TestPostgres?)> Build(Engine engine, TimeProvider clock)
    {
        var database = engine is Engine.PostgreSql ? await TestPostgres.Create() : null;
        var folder = Directory.CreateTempSubdirectory("khoyte-empty-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Directory.Delete(folder, recursive: true);
            database?.DisposeAsync().AsTask().Wait();
        };
        await using (await House.Open(Settings(folder) with { WarehousePostgres = database?.ConnectionString, OperationsPostgres = database?.ConnectionString }, clock)) { }
        NpgsqlConnection.ClearAllPools();
        return (folder, database);
    }
}
