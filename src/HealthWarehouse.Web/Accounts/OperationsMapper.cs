using System.Data.Common;
using HealthWarehouse.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace HealthWarehouse.Web.Accounts;

/// <summary>
/// The mapper of accounts and tokens over the operational database: its connections to a SQLite file write over what they delete, as all
/// do.
/// </summary>
internal static class OperationsMapper
{
    private static readonly WipingConnections Wiping = new();

    public static void Use(this DbContextOptionsBuilder options, Operations operations)
    {
        if (operations.Engine is Engine.Sqlite) options.UseSqlite(operations.Settings).AddInterceptors(Wiping);
        else options.UseNpgsql(operations.Settings);
    }

    private sealed class WipingConnections : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Operations.Wiping;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Operations.Wiping;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
