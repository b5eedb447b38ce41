using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Account;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using AccountOf = HealthWarehouse.Web.Accounts.Account;

namespace HealthWarehouse.Web.Rooms.Accounts;

/// <summary>How an account stands.</summary>
internal enum AccountStanding { InUse, Locked, Disabled }

/// <summary>An account with its grants of today, how it stands, and whether it has a second step: a code or a passkey.</summary>
internal sealed record AccountLine(AccountOf Account, IReadOnlyList<Grant> Grants, AccountStanding Standing, bool TwoSteps);

/// <summary>Which accounts are asked for: words of name or unit, a role held today, a standing, those without two steps.</summary>
internal sealed record AccountFilter(string? Text = null, string? Role = null, AccountStanding? Standing = null, bool OneStepOnly = false);

/// <summary>A line of the exported list of accounts (TCVN 14423:2026, A1: unit, status, days of beginning and end).</summary>
internal sealed record AccountRow(string Account, string Name, string? Unit, string Roles, string Standing, string? DisabledWhy,
    DateTimeOffset? CreatedAt, DateTimeOffset? DisabledAt, DateTimeOffset? SeenAt, DateTimeOffset? PasswordAt, bool TwoSteps);

/// <summary>All accounts as administration and review see them.</summary>
internal sealed class AccountBook(UserManager<AccountOf> users, AccountsDatabase database, Grants grants, ProofLocks locks,
    AccessFile access)
{
    public async Task<IReadOnlyList<AccountLine>> All(AccountFilter filter, CancellationToken stop)
    {
        var lines = new List<AccountLine>();
        var keyed = (await database.UserPasskeys.Select(p => p.UserId).Distinct().ToListAsync(stop)).ToHashSet();
        var locked = await locks.All(stop);
        foreach (var account in await users.Users.AsNoTracking().OrderBy(a => a.UserName).ToListAsync(stop))
            if (StandingOf(account, locked) is var standing && Passes(account, standing, filter)
                && (account.TwoFactorEnabled || keyed.Contains(account.Id)) is var hasTwo && !(filter.OneStepOnly && hasTwo)
                && await grants.Today(account.UserName!, stop) is var held && (filter.Role is null || held.Any(g => g.Role == filter.Role)))
                lines.Add(new(account, held, standing, hasTwo));
        return lines;
    }

    /// <summary>Names of people by their accounts.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Names(CancellationToken stop) =>
        (await users.Users.AsNoTracking().ToListAsync(stop)).ToDictionary(a => a.UserName!, a => a.Name, StringComparer.OrdinalIgnoreCase);

    public async Task<(AccountOf Account, IReadOnlyList<Grant> Grants)?> Find(string user, CancellationToken stop) =>
        await users.FindByNameAsync(user) is { } account ? (account, await grants.Of(account.UserName!, stop)) : null;

    public IEnumerable<AccountRow> Rows(IEnumerable<AccountLine> lines) =>
        lines.Select(l => new AccountRow(l.Account.UserName!, l.Account.Name, l.Account.Unit,
        string.Join("; ",
            l.Grants.Select(g => $"{access.Role(g.Role)?.Name} · {GrantWords.Scope(g, access)} · {GrantWords.Data(g.Class)}")),
            Word(l.Standing), l.Account.DisabledWhy, l.Account.CreatedAt, l.Account.DisabledAt, l.Account.SeenAt, l.Account.PasswordAt,
            l.TwoSteps));

    public static string Word(AccountStanding standing) =>
        standing switch { AccountStanding.Disabled => "Đã ngừng", AccountStanding.Locked => "Tạm khoá", _ => "Đang dùng" };

    private static AccountStanding StandingOf(AccountOf account, IReadOnlySet<string> locked) =>
        account.DisabledAt is not null ? AccountStanding.Disabled : locked.Contains(account.UserName!)
            ? AccountStanding.Locked : AccountStanding.InUse;

    private static bool Passes(AccountOf account, AccountStanding standing, AccountFilter filter) =>
        (string.IsNullOrWhiteSpace(filter.Text)
            || $"{account.UserName} {account.Name} {account.Unit}".Contains(filter.Text.Trim(), StringComparison.OrdinalIgnoreCase))
        && (filter.Standing is null || standing == filter.Standing);
}
