using System.Text;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// Where fields and tables stand in a record, as a tree of names: a node may be a field, the rows of a table, or only lie on the way to
/// some.
/// </summary>
internal sealed class RecordTree
{
    private readonly List<RecordTree> _children = [];

    private RecordTree(string name, string path, int table) => (Name, Path, Table) = (Encoding.UTF8.GetBytes(name), path, table);

    public byte[] Name { get; }

    /// <summary>The way to it from its row, with a slash before each name.</summary>
    public string Path { get; }

    /// <summary>Number of the table its rows or its field are of.</summary>
    public int Table { get; private set; }

    public bool IsRow { get; private set; }

    /// <summary>Number of its field, or -1.</summary>
    public int Field { get; private set; } = -1;

    public bool HasChildren => _children.Count > 0;

    /// <summary>The tree of a contract, its main table at the root.</summary>
    public static RecordTree Of(Contract contract, out IReadOnlyList<Table> tables)
    {
        tables = [contract[contract.Main], .. contract.Tables.Values.Where(t => t.Code != contract.Main)];
        var root = new RecordTree("", "", 0) { IsRow = true };
        var rows = new RecordTree[tables.Count];
        rows[0] = root;
        for (var t = 1; t < tables.Count; t++)
        {
            rows[t] = root.Down(Steps(tables[t].Path), t);
            rows[t].IsRow = true;
        }
        for (var t = 0; t < tables.Count; t++)
            for (var f = 0; f < tables[t].AllFields.Count; f++)
            {
                var from = tables[t].AllFields[f].From;
                rows[t].Down(from.StartsWith('/') ? Steps(from) : [from], t).Field = f;
            }
        return root;
    }

    /// <summary>The child of a name; <paramref name="last"/> is the one found before, whose neighbour mostly comes next.</summary>
    public RecordTree? Find(ReadOnlySpan<byte> name, ref int last)
    {
        if (_children.Count == 0) return null;
        var next = last + 1 < _children.Count ? last + 1 : 0;
        if (name.SequenceEqual(_children[next].Name)) return _children[last = next];
        for (var i = 0; i < _children.Count; i++)
            if (name.SequenceEqual(_children[i].Name)) return _children[last = i];
        return null;
    }

    /// <summary>The names of a pointer: slashes between, ~1 for a slash in a name, ~0 for ~.</summary>
    public static string[] Steps(string pointer) => pointer.Length == 0 ? []
        : [.. pointer.TrimStart('/').Split('/')
            .Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private RecordTree Down(string[] steps, int table)
    {
        var node = this;
        foreach (var step in steps)
        {
            var name = Encoding.UTF8.GetBytes(step);
            var child = node._children.Find(c => c.Name.AsSpan().SequenceEqual(name));
            if (child is null) node._children.Add(child = new(step, node.IsRow ? $"/{step}" : $"{node.Path}/{step}", table));
            node = child;
        }
        // a table at the record itself has rows of its own: fields go on from there
        if (node.Field < 0 && !node.IsRow) node.Table = table;
        return node;
    }
}
