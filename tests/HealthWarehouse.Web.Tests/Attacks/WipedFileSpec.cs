using System.Data.Common;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>What is deleted is written over by whichever connection to the operational file deletes it.</summary>
public sealed class WipedFileSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_connection_to_the_operational_file_writes_over_what_it_deletes()
    {
        await using var portal = await TestPortal.Open();
        await using var scope = portal.Services.CreateAsyncScope();
        var held = new List<DbConnection>();
        // As many as the pool may have kept, so that those of the mapper below are new.
        for (var i = 0; i < 40; i++) held.Add(await portal.House.Operations.Open(Stop));
        foreach (var db in held) (await IsWiping(db)).ShouldBeTrue();
        foreach (var database in new DbContext[] { scope.ServiceProvider.GetRequiredService<AccountsDatabase>(),
            scope.ServiceProvider.GetRequiredService<TokensDatabase>() })
        {
            await database.Database.OpenConnectionAsync(Stop);
            (await IsWiping(database.Database.GetDbConnection())).ShouldBeTrue();
        }
        foreach (var db in held) await db.DisposeAsync();
    }

    private static async Task<bool> IsWiping(DbConnection db)
    {
        await using var command = db.CreateCommand();
        command.CommandText = "pragma secure_delete";
        return Convert.ToInt64(await command.ExecuteScalarAsync(Stop), System.Globalization.CultureInfo.InvariantCulture) == 1;
    }
}
