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

    public ReadOnlySpan<byte> Value(int slot) => source.Value(Cells[slot]).Trim(" \t\r\n"u8);

    public string? Text(int slot) => Value(slot) is { Length: > 0 } value ? Encoding.UTF8.GetString(value) : null;

    public string? Text(string column) => Binding.SlotOf(column) is var slot and >= 0 ? Text(slot) : null;
}
