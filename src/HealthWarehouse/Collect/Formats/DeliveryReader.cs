using HealthWarehouse.Concepts;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// Reads one delivery of a format, however packed, as groups of records cut but not yet unpacked: the groups can be unpacked on several
/// cores. A break ends the reading and is told in <see cref="Broken"/>.
/// </summary>
public abstract class DeliveryReader
{
    public BrokenFile? Broken { get; protected set; }

    /// <summary>Records found so far.</summary>
    public int Records { get; protected set; }

    /// <summary>Head of the last file read.</summary>
    public SourceHead Head { get; protected set; } = SourceHead.Unknown;

    /// <summary>What all files together declared; null when one did not say.</summary>
    public int? Declared { get; protected set; } = 0;

    /// <summary>The first file that holds another number of records than it says.</summary>
    public Miscount? Miscount { get; protected set; }

    /// <summary>What is to be told of the delivery as a whole, once it is read: lines left out, columns in doubt.</summary>
    public IReadOnlyList<SourceProblem> Notes => NotesFound;

    protected List<SourceProblem> NotesFound { get; } = [];

    /// <summary>
    /// Groups of records of about <paramref name="groupBytes"/> each; a group that is taken must be unpacked or dropped by the caller.
    /// </summary>
    public abstract IEnumerable<RecordGroup> Read(Stream content, int groupBytes = 8 << 20);

    /// <summary>Every record, unpacked; each is released when the next is asked for.</summary>
    public IEnumerable<SourceRecord> ReadRecords(Stream content, int groupBytes = 8 << 20)
    {
        foreach (var group in Read(content, groupBytes))
            using (group)
                foreach (var record in group.Unpack()) yield return record;
    }

    /// <summary>Cuts a delivery into its records and lets them go: tells whether it is whole and how many records it has.</summary>
    public DeliveryReader Survey(Stream content, CancellationToken stop = default)
    {
        foreach (var group in Read(content))
        {
            group.Dispose();
            stop.ThrowIfCancellationRequested();
        }
        return this;
    }
}

/// <summary>Records cut from a delivery, to be unpacked by one worker.</summary>
public abstract class RecordGroup : IDisposable
{
    public abstract long Bytes { get; }

    /// <summary>Records unpacked so far.</summary>
    public int Taken { get; protected set; }

    /// <summary>The records, unpacked one by one; each is released when the next is asked for.</summary>
    public abstract IEnumerable<SourceRecord> Unpack();

    public void Dispose()
    {
        Drop();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what was not unpacked.</summary>
    protected abstract void Drop();
}

/// <summary>Why a file cannot be read any further, and where.</summary>
public sealed record BrokenFile(string Problem, int Line, long Offset, string? Part)
{
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    public override string ToString() =>
        (Part is null ? "" : $"{Part}: ") + Problem + (Line == 0 ? "" : string.Create(Vietnamese, $" (dòng {Line:N0}, byte {Offset:N0})"));
}

/// <summary>What a file said of the number of its records, and how many it has.</summary>
public sealed record Miscount(string Declared, int Found);
