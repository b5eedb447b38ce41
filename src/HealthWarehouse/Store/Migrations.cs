namespace HealthWarehouse.Store;

/// <summary>Numbered SQL files, each run once, in order (warehouse/migrations).</summary>
internal static class Migrations
{
    public static async Task Apply(WarehouseWriter writer)
    {
        await writer.Execute("migrations/0000-ledger");
        var done = (await writer.QueryText<string>("select name from house.migration")).ToHashSet();
        foreach (var name in writer.Sql.In("migrations", writer.Engine).Where(n => n != "migrations/0000-ledger" && !done.Contains(n)))
        {
            await writer.Execute(name);
            await writer.ExecuteText("insert into house.migration (name) values ($name)", new { name });
        }
    }
}
