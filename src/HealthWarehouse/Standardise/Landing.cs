using HealthWarehouse.Store;

namespace HealthWarehouse.Standardise;

/// <summary>Lands batches in the warehouse: append to the writer's batch tables, run the checks, keep every version in std. Core follows in <see cref="CoreFacts"/>.</summary>
public sealed class Landing(StdLayout layout, SqlChecks checks)
{
    private readonly HashSet<string> _tables = [];

    /// <summary>Rows waiting in the batch tables.</summary>
    public int Rows { get; private set; }

    /// <summary>Empties the batch tables.</summary>
    public async Task Begin(WarehouseWriter writer)
    {
        foreach (var spec in layout.Tables.Values.Concat(BatchTables.All)) await writer.ExecuteText($"delete from {StdLayout.BatchName(spec)}");
        await writer.ExecuteText("delete from batch_forgotten");
        (Rows, _) = (0, _tables.RemoveWhere(_ => true));
    }

    public async Task Append(WarehouseWriter writer, BatchSet batch)
    {
        foreach (var (name, rows) in batch.Tables) if (rows.Rows > 0) _tables.Add(name);
        foreach (var rows in batch.All.Where(b => b.Rows > 0))
        {
            await writer.Append(rows, StdLayout.BatchName(rows.Table), temporary: true);
            Rows += rows.Rows;
        }
    }

    /// <summary>Checks the batch and moves it to std. The batch tables stay filled for the steps after.</summary>
    public async Task Keep(WarehouseWriter writer)
    {
        await checks.Run(writer, _tables);
        foreach (var spec in layout.Tables.Where(t => _tables.Contains(t.Key)).Select(t => t.Value).Concat(BatchTables.All))
        {
            var columns = string.Join(", ", spec.Columns.Select(c => c.Name));
            await writer.ExecuteText($"insert into {spec.Name} ({columns}) select {columns} from {StdLayout.BatchName(spec)}");
        }
    }

    /// <summary>Takes away everything derived from one delivery, so that it can be standardised again.</summary>
    public async Task Forget(WarehouseWriter writer, long delivery)
    {
        var keys = new { delivery, first = RecordBinder.KeyOf(delivery, 0), last = RecordBinder.KeyOf(delivery + 1, 0) - 1 };
        await writer.Execute("std/forget", keys);
        foreach (var spec in layout.Tables.Values) await writer.ExecuteText($"delete from {spec.Name} where record_key between $first and $last", keys);
        foreach (var fact in CoreFacts.Names(writer)) await writer.ExecuteText($"delete from core.{fact} where encounter_key between $first and $last", keys);
    }
}
