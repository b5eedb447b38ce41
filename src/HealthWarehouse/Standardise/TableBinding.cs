using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>A declared table made ready for binding: which column each element goes to, and what each version expects.</summary>
internal sealed class TableBinding
{
    private readonly Utf8Lookup _names;
    private readonly Dictionary<string, Expectation> _versions;

    public TableBinding(Contract contract, Table table, TableSpec spec, CatalogueFiles catalogue)
    {
        (Table, Number) = (table, VaultDoor.TableNumber(table.Code));
        var columns = spec.Columns.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i);
        Slots = [.. table.AllFields.Select((f, i) =>
            new FieldSlot(i, f, columns.GetValueOrDefault(f.To, -1), columns.GetValueOrDefault(f.Received, -1),
            f.List is null ? null : catalogue.Lists[f.List]))];
        Derived = [.. contract.DerivedOf(table.Code).Select(d => (d, columns[d.To]))];
        var names = new Dictionary<string, int>();
        foreach (var slot in Slots) names.TryAdd(slot.Field.From, slot.Index);
        foreach (var (old, renamed) in (table.Versions ?? new Dictionary<string, Difference>()).Values.SelectMany(v =>
            v.Rename ?? new Dictionary<string, string>()))
            names.TryAdd(renamed, Slots.First(s => s.Field.From == old).Index);
        foreach (var added in (table.Versions ?? new Dictionary<string, Difference>()).Values.SelectMany(v => v.Add ?? []))
            names.TryAdd(added.From, Slots.First(s => s.Field.To == added.To).Index);
        _names = new(names);
        _versions = contract.Versions.ToDictionary(v => v.Code, v => new Expectation(table, Slots, v.Code));
        RowElement = Encoding.UTF8.GetBytes(table.RowElement);
        Sealed = Enum.GetValues<Compartment>().ToDictionary(c => c, c => Slots.Where(s => s.Field.Seal == c).ToArray());
    }

    public Table Table { get; }

    /// <summary>Number of the table in the place of its sealed pieces.</summary>
    public int Number { get; }

    public FieldSlot[] Slots { get; }

    public (Derived Derived, int Column)[] Derived { get; }

    public byte[] RowElement { get; }

    /// <summary>Sealed fields by compartment.</summary>
    public IReadOnlyDictionary<Compartment, FieldSlot[]> Sealed { get; }

    /// <summary>Slot of an element; senders keep the order of the act, so the one after the last is tried first.</summary>
    public int Find(ReadOnlySpan<byte> element) => _names.Find(element);

    public Expectation For(string version) => _versions[version];

    /// <summary>The element a column comes from, or the column's own name where the table has none.</summary>
    public string ElementOf(string column) => Array.Find(Slots, s => s.Field.To == column)?.Field.From ?? column;

    public int SlotOf(string column) => Array.FindIndex(Slots, s => s.Field.To == column);
}

/// <summary>A field with the columns it fills; -1 for a sealed field.</summary>
internal sealed record FieldSlot(int Index, Field Field, int Column, int ReceivedColumn, CodeList? List);

/// <summary>What one version of the contract expects of each field of a table.</summary>
internal sealed class Expectation
{
    public Expectation(Table table, FieldSlot[] slots, string version)
    {
        var difference = table.Versions?.GetValueOrDefault(version);
        var removed = difference?.Remove ?? [];
        var added = (difference?.Add ?? []).Select(f => f.To).ToHashSet();
        var changes = difference?.Change ?? new Dictionary<string, FieldChange>();
        Expected = [.. slots.Select(s =>
            added.Contains(s.Field.To) || (table.Fields.Contains(s.Field) && !removed.Contains(s.Field.From)))];
        Required = [.. slots.Select((s, i) => Expected[i] && s.Field.Required)];
        Changes = [.. slots.Select(s => changes.GetValueOrDefault(s.Field.From))];
    }

    public bool[] Expected { get; }

    public bool[] Required { get; }

    public FieldChange?[] Changes { get; }

    /// <summary>Longest value in characters on a day, or null for no limit.</summary>
    public int? Max(FieldSlot slot, DateOnly day) =>
        Changes[slot.Index] is { Max: { } changed } change && day >= change.ValidFrom ? changed : slot.Field.Max;
}
