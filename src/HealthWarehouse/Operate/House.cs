using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Systems;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Operate.Keys;
using HealthWarehouse.Operate.Lists;
using HealthWarehouse.Loading;
using HealthWarehouse.Operate.Shredding;
using HealthWarehouse.Standardise;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Operate;

/// <summary>The whole house, opened: every room with its doors, over one data folder.</summary>
public sealed class House : IAsyncDisposable
{
    private readonly FileStream? _lock;

    private House(HouseSettings settings, FileStream? dataLock) =>
        (Settings, _lock, Lists, KeyOffice, Shredding, Condition) = (settings, dataLock, new(this), new(this), new(this), new(this));

    public HouseSettings Settings { get; }
    public required TimeProvider Clock { get; init; }
    public required CatalogueFiles Catalogue { get; init; }
    public required SqlFiles Sql { get; init; }
    public required KeyRing Keys { get; init; }
    public required Leaves Leaves { get; init; }
    public required DeliveryContents Contents { get; init; }
    public required KeptLayouts Layouts { get; init; }
    public required VaultDoor Vault { get; init; }
    public required ContentArchive Archive { get; init; }
    public required Operations Operations { get; init; }
    public required Warehouse Warehouse { get; init; }
    public required Ledger Ledger { get; init; }
    public required Intake Intake { get; init; }
    public required Credentials Credentials { get; init; }
    public required Senders Senders { get; init; }
    public required AuditKeys AuditKeys { get; init; }
    public required AuditMarks AuditMarks { get; init; }
    public required AuditLog Audit { get; init; }
    public required AuditRetention Retention { get; init; }
    public required Anomalies Anomalies { get; init; }
    public required Loader Loader { get; init; }

    /// <summary>What the start had to mend in the warehouse, in words; nearly always nothing.</summary>
    public IReadOnlyList<string> Mended { get; private set; } = [];

    /// <summary>Where full official lists come in.</summary>
    public ListImport Lists { get; }

    /// <summary>Making, changing and retiring keys.</summary>
    public KeyOffice KeyOffice { get; }

    /// <summary>Making one person unreadable for good.</summary>
    public ShreddingDesk Shredding { get; }

    /// <summary>How the house is, and what an operator should know.</summary>
    public Condition Condition { get; }

    /// <summary>How loading goes.</summary>
    public required Pulse Pulse { get; init; }

