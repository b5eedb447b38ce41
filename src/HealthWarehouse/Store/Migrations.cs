namespace HealthWarehouse.Store;

/// <summary>Numbered SQL files, each run once, in order (warehouse/migrations).</summary>
internal static class Migrations
{
    /// <summary>
    /// Throws when the tables are not those this version knows; another process has the lease, and only it may change them.
    /// </summary>
    public static async Task Verify(Warehouse warehouse, CancellationToken stop)
    {
        var there = (await warehouse.QueryText<bool>("select to_regclass('house.migration') is not null", null, stop))[0];
        var done = there ? (await warehouse.QueryText<string>("select name from house.migration", null, stop)).ToHashSet() : [];
        done.Add("migrations/0000-ledger");
        if (!done.SetEquals(warehouse.Sql.In("migrations", warehouse.Engine)))
            throw new InvalidOperationException(
                "Một tiến trình Kho Y tế phiên bản khác đang giữ quyền nạp vào kho này. Hãy dừng nó, rồi khởi động phiên bản mới trước.");
    }

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
