using HealthWarehouse.Guard;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace HealthWarehouse.Web.Accounts;

/// <summary>A person who signs in: a role, and the facilities it holds for (null = the whole province).</summary>
internal sealed class Account : IdentityUser
{
    public string Name { get; set; } = "";
    public Role Role { get; set; }
    public string? Facilities { get; set; }

    public Viewer AsViewer(string? source) =>
        new(UserName!, Name, Role, Facilities?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), source);
}

/// <summary>Accounts in the operational database; the tables are made by warehouse/operations/0003-accounts.sql.</summary>
internal sealed class AccountsDatabase(DbContextOptions<AccountsDatabase> options) : IdentityUserContext<Account>(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>(account =>
        {
            account.ToTable("account");
            account.Property(a => a.Role).HasConversion<string>();
        });
        builder.Entity<IdentityUserClaim<string>>().ToTable("account_claim");
        builder.Entity<IdentityUserLogin<string>>().ToTable("account_login");
        builder.Entity<IdentityUserToken<string>>().ToTable("account_token");
        foreach (var entity in builder.Model.GetEntityTypes())
            foreach (var property in entity.GetProperties()) property.SetColumnName(Snake(property.Name));
    }

    private static string Snake(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
