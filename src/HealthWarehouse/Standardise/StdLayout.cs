using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>
/// The std tables that follow from the contracts: one a declared table, a column a field (two for a code: conformed and as received);
/// sealed fields have none.
/// </summary>
public sealed class StdLayout
{
    private readonly Dictionary<string, Contract> _contracts;
    private readonly Dictionary<string, Contract> _byName;

    public StdLayout(IEnumerable<Contract> contracts)
    {
        var tables = contracts.SelectMany(c => c.Tables.Values.Select(t => (Contract: c, Table: t))).ToArray();
        _contracts = tables.ToDictionary(t => t.Table.Code, t => t.Contract);
        _byName = tables.ToDictionary(t => t.Table.StdName, t => t.Contract, StringComparer.OrdinalIgnoreCase);
        Tables = tables.ToDictionary(t => t.Table.Code, t => new TableSpec($"std.{t.Table.StdName}", [.. Columns(t.Contract, t.Table)]));
    }

    /// <summary>By the code of the declared table.</summary>
    public IReadOnlyDictionary<string, TableSpec> Tables { get; }

    /// <summary>
    /// Records that are of somebody, with the sex they say: of every contract with persons, its main table as <paramref name="form"/> names
    /// it; in brackets, to be read from.
    /// </summary>
    public string Persons(string form)
    {
        var parts = _contracts.Values.Distinct().Where(c => c.Person is not null).Select(c => string.Format(CultureInfo.InvariantCulture,
            $"select record_key, {(c.Person!.GetValueOrDefault(TokenRules.Sex) ?? "null")} as sex from {form}", c[c.Main].StdName));
        return $"({string.Join(" union all ", parts)})";
    }

    /// <summary>The contract a declared table is of.</summary>
    public Contract ContractOf(string table) => _contracts[table];

    /// <summary>Whether there is a std table of a name, in whatever letters.</summary>
    public bool Knows(string name) => _byName.ContainsKey(name);

    /// <summary>The contract a std table is of, by its name in whatever letters.</summary>
    public Contract ContractNamed(string name) => _byName[name];

    /// <summary>Makes the std tables, adds columns a newer declaration brings, and makes the writer's own tables.</summary>
    public async Task Prepare(WarehouseWriter writer)
    {
        var there = (await writer.Query<(string Table, string Column)>("std/columns")).ToLookup(c => c.Table, c => c.Column);
        foreach (var spec in Tables.Values)
        {
            var columns = there[spec.Name["std.".Length..]].ToHashSet();
            if (columns.Count == 0) await writer.ExecuteText(spec.CreateSql(spec.Name));
            else
                foreach (var column in spec.Columns.Where(c => !columns.Contains(c.Name)))
                    await writer.ExecuteText($"alter table {spec.Name} add column {column.Name} {column.SqlType}");
            if (writer.Engine is Engine.PostgreSql)
                await writer.ExecuteText($"create index if not exists {spec.Name[4..]}_record on {spec.Name} (record_key)");
        }
        await writer.Execute("std/batch-tables");
        await writer.ExecuteText("delete from std.ending");
        foreach (var contract in _contracts.Values.Distinct())
            await writer.Execute("std/ending", new
            {
                code = contract.Code, ends = contract.Subject.Ends.ToString().ToLowerInvariant(), main = contract.Main,
                key = contract.Subject.Key.Count == 0 ? null
                    : contract[contract.Main].AllFields.First(f => f.To == contract.Subject.Key[0]).From,
            });
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
