using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace HealthWarehouse.Web.Accounts;

/// <summary>Accounts in the database; keys of authenticator apps and recovery codes stand there sealed.</summary>
internal sealed class AccountStore(AccountsDatabase database, IDataProtectionProvider protection) : UserOnlyStore<Account,
    AccountsDatabase>(database)
{
    private readonly IDataProtector _seal = protection.CreateProtector("account_token");

    public override Task SetTokenAsync(Account user, string loginProvider, string name, string? value,
        CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, value is null ? null : _seal.Protect(value), cancellationToken);

    public override async Task<string?> GetTokenAsync(Account user, string loginProvider, string name,
        CancellationToken cancellationToken) =>
        await base.GetTokenAsync(user, loginProvider, name, cancellationToken) is { } sealedValue ? _seal.Unprotect(sealedValue) : null;
}
