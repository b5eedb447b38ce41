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
        All = [.. Tables.Values, Records, Findings, Sealed, Tokens, Actions, DeliveryActions, Names];
    }

    public IReadOnlyDictionary<string, ColumnBatch> Tables { get; }
    public ColumnBatch Records { get; } = new(BatchTables.Record);
    public ColumnBatch Findings { get; } = new(BatchTables.Finding);
    public ColumnBatch Sealed { get; } = new(BatchTables.Sealed);
    public ColumnBatch Tokens { get; } = new(BatchTables.Token);
    public ColumnBatch Actions { get; } = new(BatchTables.Action);
    public ColumnBatch DeliveryActions { get; } = new(BatchTables.DeliveryAction);
    public ColumnBatch Names { get; } = new(BatchTables.Name);

    public IReadOnlyList<ColumnBatch> All { get; }

    public int Rows => All.Sum(b => b.Rows);

    /// <summary>Records set aside: they could not be used.</summary>
    public int Refused { get; set; }

    /// <summary>Remembers where the set stands, to come back to it when a delivery turns out to be broken.</summary>
    public BatchMark Mark() => new([.. All.Select(b => b.Rows)], Refused);

    public void Revert(BatchMark mark)
    {
        for (var i = 0; i < All.Count; i++) All[i].TruncateTo(mark.Rows[i]);
        Refused = mark.Refused;
    }

    /// <summary>Counts a finding; false when its rule has been told often enough.</summary>
    public bool Tell(string rule) => ++CollectionsMarshal.GetValueRefOrAddDefault(_told, rule, out _) <= MostOfOneRule;

    /// <summary>Ends a slice: the rules with more findings than were told, and how many more. Counting begins again.</summary>
    public IReadOnlyList<(string Rule, int Times)> TakeUntold()
    {
        (string, int)[] untold = [.. _told.Where(t => t.Value > MostOfOneRule).Select(t => (t.Key, t.Value - MostOfOneRule))
            .OrderBy(t => t.Key, StringComparer.Ordinal)];
        _told.Clear();
        return untold;
    }

    public void Clear()
    {
        foreach (var batch in All) batch.Clear();
        Refused = 0;
        _told.Clear();
    }
}

/// <summary>A place in a batch set.</summary>
public sealed record BatchMark(int[] Rows, int Refused)
{
    public static readonly BatchMark Start = new([], 0);

    /// <summary>Rows a table of the set had here.</summary>
    public int RowsOf(BatchSet set, ColumnBatch table) => Rows.Length == 0 ? 0 : Rows[set.All.ToList().IndexOf(table)];
}
