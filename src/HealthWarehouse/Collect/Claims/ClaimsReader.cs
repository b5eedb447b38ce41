using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Collect.Claims;

/// <summary>
/// Reads a delivery of encounter messages, however packed, as groups of records cut but not yet unpacked: the groups can be
/// unpacked on several cores. A break ends the reading and is told in <see cref="Broken"/>.
/// </summary>
public sealed class ClaimsReader(Envelope envelope, XmlLimits limits)
{
    private readonly XmlLimits _limits = limits;

    public BrokenFile? Broken { get; private set; }

    /// <summary>Records found so far.</summary>
    public int Records { get; private set; }

    /// <summary>Head of the last file read.</summary>
    public SourceHead Head { get; private set; } = SourceHead.Unknown;

    /// <summary>What all files together declared; null when one did not say.</summary>
    public int? Declared { get; private set; } = 0;

    /// <summary>The first file whose SOLUONGHOSO is not the number of its records.</summary>
    public Miscount? Miscount { get; private set; }

    /// <summary>
    /// Groups of records of about <paramref name="groupBytes"/> each; a group that is taken must be unpacked or dropped by the caller.
    /// </summary>
    public IEnumerable<RecordGroup> Read(Stream content, int groupBytes = 8 << 20)
    {
        var group = new RecordGroup(_limits);
        foreach (var raw in Cut(content))
        {
            Records++;
            group.Add(raw);
            if (group.Bytes < groupBytes) continue;
            yield return group;
            group = new(_limits);
        }
        if (Broken is null && group.Count > 0) yield return group;
        else group.Dispose();
    }

    private IEnumerable<RawRecord> Cut(Stream content)
    {
        using var parts = Containers.Open(content, _limits).GetEnumerator();
        var before = 0;
        while (Guarded(parts.MoveNext, null))
        {
            using var reader = new EnvelopeReader(parts.Current.Content, envelope, _limits, parts.Current.Name, before);
            using var records = reader.Read().GetEnumerator();
            while (Guarded(records.MoveNext, reader)) yield return records.Current;
            Broken ??= reader.Broken;
            Head = reader.Head;
            if (Broken is not null) yield break;
            before += reader.Records;
            Count(reader);
        }
    }

    private void Count(EnvelopeReader reader)
    {
        Declared += Head.DeclaredCount;
        if (Head.Declared is { } said && Head.DeclaredCount != reader.Records) Miscount ??= new(said, reader.Records);
    }

    /// <summary>Damage of packing or encoding shows only while reading; it ends the delivery like any other break.</summary>
    private bool Guarded(Func<bool> step, EnvelopeReader? reader)
    {
        try
        {
            return step();
        }
        catch (BadContainerException e)
        {
            Broken = new(e.Message, 0, 0, e.Part);
        }
        catch (DecoderFallbackException)
        {
            reader?.Break("chữ trong tệp không đúng bảng mã đã khai báo");
            Broken = reader?.Broken ?? new("chữ trong tệp không đúng bảng mã đã khai báo", 0, 0, null);
        }
        return false;
    }
}

/// <summary>What a file said of the number of its records, and how many it has.</summary>
public sealed record Miscount(string Declared, int Found);

/// <summary>Records cut from an envelope, to be unpacked by one worker.</summary>
public sealed class RecordGroup(XmlLimits limits) : IDisposable
{
    private readonly List<RawRecord> _raw = [];

    public long Bytes { get; private set; }

    public int Count => _raw.Count;

    /// <summary>Records unpacked so far.</summary>
    public int Taken { get; private set; }

    internal void Add(RawRecord record)
    {
        _raw.Add(record);
        Bytes += record.Size + 512;
    }

    /// <summary>The records, unpacked one by one; each is released when the next is asked for.</summary>
    public IEnumerable<SourceRecord> Unpack()
    {
        foreach (var raw in _raw)
        {
            var record = RecordReader.Read(raw, limits);
            raw.Dispose();
            Taken++;
            yield return record;
            record.Release();
        }
        _raw.Clear();
    }

    public void Dispose()
    {
        foreach (var raw in _raw) raw.Dispose();
        _raw.Clear();
    }
}
