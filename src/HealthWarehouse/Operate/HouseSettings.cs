namespace HealthWarehouse.Operate;

/// <summary>Where the house keeps its things and how much it may use. Read from the environment (KHOYTE_*) and the command line.</summary>
public sealed record HouseSettings
{
    /// <summary>Folder of everything that is not source: archive, databases, keys, imported lists.</summary>
    public required string Data { get; init; }

    /// <summary>Declarations; beside the executable by default.</summary>
    public string Catalogue { get; init; } = Path.Combine(AppContext.BaseDirectory, "catalogue");

    /// <summary>SQL files; beside the executable by default.</summary>
    public string Sql { get; init; } = Path.Combine(AppContext.BaseDirectory, "warehouse");

    /// <summary>PostgreSQL for the warehouse (server mode); null = DuckDB in the data folder.</summary>
    public string? WarehousePostgres { get; init; }

    /// <summary>PostgreSQL for operations (server mode); null = SQLite in the data folder.</summary>
    public string? OperationsPostgres { get; init; }

    /// <summary>File of the master key, best on another disk; null = DATA/keys/master.key.</summary>
    public string? MasterKey { get; init; }

    /// <summary>Folder watched for files to take in; null = none.</summary>
    public string? Watch { get; init; }

    /// <summary>Second folder for the signed roots of the audit, best on another machine; null = none.</summary>
    public string? AuditRoots { get; init; }

    /// <summary>Most memory DuckDB keeps, in MB.</summary>
    public int WarehouseMemoryMb { get; init; } = 512;

    /// <summary>Largest delivery over HTTP, in bytes.</summary>
    public long MaxUpload { get; init; } = 256L << 20;

    public static HouseSettings FromEnvironment(string? data = null) => new()
    {
        Data = Path.GetFullPath(data ?? Variable("DATA") ?? "data"),
        WarehousePostgres = Variable("WAREHOUSE"),
        OperationsPostgres = Variable("OPERATIONS"),
        MasterKey = Variable("MASTER_KEY"),
        Watch = Variable("WATCH"),
        AuditRoots = Variable("AUDIT_ROOTS"),
        WarehouseMemoryMb = int.TryParse(Variable("MEMORY_MB"), CultureInfo.InvariantCulture, out var mb) ? mb : 512,
    };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable($"KHOYTE_{name}") is { Length: > 0 } value ? value : null;
}
