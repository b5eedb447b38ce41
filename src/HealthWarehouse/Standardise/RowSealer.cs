using System.Buffers;
using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>Gathers the sealed fields of a row, one piece a compartment, as JSON by column name, and puts the sealed pieces in the batch.</summary>
internal sealed class RowSealer : IDisposable
{
    private static readonly (Compartment Kind, string Name)[] Compartments = [(Compartment.Identity, "identity"), (Compartment.Clinical, "clinical")];

    private readonly Sealer[] _sealers;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;
    private readonly List<(BoundRow Row, string Element, byte[] Value)> _unknown = [];
    private byte[] _piece = new byte[1024];

    public RowSealer(VaultDoor vault)
    {
        _sealers = [.. Compartments.Select(c => vault.Sealer(c.Kind))];
        _json = new(_buffer, new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Remembers an element no declaration knows, to be kept with the row's identity: it may hold anything.</summary>
    public void Keep(BoundRow row, string element, ReadOnlySpan<byte> value) => _unknown.Add((row, $"?{element}", value.ToArray()));

    public void Seal(BoundRow row, long record, ColumnBatch target)
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
            if (any) Put(row, record, target, name, _sealers[c]);
        }
        _unknown.Clear();
    }

    public void Dispose()
    {
        foreach (var sealer in _sealers) sealer.Dispose();
        _json.Dispose();
    }

    private void Put(BoundRow row, long record, ColumnBatch target, string compartment, Sealer sealer)
    {
        var length = Sealer.SealedLength(_buffer.WrittenCount);
        if (_piece.Length < length) _piece = new byte[length * 2];
        Span<byte> place = stackalloc byte[16];
        VaultDoor.Place(place, record, row.Binding.Ordinal, row.Number);
        sealer.Seal(_buffer.WrittenSpan, place, _piece.AsSpan(0, length));
        var at = target.Add();
        target.Columns[0].Set(at, record);
        target.Set(1, at, row.Binding.Table.Code);
        target.Columns[2].Set(at, row.Number);
        target.Set(3, at, compartment);
        target.Set(4, at, _piece.AsSpan(0, length));
    }
}
