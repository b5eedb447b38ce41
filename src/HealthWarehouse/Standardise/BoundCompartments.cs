using System.Collections.Concurrent;
using System.Text;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Standardise;

/// <summary>
/// Tells while binding which restricted compartments a record is in, by the rules of catalogue/compartments.yaml. Codes and names come
/// again and again: what a value says is worked out once and kept.
/// </summary>
internal sealed class BoundCompartments
{
    private readonly IReadOnlyList<string> _order;
    private readonly Dictionary<string, Rule[]> _rules;

    public BoundCompartments(CatalogueFiles catalogue, IReadOnlyDictionary<string, TableBinding> tables)
    {
        _order = [.. catalogue.Compartments.All.Select(c => c.Id)];
        _rules = catalogue.Compartments.Rules.Where(r => tables.ContainsKey(r.Table))
            .GroupBy(r => r.Table).ToDictionary(g => g.Key, g => g.Select(r => new Rule(r, tables[r.Table])).ToArray());
    }

    /// <summary>Compartments of a record in the order they are declared; none for nearly all.</summary>
    public IReadOnlyList<string> Of(IReadOnlyList<BoundRow> rows)
    {
        HashSet<string>? found = null;
        foreach (var row in rows)
        {
            if (!_rules.TryGetValue(row.Binding.Table.Code, out var rules)) continue;
            foreach (var rule in rules)
                if (found?.Contains(rule.Compartment) != true && rule.Holds(row)) (found ??= []).Add(rule.Compartment);
        }
        return found is null ? [] : [.. _order.Where(found.Contains)];
    }

    private sealed class Rule(CompartmentRule rule, TableBinding table)
    {
        private readonly (int Slot, Known Test)[] _tests = [.. rule.Tests.Select(t => (table.SlotOf(t.Field.To), new Known(t)))];

        public string Compartment => rule.Compartment;

        public bool Holds(BoundRow row)
        {
            foreach (var (slot, test) in _tests)
                if (!row.Has(slot) || !test.Holds(row.Value(slot))) return false;
            return true;
        }
    }

    /// <summary>What a test said of values seen before.</summary>
    private sealed class Known(ColumnTest test)
    {
        private const int Most = 20_000;
        private readonly ConcurrentDictionary<byte[], bool> _known = new(Utf8Bytes.Comparer);

        public bool Holds(ReadOnlySpan<byte> value)
        {
            var lookup = _known.GetAlternateLookup<ReadOnlySpan<byte>>();
            if (lookup.TryGetValue(value, out var holds)) return holds;
            holds = test.Holds(Encoding.UTF8.GetString(value));
            if (_known.Count < Most) lookup.TryAdd(value, holds);
            return holds;
        }
    }

    private sealed class Utf8Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Utf8Bytes Comparer = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] bytes) => GetHashCode(bytes.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
