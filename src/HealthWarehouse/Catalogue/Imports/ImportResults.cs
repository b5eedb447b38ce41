namespace HealthWarehouse.Catalogue.Imports;

/// <summary>SetAside rows were not taken; Mended ones were, with a change; a Note is for the person to know.</summary>
public enum FindingKind { SetAside, Mended, Note }

/// <summary>
/// Something about a line of a list file, in words its sender understands. <c>Reason</c> is alike for all lines of one cause.
/// </summary>
public sealed record ImportFinding(int? Line, string List, FindingKind Kind, string Reason, string What, string Fix);

/// <summary>How many findings have one cause.</summary>
public sealed record FindingCount(FindingKind Kind, string Reason, int Count);

/// <summary>
/// What happens to a code: it is new, changed (the old row closed and a new one opened, or a row put right), closed, or taken away.
/// </summary>
public enum ChangeKind { Unchanged, Added, Changed, Closed, Removed }

/// <summary>One code that changes, as it was and as it becomes.</summary>
public sealed record ListChange(ChangeKind Kind, string Code, string? Before, string? After);

/// <summary>
/// What an import does to one list: rows read for it, repeated or set aside, codes by what happens to them, and the first examples.
/// </summary>
public sealed record ListDifference(
    string List, string Name, int Read, int Repeated, int SetAside, int Added, int Changed, int Closed, int Removed, int Unchanged,
        int CodesBefore, int CodesAfter,
    IReadOnlyList<ListChange> Examples)
{
    public bool IsEmpty => Added + Changed + Closed + Removed == 0;
}

/// <summary>How far an import has come: rows read of the file, by their number.</summary>
public readonly record struct ListImportProgress(string Step, int Rows);

/// <summary>Gathers findings: all are counted by cause, the first of each are kept whole.</summary>
internal sealed class Findings
{
    private const int Kept = 100;

    private readonly Dictionary<(FindingKind, string), int> _counts = [];
    private readonly List<ImportFinding> _kept = [];

    public IReadOnlyList<ImportFinding> First => _kept;

    public IReadOnlyList<FindingCount> Counts => [.. _counts.Select(c => new FindingCount(c.Key.Item1, c.Key.Item2, c.Value))];

    public void Add(ImportFinding finding)
    {
        var count = _counts[(finding.Kind, finding.Reason)] = _counts.GetValueOrDefault((finding.Kind, finding.Reason)) + 1;
        if (count <= Kept) _kept.Add(finding);
    }
}
