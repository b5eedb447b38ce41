using System.Runtime.InteropServices;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>Everything one slice of a delivery standardised to, table by table, still in memory.</summary>
public sealed class BatchSet
{
    /// <summary>Most findings of one rule that a slice (8 MiB of a delivery) tells one by one; the others are only counted.</summary>
    public const int MostOfOneRule = 1000;

    private readonly Dictionary<string, int> _told = [];

    public BatchSet(StdLayout layout)
    {
        Tables = layout.Tables.ToDictionary(t => t.Key, t => new ColumnBatch(t.Value));
        All = [.. Tables.Values, Records, Findings, Sealed, Tokens, Actions];
    }

    public IReadOnlyDictionary<string, ColumnBatch> Tables { get; }
    public ColumnBatch Records { get; } = new(BatchTables.Record);
    public ColumnBatch Findings { get; } = new(BatchTables.Finding);
    public ColumnBatch Sealed { get; } = new(BatchTables.Sealed);
    public ColumnBatch Tokens { get; } = new(BatchTables.Token);
    public ColumnBatch Actions { get; } = new(BatchTables.Action);

    public IReadOnlyList<ColumnBatch> All { get; }

    public int Rows => All.Sum(b => b.Rows);

    /// <summary>Records set aside: they could not be used.</summary>
    public int Refused { get; set; }

    /// <summary>Rules with more findings than are told, and how many more.</summary>
    public IEnumerable<(string Rule, int Times)> Untold => _told.Where(t => t.Value > MostOfOneRule).Select(t => (t.Key, t.Value - MostOfOneRule)).OrderBy(t => t.Key, StringComparer.Ordinal);

    /// <summary>Counts a finding; false when its rule has been told often enough.</summary>
    public bool Tell(string rule) => ++CollectionsMarshal.GetValueRefOrAddDefault(_told, rule, out _) <= MostOfOneRule;

    public void Clear()
    {
        foreach (var batch in All) batch.Clear();
        Refused = 0;
        _told.Clear();
    }
}
