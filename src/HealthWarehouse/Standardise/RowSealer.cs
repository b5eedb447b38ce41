using System.Buffers;
using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>
/// Gathers the sealed fields of a row, one piece a compartment, as JSON by column name, and puts the sealed pieces in the batch.
/// </summary>
internal sealed class RowSealer : IDisposable
{
    private static readonly (Compartment Kind, string Name)[] Compartments =
        [(Compartment.Identity, "identity"), (Compartment.Clinical, "clinical")];

    private readonly VaultDoor _vault;
    private readonly Dictionary<(Compartment, string?), Sealer> _sealers = [];
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;
    private readonly List<(BoundRow Row, string Element, byte[] Value)> _unknown = [];
    private byte[] _piece = new byte[1024];

    public RowSealer(VaultDoor vault)
    {
        _vault = vault;
        _json = new(_buffer,
            new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Remembers an element no declaration knows, to be kept with the row's identity: it may hold anything.</summary>
    public void Keep(BoundRow row, string element, ReadOnlySpan<byte> value) => _unknown.Add((row, $"?{element}", value.ToArray()));

    /// <summary>Forgets what was kept of a record's unknown elements: its rows are sealed.</summary>
    public void Clear() => _unknown.Clear();

    /// <param name="row">The row.</param>
    /// <param name="record">Key of its record.</param>
    /// <param name="restricted">Restricted compartments the record is in; its pieces are under the key of the first. Empty = none.</param>
    /// <param name="target">Where the pieces go.</param>
    public void Seal(BoundRow row, long record, IReadOnlyList<string> restricted, ColumnBatch target)
    {
        for (var c = 0; c < Compartments.Length; c++)
        {
            var (kind, name) = Compartments[c];
            if (_unknown.Count == 0 && !row.Binding.Sealed[kind].Any(s => row.Has(s.Index))) continue;
            var any = false;
            _buffer.ResetWrittenCount();
            _json.Reset();
            _json.WriteStartObject();
            foreach (var slot in row.Binding.Sealed[kind])
                if (row.Value(slot.Index) is { IsEmpty: false } value)
                {
                    if (VietnameseText.Composed(value) is { } composed) _json.WriteString(slot.Field.To, composed);
                    else _json.WriteString(slot.Field.To, value);
                    any = true;
                }
            if (kind == Compartment.Identity)
                foreach (var (_, element, value) in _unknown.Where(u => ReferenceEquals(u.Row, row)))
                {
                    _json.WriteString(element, value);
                    any = true;
                }
            _json.WriteEndObject();
            _json.Flush();
            if (any) Put(row, record, target, kind, name, restricted);
        }
    }

    public void Dispose()
    {
        foreach (var sealer in _sealers.Values) sealer.Dispose();
        _json.Dispose();
    }

    private void Put(BoundRow row, long record, ColumnBatch target, Compartment kind, string compartment, IReadOnlyList<string> restricted)
    {
        var length = Sealer.SealedLength(_buffer.WrittenCount);
        if (_piece.Length < length) _piece = new byte[length * 2];
        Span<byte> place = stackalloc byte[16];
        VaultDoor.Place(place, record, row.Binding.Number, row.Number);
        var own = restricted.Count > 0 ? restricted[0] : null;
        if (!_sealers.TryGetValue((kind, own), out var sealer)) _sealers[(kind, own)] = sealer = _vault.Sealer(kind, own);
        var number = sealer.Seal(_buffer.WrittenSpan, place, _piece.AsSpan(0, length));
        target.Row().Put(record).Put(row.Binding.Table.Code).Put(row.Number).Put(compartment).Put(_piece.AsSpan(0, length))
            .Put(VaultDoor.KeyOf(kind, own)).Put(number).Put(restricted.Count > 1 ? string.Join(';', restricted) : own);
    }
}
