using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>
/// Lands batches in the warehouse: every row goes straight to std, where every version stays; what this batch brought is seen through views
/// (batch_{table}) over the records of its deliveries, on which the checks run. Core follows in <see cref="CoreFacts"/>.
/// </summary>
public sealed class Landing(CatalogueFiles catalogue, StdLayout layout, SqlChecks checks)
{
    private const int ManyRows = 5_000;
    private readonly HashSet<string> _tables = [];
    private readonly SortedSet<long> _deliveries = [];
    private long _first = long.MaxValue, _last;

    /// <summary>Declared tables the batch has rows of.</summary>
    public IReadOnlySet<string> Tables => _tables;

    /// <summary>Rows appended since the batch began.</summary>
    public int Rows { get; private set; }

    public async Task Begin(WarehouseWriter writer)
    {
        await writer.ExecuteText("delete from batch_forgotten; delete from batch_former;");
        _tables.Clear();
        _deliveries.Clear();
        (Rows, _first, _last) = (0, long.MaxValue, 0);
    }

    /// <summary>
    /// Notes the deliveries whose records follow; what the warehouse holds of any of them from before is taken away first.
    /// </summary>
    public async Task Note(WarehouseWriter writer, IReadOnlyCollection<DeliveryNote> deliveries)
    {
        var numbers = string.Join(';', deliveries.Select(d => d.Delivery));
        foreach (var held in await writer.Query<long>("std/held", new { deliveries = numbers })) await Forget(writer, held);
        var batch = new ColumnBatch(BatchTables.Delivery);
        foreach (var delivery in deliveries)
        {
            delivery.Write(batch);
            _deliveries.Add(delivery.Delivery);
        }
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
        foreach (var rows in new[] { batch.Records, batch.Actions, batch.DeliveryActions })
        {
            var keys = rows.Column("record_key");
            for (var row = 0; row < rows.Rows; row++)
            {
                var key = keys[row];
                if (row == 0 || key >> RecordBinder.RecordBits != keys[row - 1] >> RecordBinder.RecordBits)
                    _deliveries.Add(key >> RecordBinder.RecordBits);
                (_first, _last) = (Math.Min(_first, key), Math.Max(_last, key));
            }
        }
    }

    /// <summary>The batch is what stands in std already between two record keys: link and core are worked out from it again.</summary>
    public async Task Stand(WarehouseWriter writer, long first, long last)
    {
        (_first, _last) = (first, last);
        await View(writer);
    }

    /// <summary>Opens the views on the batch and runs the checks. The views stay open for the steps after.</summary>
    public async Task Check(WarehouseWriter writer)
    {
        await View(writer);
        if (Rows > ManyRows)
            await writer.Count(layout.Tables.Where(t => _tables.Contains(t.Key)).Select(t => t.Value).Concat(BatchTables.Viewed)
                .Select(t => t.Name));
        await checks.Run(writer, _tables);
        if (_tables.Any(t => _once.Contains(layout.ContractOf(t).Code))) await TellTwice(writer);
    }

    /// <summary>Contracts whose deliveries speak of each subject once.</summary>
    private readonly string[] _once = [.. catalogue.Contracts.Values
        .Where(c => c.Format is not ContractFormat.Envelope && c.Subject.Ends is not Ending.Append).Select(c => c.Code)];

    private Task<int> TellTwice(WarehouseWriter writer)
    {
        var check = catalogue.CheckById("R03-key-twice");
        return writer.Execute("std/key-twice",
            new { contracts = string.Join(';', _once), rule = check.Id, severity = (int)check.Severity, message = check.Message });
    }

    /// <summary>
    /// The records of the batch: those of its deliveries, not whatever lies between the first and the last, which may be others that stood
    /// there before.
    /// </summary>
    private async Task View(WarehouseWriter writer)
    {
        var between = string.Create(CultureInfo.InvariantCulture, $"record_key between {Math.Min(_first, _last)} and {_last}");
        await writer.ExecuteText("delete from batch_delivery; delete from batch_since;");
        // Subjects that hold for days of their own are looked at from the batch's first moment on: what came before it stands.
        if (_tables.Any(t => layout.ContractOf(t).Subject.Ends is Ending.Span or Ending.Snapshot))
            await writer.Execute("std/since", new { deliveries = string.Join(';', _deliveries) });
        if (_deliveries.Count > 0 && _deliveries.Max - _deliveries.Min >= _deliveries.Count)
        {
            await writer.ExecuteText("insert into batch_delivery (delivery) select cast(text_items($deliveries) as bigint)",
                new { deliveries = string.Join(';', _deliveries) });
            between += $" and record_key >> {RecordBinder.RecordBits} in (select delivery from batch_delivery)";
        }
        foreach (var spec in layout.Tables.Values.Concat(BatchTables.Viewed))
            await writer.ExecuteText(
                $"create or replace temporary view {StdLayout.BatchName(spec)} as select * from {spec.Name} where {between}");
        await writer.ExecuteText($"create or replace temporary view batch_person as select * from {layout.Persons("batch_{0}")} p");
    }

    /// <summary>
    /// Nothing may stand twice: what does would count twice in every figure. The transaction ends here rather than keep it.
    /// </summary>
    public async Task Guard(WarehouseWriter writer)
    {
        if (writer.Engine is not Engine.DuckDb || _last == 0) return;
        var twice = (await writer.Query<(string Table, long Rows)>("std/doubled", new { first = _first, last = _last }))
            .FirstOrDefault(t => t.Rows > 0);
        if (twice.Rows > 0)
            throw new InvalidOperationException($"Lần nạp này sẽ để {twice.Rows} dòng đứng hai lần trong {twice.Table}; không ghi gì cả.");
    }

    /// <summary>Runs the checks that look beyond the batch, once core knows it.</summary>
    public async Task CheckAgainstCore(WarehouseWriter writer)
    {
        if (Rows > ManyRows) await writer.Count(CoreFacts.All(writer).Where(f => f.Sources.Any(layout.Knows)).Select(f => f.Table));
        await checks.RunOnCore(writer, _tables);
    }

    /// <summary>Takes away everything derived from one delivery, so that it can be standardised again.</summary>
    private async Task Forget(WarehouseWriter writer, long delivery)
    {
        var keys = new { delivery, first = RecordBinder.KeyOf(delivery, 0), last = RecordBinder.KeyOf(delivery + 1, 0) - 1 };
        await writer.ExecuteText(writer.Sql["link/former", writer.Engine].Replace("{persons}", layout.Persons("std.{0}"),
            StringComparison.Ordinal), keys);
        await writer.Execute("std/forget", keys);
        foreach (var spec in layout.Tables.Values)
            await writer.ExecuteText($"delete from {spec.Name} where record_key between $first and $last", keys);
        await Partitions.Forget(writer, catalogue, keys);
        foreach (var fact in CoreFacts.All(writer).Where(f => f.Sources.Any(layout.Knows)))
            await writer.ExecuteText($"delete from {fact.Table} where record_key between $first and $last", keys);
    }
}
