using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Operate;

/// <summary>Where the house keeps its things and how much it may use. Read from the environment (KHOYTE_*) and the command line.</summary>
public sealed record HouseSettings
{
    /// <summary>Folder of everything that is not source: archive, databases, keys, imported lists.</summary>
    public required string Data { get; init; }

    /// <summary>Declarations; beside the executable by default.</summary>
    public string Catalogue { get; init; } = Path.Combine(AppContext.BaseDirectory, "catalogue");

    /// <summary>What was read from <see cref="Catalogue"/> already, for several houses in one process; null = it is read.</summary>
    public CatalogueFiles? Declarations { get; init; }

    /// <summary>SQL files; beside the executable by default.</summary>
    public string Sql { get; init; } = Path.Combine(AppContext.BaseDirectory, "warehouse");

    /// <summary>PostgreSQL for the warehouse (server mode); null = DuckDB in the data folder.</summary>
    public string? WarehousePostgres { get; init; }

    /// <summary>The same PostgreSQL by a login that may only read, for questions; null = they are asked by the login that loads.</summary>
    public string? WarehouseReader { get; init; }

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

    /// <summary>Threads DuckDB works with; null = one a core. One takes least of a machine shared with others.</summary>
    public int? WarehouseThreads { get; init; }

    /// <summary>Largest delivery over HTTP, in bytes.</summary>
    public long MaxUpload { get; init; } = 256L << 20;

    /// <summary>How long requests in flight may take to end when the server is asked to stop.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Names the portal answers to (without port); others are refused. <c>*</c> = any. Null = this machine and the name of its <see
    /// cref="Address"/>; with demo data any.
    /// </summary>
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>Whether the data folder holds the made-up province: there is nothing to guard in it.</summary>
    public bool IsDemo => File.Exists(Path.Combine(Data, "demo-logins.txt"));

    /// <summary>
    /// Networks people come from inside (CIDR), in place of those of access.yaml; null = as declared there, with demo data every private
    /// one.
    /// </summary>
    public IReadOnlyList<string>? Inside { get; init; }

    /// <summary>Addresses of reverse proxies on other machines whose X-Forwarded-* are believed; one on this machine always is.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>
    /// The portal's address as people type it (https://kho.soyte.example.vn): passkeys and the province's SSO are bound to it, tokens name
    /// it as their issuer. Null = localhost, or as each request says.
    /// </summary>
    public Uri? Address { get; init; }

    /// <summary>The province's SSO; null = people sign in here only.</summary>
    public SsoSettings? Sso { get; init; }

    /// <summary>Settings of DuckDB that may be changed while it is open. Only tests set it: no variable of the environment does.</summary>
    public IReadOnlyList<string>? Unlocked { get; init; }

    /// <summary>
    /// Memory of a password hash, in KiB; null = as declared in access.yaml. Only tests set it: no variable of the environment does.
    /// </summary>
    public int? HashMemoryKib { get; init; }

    public static HouseSettings FromEnvironment(string? data = null) => new()
    {
        Data = Path.GetFullPath(data ?? Variable("DATA") ?? "data"),
        WarehousePostgres = Variable("WAREHOUSE"),
        WarehouseReader = Variable("WAREHOUSE_READER"),
        OperationsPostgres = Variable("OPERATIONS"),
        MasterKey = Variable("MASTER_KEY"),
        Watch = Variable("WATCH"),
        AuditRoots = Variable("AUDIT_ROOTS"),
        WarehouseThreads = int.TryParse(Variable("THREADS"), CultureInfo.InvariantCulture, out var threads) && threads > 0 ? threads : null,
        WarehouseMemoryMb = int.TryParse(Variable("MEMORY_MB"), CultureInfo.InvariantCulture, out var mb) ? mb : 512,
        StopWithin =
            TimeSpan.FromSeconds(int.TryParse(Variable("STOP_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 30),
        Hosts = Items("HOSTS") is { Count: > 0 } hosts ? hosts : null,
        Inside = Items("INSIDE") is { Count: > 0 } inside ? inside : null,
        Proxies = Items("PROXIES"),
        Address = Variable("ADDRESS") is { } address ? new Uri(address) : null,
        Sso = Variable("SSO_AUTHORITY") is { } authority
            ? new(new(authority), Variable("SSO_CLIENT_ID") ?? "khoyte", Variable("SSO_CLIENT_SECRET")) { Hosts = Items("SSO_HOSTS") }
            : null,
    };

    /// <summary>This machine and every private network: for the made-up province, in which there is nothing to guard.</summary>
    internal static readonly IReadOnlyList<string> Private =
        ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

    private static IReadOnlyList<string> Items(string name) =>
        Variable(name)?.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable($"KHOYTE_{name}") is { Length: > 0 } value ? value : null;
}

/// <summary>
/// Where the province's SSO is (OpenID Connect), who we are there, and the file that holds our secret (null = a public client, PKCE alone).
/// </summary>
public sealed record SsoSettings(Uri Authority, string ClientId, string? SecretFile)
{
    /// <summary>Further hosts the SSO's own description may name (keys, tokens); its own host always may be called.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];
}
