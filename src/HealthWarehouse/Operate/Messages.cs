using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Claims;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate.Shredding;

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
        await MayOpen(viewer, place, recordKey, stop);
        return await reads.Read(viewer, purpose, withIdentity ? "message-with-identity" : "message", $"{place.FacilityCode}/{place.EpisodeCode}", place.FacilityCode,
            () => Task.Run(() => Read(delivery, place, withIdentity), stop), withIdentity, stop);
    }

    /// <summary>The archive's key opens the whole delivery, so who has not the record's restricted compartments is turned away before anything is opened; the refusal is audited.</summary>
    private async Task MayOpen(Viewer viewer, RecordPlace place, long recordKey, CancellationToken stop)
    {
        var restricted = (await house.Warehouse.Query<string>("ask/record/restricted", new { key = recordKey }, stop)).SelectMany(r => r.Split(';')).Distinct();
        if (restricted.All(viewer.Compartments.Contains)) return;
        await house.Audit.Write(new(viewer.Account, "read-refused", "message", $"{place.FacilityCode}/{place.EpisodeCode}", Source: viewer.Source, Detail: "Hồ sơ thuộc ngăn hạn chế."), stop);
        throw new NotAllowedException("Hồ sơ thuộc ngăn hạn chế, cần được cấp ngăn đó.");
    }

    private static bool IsAmong(IReadOnlyList<string>? communes, string? commune) => communes is null || (commune is not null && communes.Contains(commune));

    private MessageRecord? Read(Delivery delivery, RecordPlace place, bool withIdentity)
    {
        if (Residues.Of(house.Contents, delivery.Seq)?.Residues.Any(r => r.Record == place.Record) == true)
            return new(delivery, place.Record, null, 0, [], ["Hồ sơ đã huỷ khoá theo yêu cầu xoá dữ liệu cá nhân, không mở được nữa"]);
        using var content = house.Contents.Open(delivery);
        foreach (var group in new ClaimsReader(house.Catalogue.Claims.Envelope, XmlLimits.Default).Read(content, 1 << 20))
            using (group)
                foreach (var record in group.Unpack())
                    if (record.Number == place.Record) return Show(delivery, record, place, withIdentity);
        return null;
    }

    private MessageRecord Show(Delivery delivery, SourceRecord record, RecordPlace place, bool withIdentity) =>
        new(delivery, record.Number, record.Part, record.Offset,
            [.. record.Tables.Select(t => Show(t, place, withIdentity))], [.. record.Problems.Select(p => house.Catalogue.CheckById(p.Rule).Name)]);

    private MessageTable Show(SourceTable source, RecordPlace place, bool withIdentity)
    {
        var table = house.Catalogue.Claims.Tables.GetValueOrDefault(source.Kind);
        var fields = table is null ? [] : Names(table);
        return new(source.Kind, table?.Name ?? source.Kind, [.. source.Rows.Select((row, i) => new MessageRow(i + 1, Cells(source, row, fields, place.EventOn ?? DateOnly.MaxValue, withIdentity)))]);
    }

    private List<MessageCell> Cells(SourceTable source, SourceRow row, Dictionary<string, Field> fields, DateOnly day, bool withIdentity)
    {
        var cells = new List<MessageCell>();
        foreach (var cell in source.Cells(row))
        {
            var element = Encoding.UTF8.GetString(source.Name(cell));
            var value = Encoding.UTF8.GetString(source.Value(cell)).Trim();
            var field = fields.GetValueOrDefault(element);
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

    private sealed record RecordPlace
    {
        public long Delivery { get; init; }
        public int Record { get; init; }
        public string? FacilityCode { get; init; }
        public string? EpisodeCode { get; init; }
        public DateOnly? EventOn { get; init; }
        public string? CommuneCode { get; init; }
    }
}
