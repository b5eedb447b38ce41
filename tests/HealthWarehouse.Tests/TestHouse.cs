using System.Text;
using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests;

/// <summary>A house of its own for one test, in a folder (and, on PostgreSQL, a database) that goes with it.</summary>
internal sealed class TestHouse : IAsyncDisposable
{
    private readonly TestPostgres? _postgres;

    private TestHouse(House house, TestPostgres? postgres) => (House, _postgres) = (house, postgres);

    public House House { get; }

    public string Data => House.Settings.Data;

    /// <summary>Opens a house on an engine; with PostgreSQL the test is skipped, and says so, where none is at hand.</summary>
    public static async Task<TestHouse> Open(Engine engine = Engine.DuckDb, TimeProvider? clock = null, bool watch = false,
        IReadOnlyList<string>? unlocked = null)
    {
        var data = Directory.CreateTempSubdirectory("khoyte-test-").FullName;
        var postgres = await EmptyHouse.CopyTo(data, engine, clock);
        var settings = EmptyHouse.Settings(data) with { Watch = watch ? Path.Combine(data, "den") : null,
            WarehousePostgres = postgres?.ConnectionString, OperationsPostgres = postgres?.ConnectionString, Unlocked = unlocked };
        return new(await House.Open(settings, clock), postgres);
    }

    /// <summary>Closes the house as a crash would leave it, and opens it again over the same folder.</summary>
    public async Task<TestHouse> Reopen(TimeProvider? clock = null, string? catalogue = null)
    {
        var settings = House.Settings with { Catalogue = catalogue ?? House.Settings.Catalogue };
        await House.DisposeAsync();
        return new(await House.Open(settings, clock), _postgres);
    }

    public async Task<Receipt> Send(byte[] content, string? key = null, string sender = Sender.Local, string? version = null)
    {
        using var stream = new MemoryStream(content);
        return await House.Intake.Take(stream, new(sender, "test", Version: version, IdempotencyKey: key));
    }

    public Task<Receipt> Send(string xml, string? key = null, string sender = Sender.Local) =>
        Send(Encoding.UTF8.GetBytes(xml), key, sender);

    /// <summary>Takes a content in, loads it and gives its line of the ledger.</summary>
    public async Task<Delivery> Load(byte[] content, string? version = null)
    {
        var receipt = await Send(content, version: version);
        await House.Loader.LoadWaiting();
        return (await House.Ledger.Find(receipt.TrackingId))!;
    }

    public Task<Delivery> Load(string xml) => Load(Encoding.UTF8.GetBytes(xml));

    /// <summary>SQL on the warehouse, for looking at the outcome.</summary>
    public Task<IReadOnlyList<T>> Ask<T>(string sql, object? args = null) => House.Warehouse.QueryText<T>(sql, args);

    /// <summary>Rules that spoke about a delivery, each once.</summary>
    public async Task<IReadOnlyList<string>> Rules(Delivery delivery) =>
        await Ask<string>("select distinct rule from std.finding where delivery = $seq order by rule", new { delivery.Seq });

    public async ValueTask DisposeAsync()
    {
        await EmptyHouse.CloseForGood(House);
        if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
        if (_postgres is not null) await _postgres.DisposeAsync();
    }
}
