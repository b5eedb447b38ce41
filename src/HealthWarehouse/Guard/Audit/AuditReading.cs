using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Audit;

/// <summary>Reads the audit from its first row to its last, page by page, against what stands outside the database.</summary>
internal sealed class AuditReading(Operations operations, AuditKeys keys, AuditMarks marks)
{
    private const int PageRows = 10_000;

    public async Task<AuditVerdict> Verify(IProgress<long>? progress, CancellationToken stop)
    {
        var check = new AuditCheck(keys, marks.Evidence(keys));
        for (var from = check.LastSeen; ; )
        {
            var rows = await operations.Query<AuditRow>("ask/audit/page", new { from, limit = PageRows }, stop);
            if (rows.Count == 0) return check.Conclude();
            var persons = (await operations.Query<Shown>("ask/audit/page-persons", new { from, until = rows[^1].Seq }, stop))
                .ToLookup(p => p.Seq, p => p.Person);
            foreach (var row in rows)
            {
                check.Look(row);
                if (!check.IsBroken && !row.PersonKeys.SequenceEqual(persons[row.Seq]))
                    check.Break(row.Seq, "mục lục người được xem không khớp với dòng này");
            }
            progress?.Report(check.LastSeen);
            if (check.IsBroken) return check.Conclude();
            from = rows[^1].Seq;
        }
    }

    private sealed record Shown
    {
        public long Seq { get; init; }
        public long Person { get; init; }
    }
}
