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

    /// <summary>Most memory DuckDB keeps, in MB.</summary>
    public int WarehouseMemoryMb { get; init; } = 512;

    /// <summary>Largest delivery over HTTP, in bytes.</summary>
    public long MaxUpload { get; init; } = 256L << 20;

    /// <summary>Names the portal answers to (without port); others are refused. <c>*</c> = any.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = ["*"];

    /// <summary>Addresses of reverse proxies on other machines whose X-Forwarded-* are believed; one on this machine always is.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>Address the portal is reached at from outside (https://…), which tokens and assertions name; null = as each request says.</summary>
    public string? PublicUrl { get; init; }

    public static HouseSettings FromEnvironment(string? data = null) => new()
    {
        Data = Path.GetFullPath(data ?? Variable("DATA") ?? "data"),
        WarehousePostgres = Variable("WAREHOUSE"),
        OperationsPostgres = Variable("OPERATIONS"),
        MasterKey = Variable("MASTER_KEY"),
        Watch = Variable("WATCH"),
        PublicUrl = Variable("PUBLIC_URL"),
        WarehouseMemoryMb = int.TryParse(Variable("MEMORY_MB"), CultureInfo.InvariantCulture, out var mb) ? mb : 512,
        Hosts = Items("HOSTS") is { Count: > 0 } hosts ? hosts : ["*"],
        Proxies = Items("PROXIES"),
    };

    private static IReadOnlyList<string> Items(string name) => Variable(name)?.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? Variable(string name) => Environment.GetEnvironmentVariable($"KHOYTE_{name}") is { Length: > 0 } value ? value : null;
}
