using HealthWarehouse.Collect;
using HealthWarehouse.Operate;

namespace HealthWarehouse.Tests;

/// <summary>A house of its own for one test, in a folder that goes with it.</summary>
internal sealed class TestHouse : IAsyncDisposable
{
    private TestHouse(House house) => House = house;

    public House House { get; }

    public string Data => House.Settings.Data;

    public static async Task<TestHouse> Open(string? data = null, string? postgres = null)
    {
        data ??= Directory.CreateTempSubdirectory("khoyte-test-").FullName;
        return new(await House.Open(new HouseSettings { Data = data, Catalogue = Repo.File("catalogue"), Sql = Repo.File("warehouse"), WarehousePostgres = postgres, OperationsPostgres = postgres }));
    }

    public async Task<Receipt> Send(byte[] content, string? key = null, string sender = Sender.Local)
    {
        using var stream = new MemoryStream(content);
        return await House.Intake.Take(stream, new(sender, "test", IdempotencyKey: key));
    }

    public Task<Receipt> Send(string xml, string? key = null, string sender = Sender.Local) => Send(System.Text.Encoding.UTF8.GetBytes(xml), key, sender);

    public async Task<Delivery> Load(string xml)
    {
        var receipt = await Send(xml);
        await House.Loader.LoadWaiting();
        return (await House.Ledger.Find(receipt.TrackingId))!;
    }

    public Task<IReadOnlyList<T>> Ask<T>(string sql, object? args = null) => House.Warehouse.QueryText<T>(sql, args);

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
    }
}
