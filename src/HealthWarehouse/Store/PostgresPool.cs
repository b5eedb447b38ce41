using Npgsql;

namespace HealthWarehouse.Store;

/// <summary>
/// How many connections the house keeps open at most, where a connection string does not say so itself. There are three pools (warehouse,
/// operations, accounts and tokens), and a new PostgreSQL takes 100 connections: two nodes and an administrator fit. Who finds none free
/// waits his turn.
/// </summary>
internal static class PostgresPool
{
    public const int Most = 15;

    public static string Sized(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!settings.ShouldSerialize("Maximum Pool Size")) settings.MaxPoolSize = Most;
        if (!settings.ShouldSerialize("Timeout")) settings.Timeout = 60;
        return settings.ConnectionString;
    }
}
