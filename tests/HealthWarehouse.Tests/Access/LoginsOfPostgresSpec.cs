using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;
using Npgsql;

namespace HealthWarehouse.Tests.Access;

/// <summary>
/// Three logins on PostgreSQL: one owns the operational tables and is known to no server, one works with their rows and loads, one asks.
/// Whoever takes the server over, or finds a hole in a question, cannot undo what only grows.
/// </summary>
public sealed class LoginsOfPostgresSpec : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly string _tag = $"{Guid.NewGuid():n}"[..12];
    private readonly string _data = Directory.CreateTempSubdirectory("khoyte-test-").FullName;
    private TestPostgres _database = null!, _warehouse = null!;

    private string Owner => As("owner", _database);
    private string Writer => As("writer", _database);

    public async ValueTask InitializeAsync()
    {
        (_database, _warehouse) = (await TestPostgres.Create(), await TestPostgres.Create());
        await Run(_database.ConnectionString,
            $"create role owner_{_tag} login; create role writer_{_tag} login createdb; create role reader_{_tag} login");
        foreach (var (database, owner) in new[] { (_database, "owner"), (_warehouse, "writer") })
            await Run(database.ConnectionString,
                $"do $$ begin execute format('alter database %I owner to {owner}_{_tag}', current_database()); end $$");
    }

    public async ValueTask DisposeAsync()
    {
        var server =
            new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString;
        await _database.DisposeAsync();
        await _warehouse.DisposeAsync();
        await Run(server, $"drop role owner_{_tag}, writer_{_tag}, reader_{_tag}");
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Without_its_tables_the_login_of_the_server_is_told_to_have_them_made()
    {
        var fault = await Should.ThrowAsync<NotOwnerException>(() => House.Open(Settings, stop: Stop));
        fault.Message.ShouldContain("khoyte migrate");
    }

    [Fact]
    public async Task The_house_works_by_logins_that_own_no_books()
    {
        await Migrate();
        await using var house = await House.Open(Settings, stop: Stop);
        foreach (var file in Directory.EnumerateFiles(Repo.Shared("data/claims-mimic"), "*.xml").Order().Take(3))
        {
            await using var content = File.OpenRead(file);
            await house.Intake.Take(content, new(Sender.Local, "test"), stop: Stop);
        }
        (await house.Loader.LoadWaiting(Stop)).ShouldBe(3);
        var before = (await house.Warehouse.QueryText<long>("select count(*) from core.encounter", null, Stop))[0];

        (await new Rebuild(house).Verify(stop: Stop)).ShouldAllBe(t => t.Same);
        await new Rebuild(house).Replace(stop: Stop);

        before.ShouldBeGreaterThan(0);
        (await house.Warehouse.QueryText<long>("select count(*) from core.encounter", null, Stop)).ShouldBe([before]);
        (await house.Warehouse.QueryText<string>("select cast(current_user as text)", null, Stop)).ShouldBe([$"reader_{_tag}"]);
    }

    [Theory]
    [InlineData("drop trigger consent_stays on consent"), InlineData("alter table consent disable trigger all"),
        InlineData("set session_replication_role = replica")]
    [InlineData("create or replace function only_grows() returns trigger language plpgsql as 'begin return new; end'"),
        InlineData("drop table consent cascade")]
    [InlineData("truncate consent"), InlineData("delete from consent"), InlineData("update consent set subject = 'x'"),
        InlineData("delete from disclosure"), InlineData("truncate audit")]
    [InlineData("delete from migration"), InlineData("alter table audit add column x int"),
        InlineData("create table public.anything (x int)")]
    public async Task Who_has_the_server_s_login_cannot_undo_what_only_grows(string attack)
    {
        await Migrate();
        var refused = await Should.ThrowAsync<PostgresException>(() => Run(Writer, attack));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData("delete from core.encounter"), InlineData("insert into std.delivery default values"),
        InlineData("update house.lease set number = 99"), InlineData("create table core.anything (x int)"),
        InlineData("drop schema mart cascade")]
    public async Task A_question_changes_nothing_whatever_stands_in_it(string attack)
    {
        await Migrate();
        await using var house = await House.Open(Settings, stop: Stop);
        var refused = await Should.ThrowAsync<PostgresException>(() => house.Warehouse.QueryText<int>(attack, null, Stop));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    private HouseSettings Settings =>
        EmptyHouse.Settings(_data) with { WarehousePostgres = As("writer", _warehouse), OperationsPostgres = Writer,
        WarehouseReader = As("reader", _warehouse) };

    private async Task Migrate()
    {
        await using var operations = Operations.PostgreSql(Owner, SqlFiles.Load(Repo.File("warehouse")));
        await operations.Start(Stop);
        await operations.Let($"writer_{_tag}", Stop);
    }

    private string As(string role, TestPostgres database) =>
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = $"{role}_{_tag}" }.ConnectionString;

    private static async Task Run(string connection, string sql)
    {
        await using var db = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await db.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(sql, db);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