    /// <summary>
    /// Opens the house; on an empty folder it is built. Throws <see cref="HouseInUseException"/> when another process has it open.
    /// </summary>
    public static async Task<House> Open(HouseSettings settings, TimeProvider? clock = null, CancellationToken stop = default)
    {
        clock ??= TimeProvider.System;
        DataFolder.Make(settings.Data);
        var dataLock = Lock(settings.Data);
        var sql = SqlFiles.Load(settings.Sql);
        var installation = new Installation(settings);
        await installation.Check(stop);
        var keys = KeyRing.Open(Path.Combine(settings.Data, "keys"), settings.MasterKey, clock);
        var overlay = Path.Combine(settings.Data, "catalogue");
        var catalogue = settings.Declarations is { } read && read.Folder == settings.Catalogue
            ? read.Over(overlay) : CatalogueFiles.Load(settings.Catalogue, overlay);
        if ((settings.Inside ?? (settings.IsDemo ? HouseSettings.Private : null)) is { } inside) catalogue = catalogue.Within(inside);
        var leaves = Leaves.Open(Path.Combine(settings.Data, "keys"), keys);
        var archive = new ContentArchive(Path.Combine(settings.Data, "archive"), new(keys.ForArchive, Leaves.NewFile, leaves.Secret));
        archive.Sweep();

        var operations = settings.OperationsPostgres is { } operationsAt
            ? Operations.PostgreSql(operationsAt, sql) : Operations.Sqlite(Path.Combine(settings.Data, "operations.db"), sql);
        await operations.Start(stop);
        var warehouse = settings.WarehousePostgres is { } warehouseAt ? Warehouse.PostgreSql(warehouseAt, sql, settings.WarehouseReader)
            : Warehouse.DuckDb(Path.Combine(settings.Data, "warehouse.duckdb"), sql, settings.WarehouseMemoryMb, settings.WarehouseThreads,
                settings.Unlocked);
        var found = new List<Notice>(DataFolder.Notices(settings));
        (warehouse, var rotten) = await Started(warehouse, () =>
            Warehouse.DuckDb(Path.Combine(settings.Data, "warehouse.duckdb"), sql, settings.WarehouseMemoryMb, settings.WarehouseThreads,
            settings.Unlocked), clock, stop);
        if (rotten is not null) found.Add(rotten);
        await installation.Bind(operations, warehouse, stop);

        var auditMarks = new AuditMarks(Path.Combine(settings.Data, "audit"), settings.AuditRoots);
        var auditKeys = new AuditKeys(keys, Path.Combine(settings.Data, "keys"), auditMarks.Folder);
        var vault = new VaultDoor(keys, leaves);
        var audit = new AuditLog(operations, clock, auditKeys, auditMarks, catalogue.Audit, vault.Pseudonyms.OfPerson);
        await audit.Start(stop);
        var layouts = new KeptLayouts(operations, catalogue, clock);
        var contents = new DeliveryContents(archive, operations, layouts);
        await contents.Start(stop);
        var ledger = new Ledger(operations, clock);
        var credentials = new Credentials(operations, audit, catalogue.Access.Tokens, clock);
        var senders = new Senders(operations, audit, credentials, clock);
        var house = new House(settings, dataLock)
        {
            Clock = clock, Pulse = new(clock), Catalogue = catalogue, Sql = sql, Keys = keys, Leaves = leaves, Contents = contents,
                Vault = vault, Archive = archive, Operations = operations, Warehouse = warehouse,
            Ledger = ledger, Intake = new(new(operations, archive, contents, new(warehouse, archive, catalogue, layouts), clock),
                archive, layouts, catalogue.Usual.Code, audit), Layouts = layouts,
                Credentials = credentials, Senders = senders, AuditKeys = auditKeys, AuditMarks = auditMarks, Audit = audit,
            Retention = new(operations, clock, auditKeys, auditMarks, audit, catalogue.Audit),
                Anomalies = new(catalogue, operations, audit, clock),
            Loader = new(catalogue, warehouse, contents, vault, ledger, audit, XmlLimits.Default),
        };
        await house.Intake.Sweep(stop);
        foreach (var compartment in catalogue.Compartments.All.Where(c => keys.Newest(c.Id) == 0))
        {
            await house.Audit.Write(new("khoyte", "key-make", "key", $"{compartment.Id}/1"), stop);
            keys.Ensure(compartment.Id);
        }
        await OldDecisions.Fill(operations, warehouse, stop);
        var mended = new List<string>();
        house.Loader.Repaired += mended.Add;
        await house.Loader.Prepare(stop);
        foreach (var what in mended) await audit.Write(new("khoyte", "repair", "warehouse", "core", Detail: what), stop);
        house.Mended = mended;
        if (await warehouse.Holds(stop)) await house.Shredding.Resume(stop);
        await house.Senders.EnsureLocal(stop);
        if (await warehouse.Holds(stop)) found.AddRange((await new Inventory(house).Take(stop)).Notices());
        house.Condition.Found = found;
        await house.Loader.LookAway(stop);
        return house;
    }

    /// <summary>
    /// Opens the warehouse; an embedded file that cannot be read any more is put aside, and everything is loaded again from the archive.
    /// </summary>
    private static async Task<(Warehouse, Notice?)> Started(Warehouse warehouse, Func<Warehouse> anew, TimeProvider clock,
        CancellationToken stop)
    {
        try
        {
            await warehouse.Start(stop);
            return (warehouse, null);
        }
        catch (Exception e) when (warehouse.File is not null && Warehouse.IsRotten(e))
        {
            await warehouse.DisposeAsync();
            var aside = Warehouse.PutAside(warehouse.File, $"{clock.GetUtcNow():yyyyMMddHHmmss}.rotten");
            var fresh = anew();
            await fresh.Start(stop);
            return (fresh,
                new("warehouse-rotten",
                $"Tệp kho dữ liệu đã hỏng nên được cất sang {Path.GetFileName(aside)}; kho được dựng lại từ kho lưu trữ."));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Intake.Dispose();
        AuditKeys.Dispose();
        Lists.Dispose();
        KeyOffice.Dispose();
        Loader.Dispose();
        await Warehouse.DisposeAsync();
        await Operations.DisposeAsync();
        if (_lock is not null) await _lock.DisposeAsync();
    }

    private static FileStream Lock(string data)
    {
        try
        {
            return new FileStream(Path.Combine(data, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new HouseInUseException(data);
        }
    }
}

/// <summary>Another process has this data folder open.</summary>
public sealed class HouseInUseException(string data) : Exception($"Thư mục dữ liệu {data} đang được một tiến trình khác dùng.");
