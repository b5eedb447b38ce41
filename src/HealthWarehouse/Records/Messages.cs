using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Standardise;
using HealthWarehouse.Store;

namespace HealthWarehouse.Records;

/// <summary>
/// An archived message opened at one record: where it stands in its delivery (null once it is gone), its tables, rows and values as they
/// came, identity masked unless an opening holds for it.
/// </summary>
public sealed record MessageRecord(Delivery Delivery, RecordPlace Place, Sight Sight, string? Where,
    IReadOnlyList<MessageTable> Tables, IReadOnlyList<string> Problems);

public sealed record MessageTable(string Kind, string Name, IReadOnlyList<MessageRow> Rows);

public sealed record MessageRow(int Number, IReadOnlyList<MessageCell> Cells);

/// <summary>One element: its value as received, what it means, and whether it is masked here.</summary>
public sealed record MessageCell(string Element, string Value, string? About, bool Masked, string? Meaning);

/// <summary>Opens archived messages through Guard: the audit row is there before the first byte is read.</summary>
public sealed class Messages(CatalogueFiles catalogue, Ledger ledger, DeliveryContents contents, Warehouse warehouse, VaultDoor vault,
    PersonalReads reads, RecordPlaces places)
{
    /// <summary>Looks through no opening, whatever holds.</summary>
    public const string NoOpening = "";

    private const string What = "message";
    private readonly Dictionary<string, Table> _tables =
        catalogue.Contracts.Values.SelectMany(c => c.Tables.Values).ToDictionary(t => t.Code);

    /// <summary>The record, used or refused, as it came in; null when there is none.</summary>
    /// <param name="recordKey">Its key.</param>
    /// <param name="viewer">Who asks.</param>
    /// <param name="purpose">Declared purpose; while an opening holds, that of the opening counts.</param>
    /// <param name="opening">The one opening to look through; null = any that holds in this session.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<MessageRecord?> Open(long recordKey, Viewer viewer, string purpose, string? opening = null,
        CancellationToken stop = default)
    {
        if (await places.Find(recordKey, stop) is not { } place || await ledger.Find(place.Delivery, stop) is not { } delivery)
            return null;
        return await reads.ReadRecord(viewer, purpose, What, place, sight => Read(delivery, place, sight, stop), opening, stop);
    }

    private async Task<MessageRecord?> Read(Delivery delivery, RecordPlace place, Sight sight, CancellationToken stop)
    {
        var identity = sight.Identity ? await Identity(place, sight, stop) : null;
        await contents.Ready([delivery], stop);
        var (record, compartments, namesake) = await Task.Run(() => Find(delivery, place, sight, identity), stop);
        // The warehouse does not know the rows of a record that was set aside: it is judged as it is read.
        if (!compartments.All(sight.Viewer.Opens)) throw await reads.Restricted(sight.Viewer, sight.Purpose, What, place, stop);
        if (namesake) await reads.Note(sight.Viewer, "same-surname", What, place, sight.Purpose, stop);
        return record;
    }

    private async Task<RecordIdentity> Identity(RecordPlace place, Sight sight, CancellationToken stop)
    {
        try
        {
            return await RecordIdentity.Open(warehouse, vault, place, sight, stop);
        }
        catch (RestrictedException)
        {
            // It was sealed under a compartment the record is no longer in by today's declarations, or was not known to be in.
            throw await reads.Restricted(sight.Viewer, sight.Purpose, What, place, stop);
        }
    }

    private (MessageRecord? Record, IReadOnlySet<string> Compartments, bool Namesake) Find(Delivery delivery, RecordPlace place,
        Sight sight, RecordIdentity? identity)
    {
        if (Residues.Read(contents.Residue(delivery.Seq))?.Residues.Any(r => r.Record == place.Record) == true)
            return (new(delivery, place, sight, null, [], ["Hồ sơ đã huỷ khoá theo yêu cầu xoá dữ liệu cá nhân, không mở được nữa"]),
                new HashSet<string>(), false);
        using var content = contents.Open(delivery);
        foreach (var record in contents.Reader(catalogue.ContractOf(delivery.Contract), delivery).ReadRecords(content, 1 << 20))
            if (record.Number == place.Record)
                return (Show(delivery, record, place, sight, identity), catalogue.Compartments.Of(Rows(record)),
                    Patients(record).Any(name => reads.IsOfSameSurname(sight.Viewer, name)));
        return (null, new HashSet<string>(), false);
    }

    private MessageRecord Show(Delivery delivery, SourceRecord record, RecordPlace place, Sight sight, RecordIdentity? identity)
    {
        var secrets = sight.Identity ? [] : Secrets(record).Distinct().ToArray();
        var eyes = new Eyes(place.EventOn ?? DateOnly.MaxValue, secrets, identity, new(record));
        string[] gone = identity is { IsGone: true } ? ["Danh tính của hồ sơ không mở được nữa: khoá của nó đã thôi dùng hoặc đã huỷ"] : [];
        var contract = catalogue.ContractOf(delivery.Contract);
        var where = SourcePlace.Of(contract, record.Number, record.Offset, record.Part).ToString();
        return new(delivery, place, sight, where, [.. record.Tables.Select(t => Show(t, eyes))],
            [.. gone, .. record.Problems.Select(p => catalogue.CheckById(p.Rule).Name)]);
    }

    /// <summary>
    /// How a message is looked at: on which day, what is masked in its texts, and the identity the vault gave out for it (null: none, all
    /// is masked).
    /// </summary>
    private sealed record Eyes(DateOnly Day, string[] Secrets, RecordIdentity? Identity, RowNumbers Numbers);

    private MessageTable Show(SourceTable source, Eyes eyes)
    {
        var (table, fields) = Declared(source);
        var numbers = table is null ? [] : eyes.Numbers.Of(source, table);
        return new(source.Kind, table?.Name ?? Masking.Within(source.Kind, eyes.Secrets),
            [.. source.Rows.Select((row, i) =>
            new MessageRow(i + 1, Cells(source, row, fields, table is null ? null : numbers[i], eyes)))]);
    }

    private List<MessageCell> Cells(SourceTable source, SourceRow row, Dictionary<string, Field> fields, int? number, Eyes eyes)
    {
        var cells = new List<MessageCell>();
        foreach (var cell in source.Cells(row))
        {
            var (element, value) = Words(source, cell);
            var field = fields.GetValueOrDefault(element);
            // An element no declaration knows may hold anything: it is masked like an identity.
            var isIdentity = value.Length > 0 && (field is null || field.Seal is Compartment.Identity);
            var meaning = field?.List is { } list && value.Length > 0 && catalogue.NameOf(list, value, eyes.Day) is var name
                && name != value ? name : null;
            cells.Add(isIdentity ? Identified(source, element, value, field, number, eyes, meaning)
                : new(element,
                    eyes.Identity is not null || field?.Type is not FieldType.Text
                    ? value : Masking.Within(value, eyes.Secrets), field?.About, false, meaning));
        }
        return cells;
    }

    /// <summary>
    /// A cell of identity: what the vault gave out for it, else masked. Only what the vault never had (a record set aside, a table no
    /// contract knows) shows as it came.
    /// </summary>
    private static MessageCell Identified(SourceTable source, string element, string value, Field? field, int? number, Eyes eyes,
        string? meaning)
    {
        var shown = eyes.Identity is not { } identity ? null
            : !identity.IsSealed || number is null ? value : identity.Value(source.Kind, number.Value, field?.To ?? $"?{element}");
        return new(element, shown ?? Masking.Of(value, field?.IsDate is true), field?.About, shown is null, meaning);
    }

    /// <summary>Names, numbers and addresses of the record, to be masked in its free texts too.</summary>
    private List<string> Secrets(SourceRecord record)
    {
        var secrets = new List<string>();
        foreach (var source in record.Tables)
        {
            var fields = Declared(source).Fields;
            foreach (var row in source.Rows)
                foreach (var cell in source.Cells(row))
                    if (Words(source, cell) is var (element, value)
                        && fields.GetValueOrDefault(element) is { Seal: Compartment.Identity, IsDate: false })
                        secrets.AddRange(value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }
        return secrets;
    }

    /// <summary>Names of patients in the record.</summary>
    private IEnumerable<string?> Patients(SourceRecord record) => Rows(record).Select(row => row.Value(FullName));

    private const string FullName = "full_name";

    /// <summary>The record's rows by declared column, as compartments are judged; a table without a row counts as there.</summary>
    private IEnumerable<FactRow> Rows(SourceRecord record)
    {
        foreach (var source in record.Tables)
        {
            var fields = Declared(source).Fields;
            if (source.Rows.Count == 0) yield return new(source.Kind, _ => null);
            foreach (var row in source.Rows)
            {
                var values = new Dictionary<string, string>();
                foreach (var cell in source.Cells(row))
                    if (Words(source, cell) is var (element, value) && fields.TryGetValue(element, out var field))
                        values.TryAdd(field.To, value);
                yield return new(source.Kind, values.GetValueOrDefault);
            }
        }
    }

    private (Table? Table, Dictionary<string, Field> Fields) Declared(SourceTable source) =>
        _tables.GetValueOrDefault(source.Kind) is { } table ? (table, Names(table)) : (null, []);

    private static (string Element, string Value) Words(SourceTable source, SourceCell cell) =>
        (Encoding.UTF8.GetString(source.Name(cell)), Encoding.UTF8.GetString(source.Value(cell)).Trim());

    /// <summary>Fields by every name any version gives them.</summary>
    private static Dictionary<string, Field> Names(Table table)
    {
        var names = table.AllFields.GroupBy(f => f.From).ToDictionary(g => g.Key, g => g.First());
        foreach (var (old, renamed) in (table.Versions ?? new Dictionary<string, Difference>()).Values.SelectMany(v =>
            v.Rename ?? new Dictionary<string, string>()))
            if (names.TryGetValue(old, out var field)) names.TryAdd(renamed, field);
        return names;
    }
}
