using DuckDB.NET.Data;

namespace HealthWarehouse.Tests.Access;

/// <summary>
/// DuckDB knows its own file and nothing else: a statement somebody slipped in reads no file, writes none, loads no code and switches none
/// of that on.
/// </summary>
public sealed class EngineIsClosedSpec
{
    [Theory]
    [InlineData("select * from read_text('/etc/passwd')"), InlineData("select * from read_csv('/etc/passwd')"),
        InlineData("select * from glob('/*')"), InlineData("select * from '/etc/passwd'")]
    [InlineData("copy (select 1) to '/tmp/khoyte-out.csv'"), InlineData("attach '/tmp/khoyte-other.duckdb' as other"),
        InlineData("export database '/tmp/khoyte-out'")]
    [InlineData("install httpfs"), InlineData("load httpfs"), InlineData("load '/tmp/evil.duckdb_extension'"),
        InlineData("select * from read_parquet('https://example.org/x.parquet')")]
    [InlineData("set enable_external_access = true"), InlineData("set allow_community_extensions = true"),
        InlineData("set autoload_known_extensions = true"), InlineData("set temp_directory = '/tmp'")]
    [InlineData("set memory_limit = '900GB'"), InlineData("set lock_configuration = false"), InlineData("reset lock_configuration")]
    public async Task A_statement_reaches_nothing_outside(string attack)
    {
        await using var test = await TestHouse.Open();
        await Should.ThrowAsync<DuckDBException>(() =>
            test.House.Warehouse.QueryText<object>(attack, null, TestContext.Current.CancellationToken));
        await Should.ThrowAsync<DuckDBException>(() =>
            test.House.Warehouse.Write(w => w.QueryText<object>(attack), TestContext.Current.CancellationToken));
    }
}
