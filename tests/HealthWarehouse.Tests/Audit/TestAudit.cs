using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests;

/// <summary>An audit of its own over a fresh operational database, with its keys and its folder of marks, and a clock to set.</summary>
internal sealed class TestAudit : IAsyncDisposable
{
    private readonly TestPostgres? _postgres;

    private TestAudit(string folder, TestPostgres? postgres, Operations operations, SetClock clock)
    {
        (Folder, _postgres, Operations, Clock) = (folder, postgres, operations, clock);
        Ring = KeyRing.Open(Path.Combine(folder, "keys"), clock: clock);
        Keys = new(Ring, Path.Combine(folder, "keys"), Path.Combine(folder, "audit"));
        Marks = new(Path.Combine(folder, "audit"), Path.Combine(folder, "second"));
        Log = new(operations, clock, Keys, Marks);
    }

    public string Folder { get; }
    public string Audit => Path.Combine(Folder, "audit");
    public KeyRing Ring { get; }
    public Operations Operations { get; }
    public SetClock Clock { get; }
    public AuditKeys Keys { get; }
    public AuditMarks Marks { get; }
    public AuditLog Log { get; private set; }

    public static async Task<TestAudit> Open(Engine engine = Engine.Sqlite)
    {
        var folder = Directory.CreateTempSubdirectory("khoyte-audit-").FullName;
        var sql = SqlFiles.Load(Repo.File("warehouse"));
        var postgres = engine is Engine.PostgreSql ? await TestPostgres.Create() : null;
        var operations = postgres is null
            ? Operations.Sqlite(Path.Combine(folder, "operations.db"), sql) : Operations.PostgreSql(postgres.ConnectionString, sql);
        await operations.Start();
        return new(folder, postgres, operations, new(new(2026, 11, 1, 1, 0, 0, TimeSpan.Zero)));
    }

    /// <summary>The audit as a process that starts now finds it, over a folder of marks (another node has its own).</summary>
    public async Task<AuditLog> Restart(string? marks = null)
    {
        Log = new(Operations, Clock, Keys, new(marks ?? Audit, Path.Combine(Folder, "second")));
        await Log.Start();
        return Log;
    }

    /// <summary>The audit as a process that starts now finds it, with the ring that lies in the folder of keys.</summary>
    public (AuditKeys Keys, AuditLog Log) Started()
    {
        var folder = Path.Combine(Folder, "keys");
        var keys = new AuditKeys(KeyRing.Open(folder, clock: Clock), folder, Audit);
        return (keys, new(Operations, Clock, keys, new(Audit)));
    }

    /// <summary>A copy of the keys as they are now, as somebody holds it who took it.</summary>
    public (KeyRing Ring, AuditKeys Keys) Stolen()
    {
        var copy = Directory.CreateTempSubdirectory("khoyte-thief-").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "keys")))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var ring = KeyRing.Open(copy);
        return (ring, new(ring, copy, copy));
    }

    /// <summary>The audit key is changed.</summary>
    public async Task Turn()
    {
        Ring.Rotate(nameof(KeyUse.Audit));
        await Log.Turn();
    }

    public async Task<AuditRow[]> Rows() => [.. await Operations.Query<AuditRow>("ask/audit/page", new { from = 0L, limit = 10_000 })];

    /// <summary>Rows on some days, as many on each; every fifth day has none.</summary>
    public async Task Fill(int days, int rows)
    {
        for (var day = 0; day < days; day++, Clock.Now += TimeSpan.FromDays(1))
            if (day % 5 != 4)
                await Task.WhenAll(Enumerable.Range(0, rows)
                    .Select(i =>
                    Log.Write(new($"nguoi-{i % 7}", i % 3 == 0 ? "read" : "sign-in", "message", $"99001/E{day}-{i}", "quality", "10.0.0.1",
                    "x", Persons: i % 3 == 0 ? [i, i + 1] : null))));
    }

    public Task Run(string sql) => Operations.ExecuteText(sql);

    public async ValueTask DisposeAsync()
    {
        await Operations.DisposeAsync();
        Keys.Dispose();
        if (_postgres is not null) await _postgres.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
