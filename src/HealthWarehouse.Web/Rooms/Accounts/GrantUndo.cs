using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared.Undoing;

namespace HealthWarehouse.Web.Rooms.Accounts;

/// <summary>How a right just asked for, given or ended is taken back by who did it, through the doors of any other change.</summary>
internal static class GrantUndo
{
    /// <summary>A request that waits is withdrawn; a right given at once ends.</summary>
    public static async Task OffersToTakeBack(this HttpContext http, string account, bool waits)
    {
        var (by, services, stop) = (http.User.Viewer()!, http.RequestServices, http.RequestAborted);
        if (waits)
        {
            var asked = (await services.GetRequiredService<Approvals>().Waiting(account, stop)).Where(a => a.AskedBy == by.Account)
                .MaxBy(a => a.Id, StringComparer.Ordinal)!;
            http.MayUndo(later => later.RequestServices.GetRequiredService<Approvals>()
                .Withdraw(asked.Id, later.User.Viewer()!, later.RequestAborted), "đang chờ người khác duyệt");
            return;
        }
        var grants = services.GetRequiredService<Grants>();
        var given = (await grants.Fresh(account, stop)).Where(g => g.GrantedBy == by.Account).MaxBy(g => g.Id, StringComparer.Ordinal)!;
        http.MayUndo(later => grants.End(account, given.Id, later.User.Viewer()!, later.RequestAborted));
    }

    /// <summary>Ends a right. What one person alone may give is given again from today; what two gave, two must give again.</summary>
    public static async Task EndGrant(this HttpContext http, string account, string id)
    {
        var (grants, stop) = (http.RequestServices.GetRequiredService<Grants>(), http.RequestAborted);
        var was = (await grants.Fresh(account, stop)).FirstOrDefault(g => g.Id == id);
        await grants.End(account, id, http.User.Viewer()!, stop);
        if (was is null || grants.IsPower(was)) return;
        var today = DateOnly.FromDateTime(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.AddHours(7));
        DateOnly? from = Day(was.ValidFrom) is { } begins && begins > today ? begins : null;
        var again = new GrantRequest(account, was.Role, was.Reason, was.Facilities, was.Units, was.Class, was.Compartments, from,
            Day(was.ValidTo), was.Fields);
        http.MayUndo(later => grants.Give(again, later.User.Viewer()!, later.RequestAborted));
    }

    private static DateOnly? Day(string? kept) =>
        kept is null ? null : DateOnly.ParseExact(kept, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
