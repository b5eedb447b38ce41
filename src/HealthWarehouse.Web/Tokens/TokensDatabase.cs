using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace HealthWarehouse.Web.Tokens;

/// <summary>
/// Clients and tokens of OpenIddict in the operational database; the tables are made by warehouse/operations/0007-tokens.sql.
/// </summary>
internal sealed class TokensDatabase(DbContextOptions<TokensDatabase> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        builder.UseOpenIddict();
        builder.Entity<OpenIddictEntityFrameworkCoreApplication>().ToTable("oauth_application");
        builder.Entity<OpenIddictEntityFrameworkCoreAuthorization>().ToTable("oauth_authorization");
        builder.Entity<OpenIddictEntityFrameworkCoreScope>().ToTable("oauth_scope");
        builder.Entity<OpenIddictEntityFrameworkCoreToken>().ToTable("oauth_token");
        foreach (var entity in builder.Model.GetEntityTypes())
            foreach (var property in entity.GetProperties()) property.SetColumnName(Snake(property.Name));
    }

    private static string Snake(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
