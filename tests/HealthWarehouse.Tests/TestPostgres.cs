using Npgsql;

namespace HealthWarehouse.Tests;

/// <summary>
/// A database of its own on the server that ./do test starts (KHOYTE_TEST_POSTGRES, a connection string without a database).
/// </summary>
internal sealed class TestPostgres : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private TestPostgres(string server, string name) => (_server, _name) = (server, name);

    public string ConnectionString => $"{_server};Database={_name};Maximum Pool Size=8";

    /// <summary>Makes a database, empty or as a copy of <paramref name="like"/>, which nobody may be using.</summary>
    public static async Task<TestPostgres> Create(TestPostgres? like = null)
    {
        var test = new TestPostgres(SkipWithout(), $"kyt_{Guid.NewGuid():n}");
        await test.Run(server => $"create database {test._name}{(like is null ? "" : $" template {like._name}{Copying(server)}")}");
        return test;
    }

    /// <summary>Skips the test, and says so, where no server is at hand; else gives its connection string.</summary>
    public static string SkipWithout()
    {
        var server = Environment.GetEnvironmentVariable("KHOYTE_TEST_POSTGRES");
        Assert.SkipUnless(server is not null, "Không có PostgreSQL: đặt KHOYTE_TEST_POSTGRES hoặc chạy ./do test.");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Run(_ => $"drop database if exists {_name} with (force)");
    }

    /// <summary>Since version 15 small databases are copied row by row through the log, unless they are to be copied as files.</summary>
    private static string Copying(NpgsqlConnection server) => server.PostgreSqlVersion.Major >= 15 ? " strategy file_copy" : "";

    private async Task Run(Func<NpgsqlConnection, string> sql)
    {
        await using var db = new NpgsqlConnection($"{_server};Database=postgres;Pooling=false");
        await db.OpenAsync();
        await using var command = new NpgsqlCommand(sql(db), db);
        await command.ExecuteNonQueryAsync();
    }
}
