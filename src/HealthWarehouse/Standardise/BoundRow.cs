using System.Text;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Standardise;

/// <summary>A row of a record with its cells found by slot; clear text on request.</summary>
internal sealed class BoundRow(TableBinding binding, SourceTable source, int number, SourceCell[] cells) : IClearRow
{
    /// <summary>Places of the values by slot, in an array of the binder's; a length of zero means no value.</summary>
    public SourceCell[] Cells { get; } = cells;

    public TableBinding Binding { get; } = binding;

    /// <summary>Number of the row in its table, from 1.</summary>
    public int Number { get; } = number;

    public bool Has(int slot) => Cells[slot].ValueLength > 0;

    private Dictionary<int, byte[]>? _cleaned;

    /// <summary>The value as it is read: what cannot be seen is left out.</summary>
    public ReadOnlySpan<byte> Value(int slot) =>
        _cleaned is not null && _cleaned.TryGetValue(slot, out var clean) ? clean : source.Value(Cells[slot]).Trim(" \t\r\n"u8);

    /// <summary>Puts a value as it is read in the place of what was received; an empty one is no value.</summary>
    public void Clean(int slot, byte[] clean)
    {
        (_cleaned ??= [])[slot] = clean;
        if (clean.Length == 0) Cells[slot] = Cells[slot] with { ValueLength = 0 };
    }

    public string? Text(int slot) => Value(slot) is { Length: > 0 } value ? Encoding.UTF8.GetString(value) : null;

    public string? Text(string column) => Binding.SlotOf(column) is var slot and >= 0 ? Text(slot) : null;
}
