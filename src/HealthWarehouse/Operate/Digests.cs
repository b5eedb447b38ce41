using HealthWarehouse.Store;

namespace HealthWarehouse.Operate;

/// <summary>Rows and a digest of one table, the same whatever the order of the rows.</summary>
public sealed record TableDigest(string Table, long Rows, string Digest);

/// <summary>Digests of everything that is rebuilt from the raw archive: std, vault, link and core.</summary>
internal static class Digests
{
    private static readonly (string Column, string Delivery)[] Keys =
        [("delivery", "delivery"), ("record_key", $"record_key >> {Standardise.RecordBinder.RecordBits}"),
            ("record_key", $"record_key >> {Standardise.RecordBinder.RecordBits}")];

    /// <param name="warehouse">The warehouse.</param>
    /// <param name="stop">Stops.</param>
    /// <param name="without">Deliveries whose rows are left out, in tables that tell.</param>
    public static async Task<IReadOnlyList<TableDigest>> Of(Warehouse warehouse, CancellationToken stop,
        IReadOnlyCollection<long>? without = null)
    {
        var digests = new List<TableDigest>();
        foreach (var table in (await warehouse.Query<TableColumns>("ask/operate/tables", null, stop)).GroupBy(t => t.TableName))
        {
            // The fingerprint of the declarations is not content: it tells what a delivery was standardised with.
            var columns = table.Select(t => t.ColumnName).Where(c => c != "catalogue").Order(StringComparer.Ordinal).ToArray();
            var row = warehouse.Engine is Engine.DuckDb ? $"cast(hash({string.Join(", ", columns)}) as hugeint)"
                : $"cast(hashtextextended(row({string.Join(", ", columns)})::text, 0) as numeric)";
            var key = without is { Count: > 0 } ? Keys.FirstOrDefault(k => columns.Contains(k.Column)).Delivery : null;
            var where = key is null ? "" : $" where {key} not in (select cast(text_items($without) as bigint))";
            var sums = (await warehouse.QueryText<Sum>($"select count(*) as rows, coalesce(cast(sum({row}) as varchar), '0') as digest " +
                $"from {table.Key}{where}", key is null ? null : new { without = string.Join(';', without!) }, stop))[0];
            digests.Add(new(table.Key, sums.Rows, sums.Digest));
        }
        return digests;
    }

    private sealed record TableColumns
    {
        public required string TableName { get; init; }
        public required string ColumnName { get; init; }
    }

    private sealed record Sum
    {
        public long Rows { get; init; }
        public required string Digest { get; init; }
    }
}
