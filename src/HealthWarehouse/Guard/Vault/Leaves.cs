using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HealthWarehouse.Guard.Vault;

/// <summary>
/// A secret for every record and every archived file, each of which can be destroyed alone. They are the leaves of a binary tree of hashes,
/// of which only the root is kept; to destroy a leaf, the nodes above it are replaced by those beside its path: all other leaves can still
/// be worked out, that one never again. A rebuild works out the same secrets. Kept in leaves.bin, sealed by the newest key of <see
/// cref="KeyUse.Leaves"/>.
/// </summary>
public sealed class Leaves
{
    private const int Depth = 64, Size = 32, NodeSize = 8 + 1 + Size;
    private static ReadOnlySpan<byte> Label => "khoyte leaves"u8;

    private readonly string _path;
    private readonly KeyRing _keys;
    private readonly Lock _change = new();
    private volatile Node[] _nodes;

    /// <summary>
    /// A node whose secret is known: the first leaf under it and how deep it lies. Nodes never overlap and are kept in order.
    /// </summary>
    internal readonly record struct Node(ulong First, int Depth, byte[] Secret)
    {
        public ulong Last => Depth == Leaves.Depth ? First : First | (ulong.MaxValue >> Depth);
    }

    private Leaves(string path, KeyRing keys, Node[] nodes) => (_path, _keys, _nodes) = (path, keys, nodes);

    public static Leaves Open(string folder, KeyRing keys)
    {
        var path = Path.Combine(folder, "leaves.bin");
        if (File.Exists(path)) return new(path, keys, Read(File.ReadAllBytes(path), keys));
        if (!keys.Ensure(nameof(KeyUse.Leaves))) throw new InvalidOperationException(
            $"Thiếu tệp {path}: không có nó thì không mở được dữ liệu đã niêm phong. Hãy chép lại từ bản sao lưu.");
        var fresh = new Leaves(path, keys, [new(0, 0, RandomNumberGenerator.GetBytes(Size))]);
        fresh.Save();
        return fresh;
    }

    /// <summary>Leaf of a record.</summary>
    public static ulong OfRecord(long record) => (ulong)record & long.MaxValue;

    /// <summary>A new leaf for an archived file.</summary>
    public static ulong NewFile() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | (1UL << 63);

    /// <summary>The secret of a leaf; null when it was destroyed.</summary>
    public byte[]? Secret(ulong leaf) => new LeafWalk(this).Secret(leaf) is var secret && secret.IsEmpty ? null : secret.ToArray();

    /// <summary>
    /// Destroys leaves for good; durable when it returns. Those already destroyed are passed over. Gives the number destroyed now.
    /// </summary>
    public int Destroy(IReadOnlyCollection<ulong> leaves)
    {
        lock (_change)
        {
            var nodes = new List<Node>(_nodes);
            var destroyed = leaves.Count(leaf => Puncture(nodes, leaf));
            if (destroyed == 0) return 0;
            var kept = _nodes;
            _nodes = [.. nodes];
            try
            {
                Save();
            }
            catch
            {
                _nodes = kept;
                throw;
            }
            return destroyed;
        }
    }

