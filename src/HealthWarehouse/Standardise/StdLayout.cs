using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>
/// The std tables that follow from a contract: one a declared table, a column a field (two for a code: conformed and as received); sealed
/// fields have none.
/// </summary>
public sealed class StdLayout
{
    public StdLayout(Contract contract)
    {
        Contract = contract;
        Tables = contract.Tables.Values.ToDictionary(t => t.Code, t => new TableSpec($"std.{t.StdName}", [.. Columns(contract, t)]));
    }

    public Contract Contract { get; }

    public IReadOnlyDictionary<string, TableSpec> Tables { get; }

    /// <summary>Makes the std tables, adds columns a newer declaration brings, and makes the writer's own tables.</summary>
    public async Task Prepare(WarehouseWriter writer)
    {
        foreach (var spec in Tables.Values)
        {
            await writer.ExecuteText(spec.CreateSql(spec.Name));
            var there = (await writer.Query<string>("std/columns", new { table = spec.Name[4..] })).ToHashSet();
            foreach (var column in spec.Columns.Where(c => !there.Contains(c.Name)))
                await writer.ExecuteText($"alter table {spec.Name} add column {column.Name} {column.SqlType}");
            if (writer.Engine is Engine.PostgreSql)
                await writer.ExecuteText($"create index if not exists {spec.Name[4..]}_record on {spec.Name} (record_key)");
        }
        await writer.Execute("std/batch-tables");
    }

    /// <summary>Name of the writer's view on what the batch brought to a table.</summary>
    public static string BatchName(TableSpec spec) => $"batch_{spec.Name[(spec.Name.IndexOf('.') + 1)..]}";

    private static IEnumerable<ColumnSpec> Columns(Contract contract, Table table)
    {
        yield return new("record_key", ColumnType.Long);
        yield return new("row_no", ColumnType.Int);
        foreach (var field in table.AllFields.Where(f => f.Seal is null))
        {
            yield return new(field.To, TypeOf(field.Type), field.Scale);
            if (field.List is not null) yield return new(field.Received, ColumnType.Text);
        }
        foreach (var column in contract.DerivedOf(table.Code)) yield return new(column.To, Derivations.TypeOf(column.As));
    }

    private static ColumnType TypeOf(FieldType type) => type switch
    {
        FieldType.Integer => ColumnType.Long,
        FieldType.Number => ColumnType.Number,
        FieldType.Minute or FieldType.Moment => ColumnType.Instant,
        FieldType.Day or FieldType.Partial => ColumnType.Date,
        FieldType.Flag => ColumnType.Flag,
        _ => ColumnType.Text,
    };
}
