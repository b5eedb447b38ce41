using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Accounts;

namespace HealthWarehouse.Web.Accounts;

/// <summary>
/// When passwords run out: two months for those who administer (TCVN 14423:2026, A4), six for others (QĐ 326/QĐ-BYT 07/02/2024).
/// </summary>
internal sealed class PasswordAges(AccessFile rules, Grants grants)
{
    /// <summary>When the password of an account runs out, by the grants it holds today.</summary>
    public async Task<DateTimeOffset?> DueOf(Account account, CancellationToken stop = default) =>
        account.PasswordAt?.AddDays(rules.PasswordDays((await grants.Today(account.UserName!, stop)).Select(g => g.Role)));

    /// <summary>The same for a session; null where no password opened it.</summary>
    public async Task<DateTimeOffset?> DueOf(Account account, Session session, CancellationToken stop) =>
        Ways.UsesPassword(session.Way) ? await DueOf(account, stop) : null;
}
