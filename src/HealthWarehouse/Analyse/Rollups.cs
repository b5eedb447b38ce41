using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse;

/// <summary>
/// Keeps the rollups equal to the facts: made again when their declaration changes, and partition by partition in the transaction that
/// changes facts.
/// </summary>
public sealed class Rollups(CatalogueFiles catalogue)
{
    private readonly Rollup[] _all = [.. catalogue.Measures.Values.SelectMany(Rollup.Of)];

    /// <summary>
    /// Makes and fills rollups that are new or declared otherwise than when they were made; drops those no longer declared.
    /// </summary>
    public async Task Prepare(WarehouseWriter writer)
    {
        var made = (await writer.QueryText<(string Name, string Digest)>("select name, digest from mart.rollup"))
            .ToDictionary(m => m.Name, m => m.Digest);
        foreach (var gone in made.Keys.Except(_all.Select(r => r.Table))) await Drop(writer, gone);
        foreach (var rollup in _all)
        {
            var digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(rollup.Fill(onlyTouched: false))));
            if (made.GetValueOrDefault(rollup.Table) == digest) continue;
            await Drop(writer, rollup.Table);
            await writer.ExecuteText($"create table {rollup.Table} as {rollup.Fill(onlyTouched: false)}");
            if (writer.Engine is Engine.PostgreSql) await writer.ExecuteText(
                $"create index on {rollup.Table} (facility_code, month_start); create index on {rollup.Table} (month_start)");
            await writer.ExecuteText("insert into mart.rollup (name, digest) values ($name, $digest)", new { name = rollup.Table, digest });
        }
    }

    /// <summary>Makes the partitions a batch touched again.</summary>
    /// <param name="writer">The writer's transaction.</param>
    /// <param name="facts">Tables of the facts that changed.</param>
    public async Task Refresh(WarehouseWriter writer, IReadOnlySet<string> facts)
    {
        await writer.Execute("mart/touched");
        foreach (var rollup in _all.Where(r => facts.Contains(r.Fact)))
        {
            await writer.ExecuteText($"delete from {rollup.Table} where exists (select 1 from batch_partition p where p.fact = " +
                $"'{rollup.Touched}' and p.facility_code = {rollup.Table}.facility_code and p.month_start = {rollup.Table}.month_start)");
            await writer.ExecuteText($"insert into {rollup.Table} {rollup.Fill(onlyTouched: true)}");
        }
        await writer.ExecuteText("delete from batch_partition");
    }

    private static async Task Drop(WarehouseWriter writer, string table)
    {
        await writer.ExecuteText($"drop table if exists {table}");
        await writer.ExecuteText("delete from mart.rollup where name = $table", new { table });
    }
}