    /// <summary>Writes the file again, under the newest key.</summary>
    public void Save()
    {
        lock (_change)
        {
            var nodes = _nodes;
            var plain = new byte[nodes.Length * NodeSize];
            for (var i = 0; i < nodes.Length; i++)
            {
                var at = plain.AsSpan(i * NodeSize, NodeSize);
                BinaryPrimitives.WriteUInt64LittleEndian(at, nodes[i].First);
                at[8] = (byte)nodes[i].Depth;
                nodes[i].Secret.CopyTo(at[9..]);
            }
            var number = _keys.Newest(KeyUse.Leaves);
            var content = new byte[4 + Wrap.Overhead + plain.Length];
            BinaryPrimitives.WriteInt32LittleEndian(content, number);
            Wrap.Close(_keys[KeyUse.Leaves, number], plain, Label).CopyTo(content, 4);
            SecretFile.Write(_path, content);
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Number of the key the file is sealed with.</summary>
    public int KeyNumber => BinaryPrimitives.ReadInt32LittleEndian(File.ReadAllBytes(_path));

    internal Node[] Nodes => _nodes;

    internal static int Find(Node[] nodes, ulong leaf)
    {
        var (low, high) = (0, nodes.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (leaf < nodes[middle].First) high = middle - 1;
            else if (leaf > nodes[middle].Last) low = middle + 1;
            else return middle;
        }
        return -1;
    }

    internal static void Child(ReadOnlySpan<byte> parent, bool right, Span<byte> child)
    {
        Span<byte> input = stackalloc byte[Size + 1];
        parent.CopyTo(input);
        input[Size] = right ? (byte)1 : (byte)0;
        SHA256.HashData(input, child);
    }

    private static bool Puncture(List<Node> nodes, ulong leaf)
    {
        var at = nodes.FindIndex(n => leaf >= n.First && leaf <= n.Last);
        if (at < 0) return false;
        var node = nodes[at];
        var beside = new List<Node>();
        var secret = node.Secret.ToArray();
        for (var depth = node.Depth; depth < Depth; depth++)
        {
            var right = (leaf >> (Depth - 1 - depth) & 1) == 1;
            var sibling = new byte[Size];
            Child(secret, !right, sibling);
            var own = depth + 1 == Depth ? ulong.MaxValue : ulong.MaxValue << (Depth - 1 - depth);
            beside.Add(new((leaf & own) ^ (1UL << (Depth - 1 - depth)), depth + 1, sibling));
            Child(secret.ToArray(), right, secret);
        }
        CryptographicOperations.ZeroMemory(secret);
        nodes.RemoveAt(at);
        nodes.InsertRange(at, beside.OrderBy(n => n.First));
        return true;
    }

    private static Node[] Read(ReadOnlySpan<byte> content, KeyRing keys)
    {
        var plain = Wrap.Open(keys[KeyUse.Leaves, BinaryPrimitives.ReadInt32LittleEndian(content)], content[4..], Label);
        var nodes = new Node[plain.Length / NodeSize];
        for (var i = 0; i < nodes.Length; i++)
        {
            var at = plain.AsSpan(i * NodeSize, NodeSize);
            nodes[i] = new(BinaryPrimitives.ReadUInt64LittleEndian(at), at[8], at[9..].ToArray());
        }
        CryptographicOperations.ZeroMemory(plain);
        return nodes;
    }
}

/// <summary>Walks from leaf to leaf; neighbours share most of the way down, which is kept. One a thread.</summary>
internal sealed class LeafWalk(Leaves leaves)
{
    private const int Depth = 64, Size = 32;
    private readonly byte[] _way = new byte[(Depth + 1) * Size];
    private Leaves.Node[]? _nodes;
    private ulong _last;
    private int _node = -1;

    /// <summary>The secret of a leaf, good until the next one is asked for; empty when it was destroyed.</summary>
    public ReadOnlySpan<byte> Secret(ulong leaf)
    {
        var nodes = leaves.Nodes;
        var at = Leaves.Find(nodes, leaf);
        if (at < 0) return default;
        var from = nodes[at].Depth;
        if (ReferenceEquals(nodes, _nodes) && at == _node)
            from = Math.Max(from, Math.Min(Depth, System.Numerics.BitOperations.LeadingZeroCount(_last ^ leaf)));
        else nodes[at].Secret.CopyTo(_way, from * Size);
        for (var depth = from; depth < Depth; depth++)
            Leaves.Child(_way.AsSpan(depth * Size, Size), (leaf >> (Depth - 1 - depth) & 1) == 1, _way.AsSpan((depth + 1) * Size, Size));
        (_nodes, _node, _last) = (nodes, at, leaf);
        return _way.AsSpan(Depth * Size, Size);
    }
}
