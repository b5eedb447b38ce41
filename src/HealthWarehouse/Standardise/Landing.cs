using HealthWarehouse.Store;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>
/// Lands batches in the warehouse: every row goes straight to std, where every version stays; what this batch brought is seen through views
/// (batch_xml1 …) over its stretch of record keys, on which the checks run. Core follows in <see cref="CoreFacts"/>.
/// </summary>
public sealed class Landing(StdLayout layout, SqlChecks checks)
{
    private const int ManyRows = 5_000;
    private readonly HashSet<string> _tables = [];
    private long _first = long.MaxValue, _last;

    /// <summary>Declared tables the batch has rows of.</summary>
    public IReadOnlySet<string> Tables => _tables;

    /// <summary>Rows appended since the batch began.</summary>
    public int Rows { get; private set; }

    public async Task Begin(WarehouseWriter writer)
    {
        await writer.ExecuteText("delete from batch_forgotten");
        _tables.Clear();
        (Rows, _first, _last) = (0, long.MaxValue, 0);
    }

    /// <summary>Notes the deliveries whose records follow.</summary>
    public static async Task Note(WarehouseWriter writer, IEnumerable<DeliveryNote> deliveries)
    {
        var batch = new ColumnBatch(BatchTables.Delivery);
        foreach (var delivery in deliveries) delivery.Write(batch);
        await writer.Append(batch);
    }

    public async Task Append(WarehouseWriter writer, BatchSet batch)
    {
        foreach (var (name, rows) in batch.Tables) if (rows.Rows > 0) _tables.Add(name);
        foreach (var rows in batch.All.Where(b => b.Rows > 0))
        {
            await writer.Append(rows);
            Rows += rows.Rows;
        }
        foreach (var keys in new[] { batch.Records, batch.Actions })
            for (var row = 0; row < keys.Rows; row++)
                (_first, _last) = (Math.Min(_first, keys.Columns[0][row]), Math.Max(_last, keys.Columns[0][row]));
    }

    /// <summary>Opens the views on the batch and runs the checks. The views stay open for the steps after.</summary>
    public async Task Check(WarehouseWriter writer)
    {
        foreach (var spec in layout.Tables.Values.Concat(BatchTables.Viewed))
            await writer.ExecuteText(string.Create(CultureInfo.InvariantCulture,
                $"create or replace temporary view {StdLayout.BatchName(spec)} as select * from {spec.Name} where record_key between {Math.Min(_first, _last)} and {_last}"));
        if (Rows > ManyRows) await writer.Count(layout.Tables.Values.Where(t => _tables.Contains(t.Name["std.".Length..].ToUpperInvariant())).Concat(BatchTables.Viewed).Select(t => t.Name));
        await checks.Run(writer, _tables);
    }

    /// <summary>Runs the checks that look beyond the batch, once core knows it.</summary>
    public async Task CheckAgainstCore(WarehouseWriter writer)
    {
        if (Rows > ManyRows) await writer.Count(CoreFacts.Names(writer).Select(f => $"core.{f}"));
        await checks.RunOnCore(writer, _tables);
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
