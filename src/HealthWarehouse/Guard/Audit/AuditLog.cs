using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Audit;

/// <summary>One line of the audit (TCVN 14423:2026, domain §5.3 A5): who, when, from where, what, on which object, why. Never a clear identity.</summary>
public sealed record AuditEntry(string Account, string Action, string ObjectType, string ObjectId, string? Purpose = null, string? Source = null, string? Detail = null);

/// <summary>
/// The audit, append-only: each row carries a keyed hash over itself and the row before, every finished day a signed root outside the database.
/// <see cref="Write"/> returns when the row is durable; if it throws, what was asked for must not be shown.
/// </summary>
public sealed class AuditLog(Operations operations, TimeProvider clock, AuditKeys keys, AuditMarks marks)
{
    public async Task<long> Write(AuditEntry entry, CancellationToken stop = default)
    {
        var (row, before) = await operations.Write(async change =>
        {
            var last = await change.One<AuditRow>("ask/audit/last");
            var at = clock.GetUtcNow().UtcDateTime.ToString(AuditRow.Times, CultureInfo.InvariantCulture);
            var unsigned = new AuditRow
            {
                Seq = (last?.Seq ?? 0) + 1, At = at, Account = entry.Account, Action = entry.Action, ObjectType = entry.ObjectType, ObjectId = entry.ObjectId,
                Purpose = entry.Purpose, Source = entry.Source, Detail = entry.Detail, Hash = "",
            };
            var next = unsigned with { Hash = keys.Chain(last?.Hash ?? "", unsigned) };
            await change.Execute("ask/audit/append", new { next.Seq, next.At, next.Account, next.Action, next.ObjectType, next.ObjectId, next.Purpose, next.Source, next.Detail, next.Hash });
            return (next, last);
        }, stop);
        marks.Move(row);
        if (before is not null && before.Day != row.Day) marks.Root(before, keys);
        return row.Seq;
    }

    /// <summary>Reads the whole audit and tells the first record that is not as it was written.</summary>
    public async Task<AuditVerdict> Verify(CancellationToken stop = default)
    {
        var check = new AuditCheck(keys, marks.Roots(), marks.Tip());
        for (var from = 0L; ; from += PageRows)
        {
            var rows = await operations.Query<AuditRow>("ask/audit/page", new { from, until = from + PageRows }, stop);
            foreach (var row in rows) check.Look(row);
            if (check.IsBroken || (rows.Count == 0 && from > check.LastSeen)) return check.Conclude();
        }
    }

    private const int PageRows = 50_000;
}

/// <summary>A stored line; <c>At</c> is UTC to the microsecond.</summary>
public sealed record AuditRow
{
    internal const string Times = "yyyy-MM-dd HH:mm:ss.ffffff";

    public long Seq { get; init; }
    public required string At { get; init; }
    public required string Account { get; init; }
    public required string Action { get; init; }
    public required string ObjectType { get; init; }
    public required string ObjectId { get; init; }
    public string? Purpose { get; init; }
    public string? Source { get; init; }
    public string? Detail { get; init; }
    public required string Hash { get; init; }

    public string Day => At[..10];
}
