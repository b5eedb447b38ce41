using System.Security.Cryptography;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;
using Microsoft.AspNetCore.Identity;

namespace HealthWarehouse.Web.Accounts;

/// <summary>Makes accounts outside a request.</summary>
internal static class Logins
{
    private const int DemoDays = 3650;

    /// <summary>Makes an account with one grant.</summary>
    public static async Task Add(IServiceProvider services, string user, string name, string role, string? facilities, string password,
        bool mustChange = false, string reason = "Tạo bằng dòng lệnh")
    {
        await services.GetRequiredService<AccountLife>().Make(user, name, null, password, Viewer.House, mustChange);
        await services.GetRequiredService<Grants>().Give(new(user, role, reason, facilities), Viewer.House);
    }

    /// <summary>
    /// Makes an account of the demo, or makes it anew; gives the code for its first second step, which stays good: nobody is there to hand
    /// over another.
    /// </summary>
    public static async Task<string> Put(IServiceProvider services, string user, string name, string role, string? facilities,
        string password)
    {
        using (var scope = services.CreateScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            if (await users.FindByNameAsync(user) is { } there)
            {
                await users.DeleteAsync(there);
                var grants = services.GetRequiredService<Grants>();
                foreach (var grant in await grants.Today(user)) await grants.End(user, grant.Id, Viewer.House);
            }
        }
        await Add(services, user, name, role, facilities, password, reason: "Dữ liệu mẫu");
        return await services.GetRequiredService<Tickets>().Give(user, Tickets.SecondStep, Viewer.House, TimeSpan.FromDays(DemoDays));
    }

    /// <summary>Sixteen characters of all four kinds, without those that look alike.</summary>
    public static string NewPassword()
    {
        var chars = RandomNumberGenerator.GetItems<char>("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 12);
        return $"{new string(chars)}{RandomNumberGenerator.GetItems<char>("ABCDEFGHJK", 1)[0]}" +
            $"{RandomNumberGenerator.GetItems<char>("abcdefghjk", 1)[0]}{RandomNumberGenerator.GetInt32(2, 10)}-";
    }
}
