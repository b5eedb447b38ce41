namespace HealthWarehouse.Guard.Audit;

/// <summary>
/// Where a request comes from, set once for it; rows written while it lasts carry it, so that no caller passes it on. Outside a request the
/// house itself acts.
/// </summary>
public sealed class AuditOrigin
{
    /// <summary>Kinds of accounts (TCVN 14423:2026, A1): system is another system's account that is no sender of deliveries.</summary>
    public const string Person = "person", Administrator = "administrator", System = "system", Sender = "sender", House = "house";

    private static readonly AsyncLocal<AuditOrigin?> Now = new();
    private int _rows;

    public static AuditOrigin? Current => Now.Value;

    public string? Source { get; init; }
    public int? Port { get; init; }
    public string? Device { get; init; }

    /// <summary>Account and its type, asked when a row is written: they are known only after the request was authenticated.</summary>
    public Func<string?> Account { get; init; } = () => null;
    public Func<string?> AccountType { get; init; } = () => null;

    /// <summary>Rows written for this request, and whether one of them is an export.</summary>
    public int Rows => _rows;
    public bool HasExport { get; private set; }

    /// <summary>Holds from here on in the present flow of work; call it in an async method, which bounds it.</summary>
    public static void Enter(AuditOrigin origin) => Now.Value = origin;

    internal void Written(AuditRow row)
    {
        Interlocked.Increment(ref _rows);
        if (row.Action.EndsWith("export", StringComparison.Ordinal)) HasExport = true;
    }
}
