namespace HealthWarehouse.Operate;

/// <summary>
/// One thing an operator should know: a code (docs/operate.md says what to do for each) and words. A grave one: figures cannot be trusted,
/// or nothing can be taken in.
/// </summary>
public sealed record Notice(string Code, string Words, bool IsGrave = false);

/// <summary>Whether the house does its work: <c>ready</c>, <c>warnings</c> or <c>not-ready</c>, and how its parts are.</summary>
public sealed record Readiness(WriterState Writer, QueueState Queue, long Quarantined, long DiskFreeMb, AuditState Audit,
    IReadOnlyList<Notice> Notices)
{
    public string Status => Notices.Any(n => n.IsGrave) ? "not-ready" : Notices.Count > 0 ? "warnings" : "ready";
}

/// <summary>The one process that loads: here, elsewhere or nowhere; when loading last went well and when it did not.</summary>
public sealed record WriterState(bool IsAlive, string Lease, DateTimeOffset? LastSuccess, DateTimeOffset? LastFailure);

/// <summary>Deliveries that wait to be loaded, and for how many seconds the oldest has waited.</summary>
public sealed record QueueState(long Count, long OldestSeconds);

/// <summary>Whether the audit takes rows, and the number of its newest.</summary>
public sealed record AuditState(bool CanWrite, long Head);
