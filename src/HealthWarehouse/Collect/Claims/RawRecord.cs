using System.Buffers;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Collect.Claims;

/// <summary>
/// One HOSO cut out of the envelope, its contents still packed as they came. Cheap to make: unpacking is left to the workers.
/// </summary>
internal sealed class RawRecord(int number, long offset, string? part, SourceHead head) : IDisposable
{
    public int Number { get; } = number;
    public long Offset { get; } = offset;
    public string? Part { get; } = part;
    public SourceHead Head { get; } = head;
    /// <summary>Where what stands between its tags begins and ends, in bytes of its file; 0 when it has no tags of its own.</summary>
    public long BodyStart { get; set; }

    public long BodyEnd { get; set; }

    public List<RawFile> Files { get; } = [];

    /// <summary>More FILEHOSO came than are taken; the others were passed over.</summary>
    public bool TooManyFiles { get; set; }

    public long Size => Files.Sum(f => (long)f.Content.Length);

    public void Dispose()
    {
        foreach (var file in Files) file.Content.Dispose();
    }
}

/// <summary>One FILEHOSO: its LOAIHOSO and the bytes of NOIDUNGFILE.</summary>
internal sealed record RawFile(string Kind, RawContent Content);

/// <summary>Bytes of a NOIDUNGFILE in rented memory; beyond the limit none are kept.</summary>
internal sealed class RawContent(int limit) : IDisposable
{
    private byte[] _bytes = [];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);
    public int Length => _length;
    public int Limit => limit;

    /// <summary>Where it begins and ends, in bytes of its file.</summary>
    public long Start { get; init; }

    public long End { get; set; }

    /// <summary>Plain elements stand inside, not text.</summary>
    public bool Nested { get; set; }

    public bool TooLarge { get; private set; }

    /// <summary>Text and elements mixed, or a reference that means nothing.</summary>
    public string? Problem { get; set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (!HasRoom(bytes.Length)) return;
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    public void AppendUnescaped(ReadOnlySpan<byte> text)
    {
        if (!HasRoom(text.Length)) return;
        var written = Xml.XmlText.Unescape(text, Room(text.Length));
        if (written < 0) Problem = Xml.XmlText.UnknownReference;
        else _length += written;
    }

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }

    private bool HasRoom(int length)
    {
        if (!TooLarge && _length + length > limit)
        {
            TooLarge = true;
            Dispose();
        }
        return !TooLarge;
    }

    private Span<byte> Room(int length)
    {
        if (_length + length > _bytes.Length)
        {
            var bigger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + length, _bytes.Length * 2));
            Bytes.CopyTo(bigger);
            if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = bigger;
        }
        return _bytes.AsSpan(_length);
    }
}
