using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Sources;

/// <summary>
/// A house that knows five more sources than the province declares, made of declarations alone (Sources/declarations): cards of persons
/// with days from and to, tasks without a facility, cells of a form by month, whole lists of rooms, and slips that stand for themselves.
/// </summary>
internal sealed class ThrowAway : IAsyncDisposable
{
    private static readonly Lazy<(string Catalogue, string Sql, CatalogueFiles Files)> Declared = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("khoyte-sources-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (var part in new[] { "catalogue", "warehouse" })
            foreach (var from in new[] { Repo.File(part), Repo.File($"tests/HealthWarehouse.Tests/Sources/declarations/{part}") })
                foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
                {
                    var to = Path.Combine(folder, part, Path.GetRelativePath(from, file));
                    Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                    File.Copy(file, to, overwrite: true);
                }
        var catalogue = Path.Combine(folder, "catalogue");
        return (catalogue, Path.Combine(folder, "warehouse"), CatalogueFiles.Load(catalogue));
    });

    private readonly TestPostgres? _postgres;

    private ThrowAway(House house, TestPostgres? postgres) => (House, _postgres) = (house, postgres);

    public House House { get; private set; }

    public static CatalogueFiles Catalogue => Declared.Value.Files;

    /// <summary>The settings of a house with those sources declared too.</summary>
    public static HouseSettings With(HouseSettings usual) =>
        usual with { Catalogue = Declared.Value.Catalogue, Sql = Declared.Value.Sql, Declarations = Catalogue };

    public static async Task<ThrowAway> Open(Engine engine, TimeProvider? clock = null)
    {
        var data = Directory.CreateTempSubdirectory("khoyte-test-").FullName;
        var postgres = await EmptyHouse.CopyTo(data, engine, clock);
        var settings = With(EmptyHouse.Settings(data)) with { WarehousePostgres = postgres?.ConnectionString,
            OperationsPostgres = postgres?.ConnectionString };
        return new(await House.Open(settings, clock), postgres);
    }

    public async Task<string> Send(string contract, string text, string sender = Sender.Local)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return (await House.Intake.Take(stream, new(sender, "test", contract))).TrackingId;
    }

    public async Task<Delivery> Load(string contract, string text)
    {
        var id = await Send(contract, text);
        await House.Loader.LoadWaiting();
        return (await House.Ledger.Find(id))!;
    }

    /// <summary>Takes a delivery back, or gives it back.</summary>
    public async Task<string> Act(DeliveryActionKind kind, string id)
    {
        using var stream = new MemoryStream(new DeliveryAction(kind, Guid.Parse(id), "gửi nhầm tệp", Guid.NewGuid().ToString()).ToBytes());
        return (await House.Intake.Take(stream, new(Sender.Local, "test", DeliveryAction.Contract))).TrackingId;
    }

    public Task<IReadOnlyList<T>> Ask<T>(string sql, object? args = null) => House.Warehouse.QueryText<T>(sql, args);

    public async ValueTask DisposeAsync()
    {
        await EmptyHouse.CloseForGood(House);
        Directory.Delete(House.Settings.Data, recursive: true);
        if (_postgres is not null) await _postgres.DisposeAsync();
    }
}
