using System.Buffers;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Collect.Formats;

/// <summary>Makes the tables of a record of the bytes that were cut for it.</summary>
internal interface IRecordShape
{
    void Fill(SourceRecord record, ReadOnlySpan<byte> text);
}

/// <summary>Records cut from a stream as they stand there, one behind the other in rented memory.</summary>
internal sealed class CutRecords(IRecordShape shape, string? part, int room) : RecordGroup
{
    private const int About = 64;

    private readonly List<(int Number, long Offset, int Start, int Length)> _records = [];
    private byte[] _text = ArrayPool<byte>.Shared.Rent(room);
    private int _end;

    public override long Bytes => _end + (long)About * _records.Count;

    public void Add(int number, long offset, ReadOnlySpan<byte> text)
    {
        if (_end + text.Length > _text.Length)
        {
            var bigger = ArrayPool<byte>.Shared.Rent(Math.Max(_end + text.Length, (int)Math.Min(2L * _text.Length, Array.MaxLength)));
            _text.AsSpan(0, _end).CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(_text);
            _text = bigger;
        }
        text.CopyTo(_text.AsSpan(_end));
        _records.Add((number, offset, _end, text.Length));
        _end += text.Length;
    }

    public override IEnumerable<SourceRecord> Unpack()
    {
        foreach (var (number, offset, start, length) in _records)
        {
            var record = new SourceRecord(number, offset, part);
            shape.Fill(record, _text.AsSpan(start, length));
            Taken++;
            yield return record;
            record.Release();
        }
        Drop();
    }

    protected override void Drop()
    {
        if (_text.Length > 0) ArrayPool<byte>.Shared.Return(_text);
        (_text, _end) = ([], 0);
        _records.Clear();
    }
}
