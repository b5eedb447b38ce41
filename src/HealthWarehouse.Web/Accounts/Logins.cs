using System.Security.Cryptography;
using HealthWarehouse.Guard;
using Microsoft.AspNetCore.Identity;

namespace HealthWarehouse.Web.Accounts;

/// <summary>Makes accounts outside a request.</summary>
internal static class Logins
{
    public static async Task Add(IServiceProvider services, string user, string name, Role role, string? facilities, string password)
    {
        using var scope = services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var made = await users.CreateAsync(new Account { UserName = user, Name = name, Role = role, Facilities = facilities, LockoutEnabled = true }, password);
        if (!made.Succeeded) throw new InvalidOperationException(string.Join(" ", made.Errors.Select(e => e.Description)));
    }

    /// <summary>Makes an account, or makes it anew.</summary>
    public static async Task Put(IServiceProvider services, string user, string name, Role role, string? facilities, string password)
    {
        using (var scope = services.CreateScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            if (await users.FindByNameAsync(user) is { } there) await users.DeleteAsync(there);
        }
        await Add(services, user, name, role, facilities, password);
    }

    /// <summary>Sixteen characters of all four kinds, without those that look alike.</summary>
    public static string NewPassword()
    {
        var chars = RandomNumberGenerator.GetItems<char>("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 12);
        return $"{new string(chars)}{RandomNumberGenerator.GetItems<char>("ABCDEFGHJK", 1)[0]}{RandomNumberGenerator.GetItems<char>("abcdefghjk", 1)[0]}{RandomNumberGenerator.GetInt32(2, 10)}-";
    }
}
