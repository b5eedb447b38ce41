using System.Text;

namespace HealthWarehouse.Standardise;

/// <summary>Finds small numbers by UTF-8 names without making strings; made once from the declared names.</summary>
internal sealed class Utf8Lookup
{
    private readonly (byte[] Name, int Value)[] _slots;
    private readonly int _mask;

    public Utf8Lookup(IEnumerable<KeyValuePair<string, int>> names)
    {
        var all = names.ToArray();
        _slots = new (byte[], int)[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, all.Length * 4))];
        _mask = _slots.Length - 1;
        foreach (var (name, value) in all)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            var at = Hash(bytes) & _mask;
            while (_slots[at].Name is not null) at = (at + 1) & _mask;
            _slots[at] = (bytes, value);
        }
    }

    /// <summary>The number, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        for (var at = Hash(name) & _mask; _slots[at].Name is { } candidate; at = (at + 1) & _mask)
            if (name.SequenceEqual(candidate)) return _slots[at].Value;
        return -1;
    }

    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = (uint)name.Length;
        foreach (var b in name) hash = (hash ^ b) * 16777619;
        return (int)(hash ^ (hash >> 15));
    }
}
