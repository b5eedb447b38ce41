using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace HealthWarehouse.Web.Accounts;

/// <summary>What a session carries of an account.</summary>
internal sealed class AccountClaims(UserManager<Account> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<Account>(users, options)
{
    public const string Role = "kyt:role", Facilities = "kyt:facilities", FullName = "kyt:name";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaims(Of(user.Role, user.Name, user.Facilities));
        return identity;
    }

    public static IEnumerable<Claim> Of(Guard.Role role, string name, string? facilities)
    {
        yield return new(Role, role.ToString());
        yield return new(FullName, name);
        if (facilities is not null) yield return new(Facilities, facilities);
        if (role is Guard.Role.Steward or Guard.Role.Administrator) yield return new(KeyScheme.SenderClaim, Collect.Sender.Local);
    }
}
