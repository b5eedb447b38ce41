using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace HealthWarehouse.Web.Accounts;

/// <summary>
/// A person who signs in (TCVN 14423:2026, A1: one account, one person, with unit and days of beginning and end). What it may do stands in
/// its grants.
/// </summary>
internal sealed class Account : IdentityUser
{
    public string Name { get; set; } = "";
    public string? Unit { get; set; }
    public DateTimeOffset? CreatedAt { get; set; }
    public DateTimeOffset? SeenAt { get; set; }
    public DateTimeOffset? PasswordAt { get; set; }

    /// <summary>Whether the password must be changed before anything else: at the first sign-in and after a reset.</summary>
    public bool MustChange { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }
    public string? DisabledWhy { get; set; }

    /// <summary>Size of the letters of every page, in percent of the usual one.</summary>
    public int Letters { get; set; } = LetterSizes.Usual;
}

/// <summary>
/// Accounts in the operational database; the tables are made by warehouse/operations/0003-accounts.sql, 0005-access.sql, 0011-sign-in.sql
/// and 0037-letters.sql.
/// </summary>
internal sealed class AccountsDatabase(DbContextOptions<AccountsDatabase> options) : IdentityUserContext<Account>(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>().ToTable("account");
        builder.Entity<IdentityUserClaim<string>>().ToTable("account_claim");
        builder.Entity<IdentityUserLogin<string>>().ToTable("account_login");
        builder.Entity<IdentityUserToken<string>>().ToTable("account_token");
        builder.Entity<IdentityUserPasskey<string>>(passkey =>
        {
            passkey.ToTable("account_passkey");
            passkey.OwnsOne(p => p.Data, data => data.ToJson("data"));
        });
        foreach (var entity in builder.Model.GetEntityTypes().Where(e => !e.IsMappedToJson()))
            foreach (var property in entity.GetProperties()) property.SetColumnName(Snake(property.Name));
    }

    private static string Snake(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
