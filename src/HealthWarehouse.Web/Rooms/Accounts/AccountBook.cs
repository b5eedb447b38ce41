using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Store;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using AccountOf = HealthWarehouse.Web.Accounts.Account;

namespace HealthWarehouse.Web.Rooms.Accounts;

/// <summary>An account with its grants of today.</summary>
internal sealed record AccountLine(AccountOf Account, IReadOnlyList<Grant> Grants);

/// <summary>All accounts as administration and review see them.</summary>
internal sealed class AccountBook(UserManager<AccountOf> users, Grants grants, Operations operations)
{
    public async Task<IReadOnlyList<AccountLine>> All(string? text, CancellationToken stop)
    {
        var lines = new List<AccountLine>();
        foreach (var account in await users.Users.OrderBy(a => a.UserName).ToListAsync(stop))
            if (string.IsNullOrWhiteSpace(text) || $"{account.UserName} {account.Name} {account.Unit}".Contains(text.Trim(), StringComparison.OrdinalIgnoreCase))
                lines.Add(new(account, await grants.Today(account.UserName!, stop)));
        return lines;
    }

    public async Task<(AccountOf Account, IReadOnlyList<Grant> Grants)?> Find(string user, CancellationToken stop) =>
        await users.FindByNameAsync(user) is { } account ? (account, await grants.Of(account.UserName!, stop)) : null;

    public Task<IReadOnlyList<ReviewLine>> Reviews(CancellationToken stop) => operations.Query<ReviewLine>("ask/account/reviews", null, stop);
}

/// <summary>A review of all rights that was signed off (TCVN 14423:2026, A1–A2: at least every six months).</summary>
internal sealed record ReviewLine
{
    public required string Id { get; init; }
    public required string At { get; init; }
    public required string ByAccount { get; init; }
    public long Grants { get; init; }
    public long Ended { get; init; }
    public required string Note { get; init; }
}
