using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Collect.Claims;

/// <summary>Reads a delivery of encounter messages.</summary>
public sealed class ClaimsReader(Envelope envelope, XmlLimits limits) : DeliveryReader
{
    private readonly XmlLimits _limits = limits;

    public override IEnumerable<RecordGroup> Read(Stream content, int groupBytes = 8 << 20)
    {
        var group = new ClaimsGroup(_limits);
        foreach (var raw in Cut(content))
        {
            Records++;
            group.Add(raw);
            if (group.Bytes < groupBytes) continue;
            yield return group;
            group = new(_limits);
        }
        if (Broken is null && group.Bytes > 0) yield return group;
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

/// <summary>Records cut from an envelope.</summary>
internal sealed class ClaimsGroup(XmlLimits limits) : RecordGroup
{
    private readonly List<RawRecord> _raw = [];
    private long _bytes;

    public override long Bytes => _bytes;

    internal void Add(RawRecord record)
    {
        _raw.Add(record);
        _bytes += record.Size + 512;
    }

    public override IEnumerable<SourceRecord> Unpack()
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

    protected override void Drop()
    {
        foreach (var raw in _raw) raw.Dispose();
        _raw.Clear();
    }
}
