using System.Runtime.CompilerServices;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Guard.Audit;

/// <summary>
/// Closes periods that have been online for the declared months: rows move into a sealed file with a signed closing root, and verification
/// goes on from it. The file and its root are on disk before the first row is taken away; what a crash left behind is taken away the next
/// time.
/// </summary>
public sealed class AuditRetention(Operations operations, TimeProvider clock, AuditKeys keys, AuditMarks marks, AuditLog audit,
    AuditRules rules)
{
    private const int PageRows = 10_000;

    /// <summary>The last day that may be closed today.</summary>
    public DateOnly Latest => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddMonths(-rules.OnlineMonths);

    /// <summary>Closed periods, oldest first.</summary>
    public IReadOnlyList<AuditClosing> Closed => AuditClosings.Read(marks.Folder, keys.Signers(marks.Folder)).Closings;

    /// <summary>Whether rows from before a day are still online.</summary>
    public async Task<bool> HasBefore(DateOnly day, CancellationToken stop = default) =>
        await operations.One<AuditRow>("ask/audit/first", null, stop) is { } first
            && string.CompareOrdinal(first.At, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) < 0;

    /// <summary>
    /// Closes everything up to the end of a day (UTC); null when there is nothing. A damaged audit is not closed: the damage would be gone
    /// from sight.
    /// </summary>
    public async Task<AuditClosing?> Close(DateOnly until, string account, CancellationToken stop = default)
    {
        if (until > Latest)
            throw new RefusedException($"Nhật ký phải giữ trực tuyến {rules.OnlineMonths} tháng: chỉ khoá được tới {Latest:yyyy-MM-dd}.");
        var closed = Closed;
        if (closed is [.., var newest]) await TakeAway(newest.LastSeq, stop);
        var tally = new Tally(new AuditCheck(keys, marks.Evidence(keys)),
            until.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        var folder = AuditClosings.FolderIn(marks.Folder);
        Directory.CreateDirectory(folder);
        var part = Path.Combine(folder, "closing.part");
        await ClosedFile.Write(part, Rows(tally, stop), keys, stop);
        if (tally.First is not { } first || tally.Last is not { } last)
        {
            File.Delete(part);
            return null;
        }
        var number = closed.Count + 1;
        var name = string.Create(CultureInfo.InvariantCulture, $"{number:0000}-{first.Day}-{last.Day}.kyt");
        File.Move(part, Path.Combine(folder, name), overwrite: true);
        Disk.SyncFolder(folder);
        var closing = new AuditClosing(number, first.Seq, last.Seq, last.Seq - first.Seq + 1, first.At, last.At,
            closed is [.., var before]
            ? before.LastHash : "", first.Hash, last.Hash, name, await ClosedFile.HashOf(Path.Combine(folder, name), stop), "");
        await audit.Write(new(account, "audit-close", "audit", name, Detail: $"{first.Seq}–{last.Seq}"), stop);
        closing = marks.Sign(closing, keys);
        await TakeAway(last.Seq, stop);
        return closing;
    }

    /// <summary>Reads a closed period and tells whether its file is the one signed and its rows are as they were written.</summary>
    public async Task<AuditVerdict> Verify(AuditClosing closing, CancellationToken stop = default)
    {
        var path = PathOf(closing);
        if (!File.Exists(path)) return new(0, 1, closing.FirstSeq, $"thiếu tệp {closing.File}");
        if (await ClosedFile.HashOf(path, stop) != closing.FileHash)
            return new(0, 1, closing.FirstSeq, $"tệp {closing.File} không phải tệp đã ký");
        var (signers, number) = (keys.Signers(marks.Folder), 0);
        var (hash, seq) = (closing.HashBefore, closing.FirstSeq - 1);
        foreach (var row in ClosedFile.Read(path, keys))
        {
            if (row.Seq != seq + 1 || !keys.Fits(hash, row) || !signers.Allows(row.Seq, AuditKeys.NumberOf(row.Hash), number))
                return new(seq - closing.FirstSeq + 1, 1, seq + 1, "nội dung không khớp với mã băm");
            (hash, seq, number) = (row.Hash, row.Seq, AuditKeys.NumberOf(row.Hash));
        }
        return seq == closing.LastSeq && hash == closing.LastHash
            ? new(closing.Count, 1, null, null) : new(seq - closing.FirstSeq + 1, 1, seq + 1, "thiếu dòng cuối");
    }

    /// <summary>Rows of a closed period, opened; that somebody looks is noted first.</summary>
    public async Task<IEnumerable<AuditRow>> Open(AuditClosing closing, string account, CancellationToken stop = default)
    {
        await audit.Write(new(account, "audit-open", "audit", closing.File), stop);
        return ClosedFile.Read(PathOf(closing), keys);
    }

    private string PathOf(AuditClosing closing) => Path.Combine(AuditClosings.FolderIn(marks.Folder), closing.File);

    private async IAsyncEnumerable<AuditRow> Rows(Tally tally, [EnumeratorCancellation] CancellationToken stop)
    {
        for (var from = tally.Check.LastSeen; ; )
        {
            var rows = await operations.Query<AuditRow>("ask/audit/page", new { from, limit = PageRows }, stop);
            foreach (var row in rows)
            {
                if (!tally.Takes(row)) yield break;
                yield return row;
            }
            if (rows.Count == 0) yield break;
            from = rows[^1].Seq;
        }
    }

    private async Task TakeAway(long until, CancellationToken stop)
    {
        while (await operations.One<AuditRow>("ask/audit/first", null, stop) is { } first && first.Seq <= until)
        {
            var to = Math.Min(until, first.Seq + PageRows - 1);
            await operations.Write(async change => await change.Execute("ask/audit/take-away-persons", new { to })
                + await change.Execute("ask/audit/take-away", new { to }), stop);
        }
    }

    /// <summary>What goes into a closing: rows until a day, each of them as it was written.</summary>
    private sealed class Tally(AuditCheck check, string before)
    {
        public AuditCheck Check => check;
        public AuditRow? First { get; private set; }
        public AuditRow? Last { get; private set; }

        public bool Takes(AuditRow row)
        {
            if (string.CompareOrdinal(row.At, before) >= 0) return false;
            check.Look(row);
            if (check.IsBroken)
                throw new InvalidOperationException($"Nhật ký hỏng ở dòng {row.Seq}; hãy chạy khoyte audit verify trước khi khoá sổ.");
            (First, Last) = (First ?? row, row);
            return true;
        }
    }
}
