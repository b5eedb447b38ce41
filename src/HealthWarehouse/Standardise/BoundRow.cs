using System.Text;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Standardise;

/// <summary>A row of a record with its cells found by slot; clear text on request.</summary>
internal sealed class BoundRow(TableBinding binding, SourceTable source, int number, SourceCell?[] cells) : IClearRow
{
    public TableBinding Binding { get; } = binding;

    /// <summary>Number of the row in its table, from 1.</summary>
    public int Number { get; } = number;

    public bool Has(int slot) => cells[slot] is { ValueLength: > 0 };

    public ReadOnlySpan<byte> Value(int slot) => cells[slot] is { } cell ? source.Value(cell).Trim(" \t\r\n"u8) : default;

    public string? Text(int slot) => Value(slot) is { Length: > 0 } value ? Encoding.UTF8.GetString(value) : null;

    public string? Text(string column) => Binding.SlotOf(column) is var slot and >= 0 ? Text(slot) : null;
}
