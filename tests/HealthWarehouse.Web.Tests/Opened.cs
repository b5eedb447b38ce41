using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace HealthWarehouse.Web.Tests;

internal static class Opened
{
    /// <summary>Grants an account its role anew with every restricted compartment: nothing by disease is hidden from it.</summary>
    public static async Task OpenAllTo(this TestPortal portal, string user, string role = "specialist")
    {
        var grants = portal.Services.GetRequiredService<Grants>();
        await grants.End(user, (await grants.Today(user))[0].Id, Viewer.House);
        await grants.Give(new(user, role, "QĐ phân công",
            Compartments: string.Join(';', portal.House.Catalogue.Compartments.All.Select(c => c.Id))), Viewer.House);
    }
}
