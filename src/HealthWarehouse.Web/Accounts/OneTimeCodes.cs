using HealthWarehouse.Guard.Accounts;
using Microsoft.AspNetCore.Identity;

namespace HealthWarehouse.Web.Accounts;

/// <summary>Codes of authenticator apps, each good once: the framework's own provider takes one as often as it is typed while it lasts.</summary>
internal sealed class OneTimeCodes(UsedCodes used) : AuthenticatorTokenProvider<Account>
{
    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user) =>
        await base.ValidateAsync(purpose, token, manager, user) && await used.Use(user.UserName!, token);
}
