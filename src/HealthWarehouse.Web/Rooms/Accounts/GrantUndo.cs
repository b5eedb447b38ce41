using HealthWarehouse.Collect;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Privacy;
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
        await http.MayUndo(now => now.StandingOf(account),
            later => grants.End(account, given.Id, later.User.Viewer()!, later.RequestAborted));
    }

    /// <summary>Ends a right. What one person alone may give is given again from today; what two gave, two must give again.</summary>
    public static async Task EndGrant(this HttpContext http, string account, string id)
    {
        var (grants, stop) = (http.RequestServices.GetRequiredService<Grants>(), http.RequestAborted);
        var was = (await grants.Fresh(account, stop)).FirstOrDefault(g => g.Id == id);
        await grants.End(account, id, http.User.Viewer()!, stop);
        if (was is null || grants.IsPower(was)) return;
        var today = http.RequestServices.GetRequiredService<TimeProvider>().Today();
        DateOnly? from = Day(was.ValidFrom) is { } begins && begins > today ? begins : null;
        var again = new GrantRequest(account, was.Role, was.Reason, was.Facilities, was.Units, was.Class, was.Compartments, from,
            Day(was.ValidTo), was.Fields);
        await http.MayUndo(now => now.StandingOf(account), later => grants.Give(again, later.User.Viewer()!, later.RequestAborted));
    }

    /// <summary>Rights of an account or system, and whether it is in use: as long as this is the same, nobody has changed it.</summary>
    public static async Task<string> StandingOf(this HttpContext http, string account)
    {
        // A scope of its own: what this request has read of the account before is not looked at again.
        using var scope = http.RequestServices.CreateScope();
        var (services, stop) = (scope.ServiceProvider, http.RequestAborted);
        var use = Grants.IsSystem(account)
            ? $"{(await services.GetRequiredService<Senders>().Find(Grants.SystemOf(account), stop))?.Active}"
            : (await services.GetRequiredService<AccountBook>().Find(account, stop))?.Account is { } person
                ? $"{person.DisabledAt:O} {person.DisabledWhy}" : "";
        return string.Join(';', (await services.GetRequiredService<Grants>().Fresh(account, stop))
            .Select(g => $"{g.Id} {g.ValidTo}").Order(StringComparer.Ordinal).Append(use));
    }

    private static DateOnly? Day(string? kept) =>
        kept is null ? null : DateOnly.ParseExact(kept, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
