namespace HealthWarehouse.Guard.Audit;

/// <summary>
/// What reading the audit showed: how many rows are as they were written, the first that is not and what is wrong there, and how often the
/// clock went back.
/// </summary>
public sealed record AuditVerdict(long Rows, int Roots, long? FirstBad, string? Fault, int ClockSetBack = 0)
{
    public bool Ok => FirstBad is null;
}

/// <summary>
/// Looks at rows in order of their number: each must follow the one before, carry its hash and agree with what stands outside the database.
/// </summary>
internal sealed class AuditCheck
{
    /// <summary>The action of the row that notes a clock set back.</summary>
    public const string ClockSetBack = "clock-set-back";

    private readonly AuditKeys _keys;
    private readonly AuditEvidence _evidence;
    private readonly ILookup<long, AuditRoot> _roots;
    private readonly Dictionary<long, AuditTurn> _turns;
    private readonly HashSet<string> _days;
    private readonly long _closed, _told;
    private AuditRow? _last;
    private AuditFault? _fault;
    private string _hash;
    private int _backs;

    public AuditCheck(AuditKeys keys, AuditEvidence evidence)
    {
        (_keys, _evidence) = (keys, evidence);
        _roots = evidence.Roots.ToLookup(r => r.Seq);
        _turns = evidence.Signers.Turns.Concat(evidence.Signers.Ahead).GroupBy(t => t.Seq).Where(g => g.Key > 0)
            .ToDictionary(g => g.Key, g => g.Last());
        _days = evidence.Roots.Select(r => r.Day).ToHashSet();
        _told = evidence.Tips.Select(t => t.Seq).DefaultIfEmpty().Max();
        (_closed, _hash) = evidence.Closings is [.., var newest] ? (newest.LastSeq, newest.LastHash) : (0, "");
        LastSeen = _closed;
    }

    public bool IsBroken => _fault is not null;

    public long LastSeen { get; private set; }

    public void Look(AuditRow row)
    {
        // Rows of a closed period that are not yet taken away stand sealed in its file.
        if (IsBroken || row.Seq <= _closed) return;
        if (Fault(row) is { } fault)
        {
            Break(fault.Seq, fault.Text);
            return;
        }
        if (row.Action == ClockSetBack) _backs++;
        (_last, _hash, LastSeen) = (row, row.Hash, row.Seq);
    }

    public void Break(long seq, string text) => _fault ??= new(seq, text);

    public AuditVerdict Conclude()
    {
        var known = Math.Max(_told, _roots.Select(g => g.Key).Concat(_turns.Keys).DefaultIfEmpty().Max());
        if (!IsBroken && _evidence.TipDamaged) Break(LastSeen, "tệp mốc mới nhất (audit/tip-…) đã bị sửa");
        if (!IsBroken && _evidence.Tips.Count == 0 && LastSeen > 0) Break(LastSeen, "thiếu tệp mốc mới nhất (audit/tip-…)");
        if (!IsBroken && _evidence.Signers.Turns is [.., var newest] && _evidence.Tips.All(t => t.Key < newest.Number))
            Break(LastSeen, "tệp mốc mới nhất (audit/tip-…) đứng dưới khoá đã thôi dùng");
        if (!IsBroken && known > LastSeen) Break(LastSeen + 1, $"các dòng từ đây đến {known} đã bị cắt bỏ");
        var first = _evidence.Faults.Append(_fault).OfType<AuditFault>().MinBy(f => f.Seq);
        return new(LastSeen, _evidence.Roots.Count, first?.Seq, first?.Text, _backs);
    }

    private AuditFault? Fault(AuditRow row) =>
        row.Seq != LastSeen + 1 ? new(LastSeen + 1, "thiếu dòng này, hoặc thứ tự đã bị đổi")
        : !_keys.Fits(_hash, row) || HasStrangeFields(row) ? new(row.Seq, "nội dung không khớp với mã băm: đã bị sửa, chèn hoặc đổi chỗ")
        : !_evidence.Signers.Allows(row.Seq, AuditKeys.NumberOf(row.Hash), AuditKeys.NumberOf(_hash))
            ? new(row.Seq,
            $"dòng đứng dưới khoá nhật ký số {AuditKeys.NumberOf(row.Hash)}, không phải khoá của lúc ấy: giả mạo bằng khoá đã thôi dùng")
        : _turns.TryGetValue(row.Seq, out var turned) && turned.Hash != row.Hash
            ? new(row.Seq, $"không khớp với dòng mà lần đổi khoá số {turned.Number} đã ký")
        : row.Form < (_last?.Form ?? 1) ? new(row.Seq, "dòng kiểu cũ đứng sau dòng kiểu mới")
        : row.Form > 1 && row.Action != ClockSetBack && string.CompareOrdinal(row.At, _last?.At ?? "") < 0
            ? new(row.Seq, "thời gian đi lùi")
        : row.Action == "audit-cut" ? new(row.Seq, $"các dòng từ đây đến {row.Detail} đã bị cắt bỏ trước khi ghi tiếp")
        : _roots[row.Seq].FirstOrDefault(r => r.Hash != row.Hash) is { } root
            ? new(row.Seq, $"không khớp với mốc đã ký của ngày {root.Day}")
        : _evidence.Tips.Any(t => t.Seq == row.Seq && (t.Hash != row.Hash || (t.IsFormer && row.Form > 1)))
            ? new(row.Seq, "không khớp với mốc mới nhất ngoài cơ sở dữ liệu")
        : LacksRoot(row)
            ? new((_evidence.Roots.LastOrDefault(r => r.Seq < row.Seq)?.Seq ?? _closed) + 1, $"thiếu mốc đã ký của ngày {_last!.Day}")
        : null;

    /// <summary>Rows of the first form have none of the fields its hash does not know.</summary>
    private static bool HasStrangeFields(AuditRow row) => row.Form == 1
        && (row.AccountType ?? row.Device ?? row.Result ?? row.Persons ?? row.Port?.ToString(CultureInfo.InvariantCulture)) is not null;

    /// <summary>A day that ended before somebody was told of a later row is signed.</summary>
    private bool LacksRoot(AuditRow row) => _last is not null && row.Form > 1 && row.Seq <= _told
        && string.CompareOrdinal(_last.Day, row.Day) < 0 && !_days.Contains(_last.Day);
}
