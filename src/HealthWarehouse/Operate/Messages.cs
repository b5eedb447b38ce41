using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Claims;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Operate;

/// <summary>An archived message opened at one record: its tables, rows and values as they came, identity masked unless it was asked for.</summary>
public sealed record MessageRecord(Delivery Delivery, int Number, string? Part, long Offset, IReadOnlyList<MessageTable> Tables, IReadOnlyList<string> Problems);

public sealed record MessageTable(string Kind, string Name, IReadOnlyList<MessageRow> Rows);

public sealed record MessageRow(int Number, IReadOnlyList<MessageCell> Cells);

/// <summary>One element: its value as received, what it means, and whether it is masked here.</summary>
public sealed record MessageCell(string Element, string Value, string? About, bool Masked, string? Meaning);

/// <summary>Opens archived messages through Guard: the audit row is there before the first byte is read.</summary>
public sealed class Messages(House house, PersonalReads reads)
{
    /// <summary>The record an encounter (or a refused record) came in; null when there is none.</summary>
    public async Task<MessageRecord?> Open(long recordKey, Viewer viewer, string purpose, bool withIdentity, CancellationToken stop = default)
    {
        var place = (await house.Warehouse.Query<RecordPlace>("ask/record/place", new { key = recordKey }, stop)).SingleOrDefault();
        if (place is null || !IsAmong(viewer.Communes, place.CommuneCode) || await house.Ledger.Find(place.Delivery, stop) is not { } delivery) return null;
        var (what, id) = (withIdentity ? "message-with-identity" : "message", $"{place.FacilityCode}/{place.EpisodeCode}");
        var namesake = false;
        var record = await reads.Read(viewer, purpose, what, id, place.FacilityCode, () => Task.Run(() => Read(delivery, place, withIdentity, patient => namesake |= reads.IsOfSameSurname(viewer, patient)), stop), withIdentity, place.PersonKey, stop: stop);
        if (namesake) await reads.Note(viewer, "same-surname", what, id, purpose, place.PersonKey, stop);
        return record;
    }

    /// <summary>Whose record it is; null when nobody knows.</summary>
    public async Task<long?> PersonOf(long recordKey, CancellationToken stop = default) => (await house.Warehouse.Query<long>("ask/record/person", new { key = recordKey }, stop)) is [> 0 and var person] ? person : null;

    /// <summary>How records of a person are named in the audit.</summary>
    public Task<IReadOnlyList<string>> NamesOfRecordsOf(long person, CancellationToken stop = default) => house.Warehouse.Query<string>("ask/record/objects-of-person", new { person }, stop);

    private static bool IsAmong(IReadOnlyList<string>? communes, string? commune) => communes is null || (commune is not null && communes.Contains(commune));

    private MessageRecord? Read(Delivery delivery, RecordPlace place, bool withIdentity, Action<string> toldName)
    {
        using var content = house.Archive.Open(delivery.ContentHash);
        foreach (var group in new ClaimsReader(house.Catalogue.Claims.Envelope, XmlLimits.Default).Read(content, 1 << 20))
            using (group)
                foreach (var record in group.Unpack())
                    if (record.Number == place.Record) return Show(delivery, record, place, withIdentity, toldName);
        return null;
    }

    private MessageRecord Show(Delivery delivery, SourceRecord record, RecordPlace place, bool withIdentity, Action<string> toldName) =>
        new(delivery, record.Number, record.Part, record.Offset,
            [.. record.Tables.Select(t => Show(t, place, withIdentity, toldName))], [.. record.Problems.Select(p => house.Catalogue.CheckById(p.Rule).Name)]);

    private MessageTable Show(SourceTable source, RecordPlace place, bool withIdentity, Action<string> toldName)
    {
        var table = house.Catalogue.Claims.Tables.GetValueOrDefault(source.Kind);
        var fields = table is null ? [] : Names(table);
        return new(source.Kind, table?.Name ?? source.Kind, [.. source.Rows.Select((row, i) => new MessageRow(i + 1, Cells(source, row, fields, place.EventOn ?? DateOnly.MaxValue, withIdentity, toldName)))]);
    }

    private List<MessageCell> Cells(SourceTable source, SourceRow row, Dictionary<string, Field> fields, DateOnly day, bool withIdentity, Action<string> toldName)
    {
        var cells = new List<MessageCell>();
        foreach (var cell in source.Cells(row))
        {
            var element = Encoding.UTF8.GetString(source.Name(cell));
            var value = Encoding.UTF8.GetString(source.Value(cell)).Trim();
            var field = fields.GetValueOrDefault(element);
            if (field?.To == FullName) toldName(value);
            // An element no declaration knows may hold anything: it is masked like an identity.
            var masked = !withIdentity && value.Length > 0 && (field is null || field.Seal is Compartment.Identity);
            var meaning = field?.List is { } list && value.Length > 0 && house.Catalogue.NameOf(list, value, day) is var name && name != value ? name : null;
            cells.Add(new(element, masked ? IdentityNumber.Mask(value) : value, field?.About, masked, meaning));
        }
        return cells;
    }

    /// <summary>Fields by every name any version gives them.</summary>
    private static Dictionary<string, Field> Names(Table table)
    {
        var names = table.AllFields.GroupBy(f => f.From).ToDictionary(g => g.Key, g => g.First());
        foreach (var (old, renamed) in (table.Versions ?? new Dictionary<string, Difference>()).Values.SelectMany(v => v.Rename ?? new Dictionary<string, string>()))
            if (names.TryGetValue(old, out var field)) names.TryAdd(renamed, field);
        return names;
    }

    /// <summary>The declared field of a patient's name.</summary>
    private const string FullName = "full_name";

    private sealed record RecordPlace
    {
        public long Delivery { get; init; }
        public int Record { get; init; }
        public string? FacilityCode { get; init; }
        public string? EpisodeCode { get; init; }
        public DateOnly? EventOn { get; init; }
        public string? CommuneCode { get; init; }
        public long? PersonKey { get; init; }
    }
}
