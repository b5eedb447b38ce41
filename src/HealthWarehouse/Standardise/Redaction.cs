using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>
/// What a delivery keeps of the records of persons that were shredded: their rows as they were standardised on that day, without anything
/// sealed; and the tokens of other records that pointed at such a person by mistake. Loading lands it in the place of those records.
/// </summary>
public sealed class Redaction(IReadOnlyList<Residue> residues, IReadOnlyCollection<DroppedToken> dropped)
{
    private readonly Dictionary<int, Residue> _residues = residues.ToDictionary(r => r.Record);
    private readonly HashSet<DroppedToken> _dropped = [.. dropped];

    public IReadOnlyList<Residue> Residues => residues;

    public IReadOnlyCollection<DroppedToken> Dropped => dropped;

    internal Residue? Find(int record) => _residues.GetValueOrDefault(record);

    internal bool Drops(long record, string rule) => _dropped.Contains(new(record, rule));
}

/// <summary>A token of a record that is not to be made again.</summary>
public sealed record DroppedToken(long Record, string Rule);

/// <summary>The rows one record left behind, table by table.</summary>
public sealed record Residue(int Record, bool Kept, IReadOnlyList<ResidueTable> Tables)
{
    /// <summary>
    /// Takes what binding a record made: everything but the sealed pieces and the tokens of identity, which one token of the tombstone
    /// stands in for. Values of sealed fields that findings show masked go too.
    /// </summary>
    public static Residue Of(int record, BatchSet set, Guid tombstone, SealedFields fields)
    {
        var tables = new List<ResidueTable>();
        foreach (var batch in set.All.Where(b => b.Rows > 0 && b != set.Sealed && b != set.Tokens && b != set.Names))
            tables.Add(batch == set.Findings ? Findings(batch, fields) : ResidueTable.Of(batch));
        if (set.Records.Rows > 0 && set.Records.Column("kept")[0] == 1 && set.Records.Column("has_main")[0] == 1)
        {
            var one = new ColumnBatch(BatchTables.Token);
            Token(one, set.Records.Column("record_key")[0], tombstone);
            tables.Add(ResidueTable.Of(one));
        }
        return new(record, set.Refused == 0, tables);
    }

    internal static void Token(ColumnBatch tokens, long record, Guid tombstone) =>
        tokens.Row().Put(record).Put(Tombstone.Rule).Put(tombstone);

    internal void Land(BatchSet set)
    {
        foreach (var table in Tables)
        {
            var batch = set.All.First(b => b.Table.Name == table.Name);
            table.Land(batch, batch == set.Findings ? rule => set.Tell(rule) : null);
        }
        if (!Kept) set.Refused++;
    }

    private static ResidueTable Findings(ColumnBatch findings, SealedFields fields)
    {
        var found = ResidueTable.Of(findings);
        int At(string column) => findings.Ordinal(column);
        return found with { Rows = [.. found.Rows.Select(row =>
        {
            string?[] clean = [.. row];
            (clean[At("value")], clean[At("message")]) =
                fields.Clean(row[At("table_name")], row[At("field")], row[At("value")], row[At("message")]!);
            return clean;
        })] };
    }
}

/// <summary>Rows of a table as text and numbers, by column: null where there is none.</summary>
public sealed record ResidueTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows)
{
    /// <summary>Columns that had another name when what is left of a record was written down.</summary>
    private static readonly Dictionary<string, string> Renamed = new() { ["episode_key"] = "subject_key" };

    public static ResidueTable Of(ColumnBatch batch) =>
        new(batch.Table.Name, [.. batch.Table.Columns.Select(c => c.Name)],
            [.. Enumerable.Range(0, batch.Rows)
            .Select(r => (IReadOnlyList<string?>)[.. batch.Columns.Select((_, c) => Value(batch, c, r))])]);

    /// <summary>Puts the rows into a batch by the names of the columns; a column declared since stays empty.</summary>
    public void Land(ColumnBatch batch, Func<string, bool>? tell)
    {
        var ordinals = Columns.Select(c => batch.Ordinal(Renamed.GetValueOrDefault(c, c))).ToArray();
        var rule = Columns.ToList().IndexOf("rule");
        foreach (var row in Rows)
        {
            if (tell?.Invoke(row[rule]!) == false) continue;
            var at = batch.Add();
            for (var c = 0; c < ordinals.Length; c++)
                if (ordinals[c] >= 0 && row[c] is { } value) Set(batch, ordinals[c], at, value);
        }
    }

    private static string? Value(ColumnBatch batch, int column, int row) =>
        batch.Columns[column].IsNull(row) ? null : batch.Columns[column].Spec.Type switch
    {
        ColumnType.Text => batch.Text(column, row),
        ColumnType.Bytes => Convert.ToBase64String(batch.Bytes(column, row)),
        ColumnType.Uuid => batch.Columns[column].Uuid(row).ToString(),
        _ => batch.Columns[column][row].ToString(CultureInfo.InvariantCulture),
    };

    private static void Set(ColumnBatch batch, int column, int row, string value)
    {
        switch (batch.Columns[column].Spec.Type)
        {
            case ColumnType.Text:
                batch.Set(column, row, value);
                break;
            case ColumnType.Bytes:
                batch.Set(column, row, Convert.FromBase64String(value));
                break;
            case ColumnType.Uuid:
                batch.Columns[column].Set(row, Guid.Parse(value));
                break;
            default:
                batch.Columns[column].Set(row, long.Parse(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}

/// <summary>Fields whose values findings show only masked: after a shredding not even that.</summary>
public sealed class SealedFields(IEnumerable<Contract> contracts)
{
    /// <summary>What stands in a message where a value was.</summary>
    public const string Gone = "(đã huỷ)";

    private readonly HashSet<string> _open =
        [.. contracts.SelectMany(c => c.Tables.Values).SelectMany(t => Names(t, sealedOnly: false).Select(n => $"{t.Code}.{n}"))];

    /// <summary>A finding's value and message without what was sealed: an element no declaration knows counts as sealed.</summary>
    public (string? Value, string Message) Clean(string? table, string? field, string? value, string message) =>
        string.IsNullOrEmpty(value) || field is null || _open.Contains($"{table}.{field}")
            ? (value, message) : (null, message.Replace(value, Gone, StringComparison.Ordinal));

    private static IEnumerable<string> Names(Table table, bool sealedOnly)
    {
        var fields = table.AllFields.Where(f => f.Seal is not null == sealedOnly).ToDictionary(f => f.From);
        var renamed =
            (table.Versions ?? new Dictionary<string, Difference>()).Values.SelectMany(v => v.Rename ?? new Dictionary<string, string>());
        return fields.Keys.Concat(renamed.Where(r => fields.ContainsKey(r.Key)).Select(r => r.Value));
    }
}
