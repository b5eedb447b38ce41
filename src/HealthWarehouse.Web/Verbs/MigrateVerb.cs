using System.CommandLine;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;
using Npgsql;

namespace HealthWarehouse.Web.Verbs;

/// <summary>
/// khoyte migrate: where PostgreSQL has a login that owns the operational tables and another the server works by, brings the tables up to
/// date as the owner (KHOYTE_OPERATIONS_OWNER) and lets the login of KHOYTE_OPERATIONS work with their rows. The server never knows the
/// owner's password.
/// </summary>
internal static class MigrateVerb
{
    public static Command Command()
    {
        var command = new Command("migrate", "Cập nhật bảng vận hành trên PostgreSQL bằng tài khoản chủ bảng");
        command.Runs(async (_, stop) =>
        {
            var settings = HouseSettings.FromEnvironment();
            var owner = Environment.GetEnvironmentVariable("KHOYTE_OPERATIONS_OWNER") is { Length: > 0 } given ? given
                : throw new InvalidOperationException("Hãy đặt KHOYTE_OPERATIONS_OWNER là chuỗi kết nối của chủ bảng.");
            var writer = settings.OperationsPostgres is { } working
                && new NpgsqlConnectionStringBuilder(working).Username is { Length: > 0 } login ? login
                : throw new InvalidOperationException("Hãy đặt KHOYTE_OPERATIONS là chuỗi kết nối máy chủ dùng, có tên tài khoản.");
            await using var operations = Operations.PostgreSql(owner, SqlFiles.Load(settings.Sql));
            await operations.Start(stop);
            if (writer != new NpgsqlConnectionStringBuilder(owner).Username) await operations.Let(writer, stop);
            Cli.Out.WriteLine($"Bảng vận hành đã theo phiên bản này; {writer} được đọc và ghi dòng, không được đổi bảng.");
            return 0;
        });
        return command;
    }
}
