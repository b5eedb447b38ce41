using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;

namespace HealthWarehouse.Standardise;

/// <summary>
/// Facilities and months whose rollups are to be made again (batch_partition). Facts of episodes go by those of their episodes, noted by
/// warehouse/mart; here those of the others are.
/// </summary>
internal static class Partitions
{
    /// <summary>Notes the partitions of rows of some facts (by table) whose records are in a table of the batch.</summary>
    internal static async Task Note(WarehouseWriter writer, CatalogueFiles catalogue, IEnumerable<string> tables, string records)
    {
        var touched = tables.ToHashSet();
        foreach (var file in Own(catalogue).Where(f => touched.Contains(f.Table)))
            await writer.ExecuteText($"{Insert(file)} join (select distinct record_key from {records}) b on b.record_key = f.record_key " +
                $"where {file.Day} is not null");
    }

    /// <summary>Notes those of every record between two keys, before they are taken away.</summary>
    internal static async Task Forget(WarehouseWriter writer, CatalogueFiles catalogue, object keys)
    {
        foreach (var file in Own(catalogue))
            await writer.ExecuteText($"{Insert(file)} where f.record_key between $first and $last and {file.Day} is not null", keys);
    }

    private static IEnumerable<MeasureFile> Own(CatalogueFiles catalogue) =>
        catalogue.Measures.Values.Where(f => f is { Episode: null, Rollups.Count: > 0, Facility: not null, Of.HasVersions: true });

    private static string Insert(MeasureFile file) => $"insert into batch_partition (fact, facility_code, month_start) select distinct " +
        $"'{file.Code}', {file.Facility}, cast(date_trunc('month', {file.Day}) as date) from {file.Table} f";
}
