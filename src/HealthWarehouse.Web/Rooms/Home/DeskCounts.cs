using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Rooms.Accounts;
using HealthWarehouse.Web.Rooms.Openings;
using HealthWarehouse.Web.Shared;
using ShreddingOf = HealthWarehouse.Operate.Shredding.Shredding;

namespace HealthWarehouse.Web.Rooms.Home;

/// <summary>What waits at a desk: how many, of what, and whether some of it is late.</summary>
internal sealed record DeskCount(long Waiting, string What, bool IsLate = false);

/// <summary>What waits at the desks of officers and administrators, by the page of the desk.</summary>
internal sealed class DeskCounts(Approvals approvals, AccessReviews reviews, BreakGlassDesk glass, SubjectRequests requests,
    Incidents incidents, Anomalies anomalies, House house, TimeProvider clock)
{
    private const int Enough = 100;

    public async Task<IReadOnlyDictionary<string, DeskCount>> Of(Viewer viewer, CancellationToken stop)
    {
        var counts = new Dictionary<string, DeskCount>();
        if (viewer.May(Right.Accounts) || viewer.May(Right.Privacy))
            counts["quan-tri/duyet"] = new((await approvals.Counts(stop)).Waiting, "yêu cầu chờ duyệt");
        if (viewer.May(Right.Accounts))
        {
            var open = await reviews.Open(stop);
            counts["quan-tri/ra-soat"] = new(open.Count(g => g.Due < reviews.Today), "quyền quá hạn rà soát", IsLate: true);
        }
        if (viewer.May(Right.Privacy)) await Privacy(counts, stop);
        if (viewer.May(Right.Privacy) || viewer.May(Right.Operate))
            counts["bao-mat/huy-khoa"] = new((await house.Shredding.All(stop))
                .Count(s => s.State == ShreddingOf.Asked), "yêu cầu chờ duyệt");
        if (viewer.May(Right.Audit))
            counts["bao-mat/bat-thuong"] = new((await anomalies.Findings(open: true, null, null, Enough, stop)).Count,
                "bất thường chưa ghi nhận");
        return counts;
    }

    private async Task Privacy(Dictionary<string, DeskCount> counts, CancellationToken stop)
    {
        var (glasses, open) = (await glass.Counts(stop), await requests.All(open: true, stop));
        var broken = await incidents.All(open: true, stop);
        counts["bao-mat/mo-khan"] = new(glasses.Waiting, "lần mở khẩn chờ kết luận", glasses.Overdue > 0);
        counts["bao-mat"] = new(open.Count + broken.Count, $"việc đang mở: {open.Count} yêu cầu, {broken.Count} sự cố",
            open.Any(r => r.IsOverdue(clock.Today())));
    }
}
