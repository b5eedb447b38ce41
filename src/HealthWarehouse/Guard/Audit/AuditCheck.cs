namespace HealthWarehouse.Guard.Audit;

/// <summary>What reading the audit showed: how many rows are as they were written, and the first that is not, with what is wrong there.</summary>
public sealed record AuditVerdict(long Rows, int Roots, long? FirstBad, string? Fault)
{
    public bool Ok => FirstBad is null;
}

/// <summary>Looks at rows in order of their number: each must follow the one before, carry its hash and agree with the marks outside.</summary>
internal sealed class AuditCheck(AuditKeys keys, IReadOnlyList<AuditRoot> roots, AuditTip? tip)
{
    private readonly Dictionary<long, AuditRoot> _roots = roots.Where(r => keys.IsSigned(r.Text, r.Signature)).GroupBy(r => r.Seq).ToDictionary(g => g.Key, g => g.First());
    private readonly List<AuditRoot> _forged = [.. roots.Where(r => !keys.IsSigned(r.Text, r.Signature))];
    private AuditRow? _last;
    private long? _bad;
    private string? _fault;

    public bool IsBroken => _bad is not null;

    public long LastSeen => _last?.Seq ?? 0;

    public void Look(AuditRow row)
    {
        if (IsBroken) return;
        if (row.Seq != LastSeen + 1) Break(LastSeen + 1, "thiếu dòng này, hoặc thứ tự đã bị đổi");
        else if (!keys.Fits(_last?.Hash ?? "", row)) Break(row.Seq, "nội dung không khớp với mã băm: đã bị sửa, chèn hoặc đổi chỗ");
        else if (_roots.TryGetValue(row.Seq, out var root) && root.Hash != row.Hash) Break(row.Seq, $"không khớp với mốc đã ký của ngày {root.Day}");
        else if (tip?.Seq == row.Seq && tip.Hash != row.Hash) Break(row.Seq, "không khớp với mốc mới nhất ngoài cơ sở dữ liệu");
        else _last = row;
    }

    public AuditVerdict Conclude()
    {
        if (!IsBroken && _forged.Count > 0) Break(_forged[0].Seq, $"mốc ngày {_forged[0].Day} có chữ ký không đúng");
        if (!IsBroken && tip is null && LastSeen > 0) Break(LastSeen, "thiếu tệp mốc mới nhất (audit/tip.json)");
        var known = Math.Max(tip?.Seq ?? 0, _roots.Keys.DefaultIfEmpty().Max());
        if (!IsBroken && known > LastSeen) Break(LastSeen + 1, $"các dòng từ đây đến {known} đã bị cắt bỏ");
        return new(LastSeen, _roots.Count, _bad, _fault);
    }

    private void Break(long seq, string fault) => (_bad, _fault) = (seq, fault);
}
