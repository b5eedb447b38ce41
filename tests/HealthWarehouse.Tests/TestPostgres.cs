using Npgsql;

namespace HealthWarehouse.Tests;

/// <summary>A database of its own on the server that ./do test starts (KHOYTE_TEST_POSTGRES, a connection string without a database).</summary>
internal sealed class TestPostgres : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private TestPostgres(string server, string name) => (_server, _name) = (server, name);

    public string ConnectionString => $"{_server};Database={_name};Maximum Pool Size=8";

    public static async Task<TestPostgres> Create()
    {
        var server = Environment.GetEnvironmentVariable("KHOYTE_TEST_POSTGRES");
        Assert.SkipUnless(server is not null, "Không có PostgreSQL: đặt KHOYTE_TEST_POSTGRES hoặc chạy ./do test.");
        var test = new TestPostgres(server, $"kyt_{Guid.NewGuid():n}");
        await test.Run($"create database {test._name}");
        return test;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Run($"drop database if exists {_name} with (force)");
    }

    private async Task Run(string sql)
    {
        await using var db = new NpgsqlConnection($"{_server};Database=postgres;Pooling=false");
        await db.OpenAsync();
        await using var command = new NpgsqlCommand(sql, db);
        await command.ExecuteNonQueryAsync();
    }
}
