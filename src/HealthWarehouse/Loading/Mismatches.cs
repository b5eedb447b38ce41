using HealthWarehouse.Collect;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Loading;

/// <summary>
/// Messages for a facility their sender is not bound to: refused while reading, said in the ledger and noted in the audit (NĐ
/// 102/2025/NĐ-CP, Điều 23).
/// </summary>
internal sealed class Mismatches(Warehouse warehouse, AuditLog audit)
{
    public const string Code = "MACSKCB_MISMATCH";

    /// <summary>Notes them, and gives the outcomes back with the reason in words where nothing else could be used.</summary>
    public async Task<IReadOnlyList<Outcome>> Note(IReadOnlyList<Delivery> deliveries, IReadOnlyList<Outcome> outcomes,
        CancellationToken stop)
    {
        if (outcomes.All(o => o.Refused == 0)) return outcomes;
        var bySeq = deliveries.ToDictionary(d => d.Seq);
        var refused = (await warehouse.Behind<Line>("std/not-yours",
            new { deliveries = string.Join(';', outcomes.Where(o => o.Refused > 0).Select(o => o.Seq)) }, stop)).ToLookup(l => l.Delivery);
        await Task.WhenAll(refused.SelectMany(g => g).Select(line =>            // together: the audit groups what waits
            audit.Write(new(bySeq[line.Delivery].Sender, "refused", "delivery", bySeq[line.Delivery].Id,
                Detail: $"{Code}: {line.Facility}; {line.Records} hồ sơ"), stop)));
        return [.. outcomes.Select(o =>
            o.State == DeliveryState.Rejected && o.Problem is null && refused.Contains(o.Seq) ? o with { Problem =
            $"{Code}: tài khoản gửi không được gửi hồ sơ của cơ sở {string.Join(", ", refused[o.Seq].Select(l => l.Facility))}." } : o)];
    }

    private sealed record Line
    {
        public long Delivery { get; init; }
        public string? Facility { get; init; }
        public long Records { get; init; }
    }
}
