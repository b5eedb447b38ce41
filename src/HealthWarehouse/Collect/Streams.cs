using HealthWarehouse.Collect.Xml;

namespace HealthWarehouse.Collect;

/// <summary>A read-only stream over another.</summary>
internal abstract class WrappingStream(Stream inner) : Stream
{
    protected Stream Inner { get; } = inner;
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Lets the first bytes be looked at before they are read.</summary>
internal sealed class PeekStream(Stream inner) : WrappingStream(inner)
{
    private byte[] _peeked = [];
    private int _given;

    public ReadOnlyMemory<byte> Peek(int bytes)
    {
        if (_given == 0 && _peeked.Length < bytes)
        {
            var buffer = new byte[bytes];
            _peeked.CopyTo(buffer, 0);
            var read = Inner.ReadAtLeast(buffer.AsSpan(_peeked.Length), bytes - _peeked.Length, throwOnEndOfStream: false);
            _peeked = buffer[..(_peeked.Length + read)];
        }
        return _peeked;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_given == _peeked.Length) return Inner.Read(buffer);
        var taken = Math.Min(buffer.Length, _peeked.Length - _given);
        _peeked.AsSpan(_given, taken).CopyTo(buffer);
        _given += taken;
        return taken;
    }
}

/// <summary>Counts the bytes that pass, and remembers the last eight.</summary>
internal sealed class CountingStream(Stream inner) : WrappingStream(inner)
{
    private readonly byte[] _last = new byte[8];

    public long Count { get; private set; }

    public ReadOnlySpan<byte> Last => _last;

    public override int Read(Span<byte> buffer)
    {
        var read = Inner.Read(buffer);
        Count += read;
        var kept = Math.Min(read, _last.Length);
        _last.AsSpan(kept).CopyTo(_last);
        buffer.Slice(read - kept, kept).CopyTo(_last.AsSpan(_last.Length - kept));
        return read;
    }
}

/// <summary>
/// Holds what a gzip gave against the checksum and the length at its end: one that was cut gives less and does not say so.
/// </summary>
internal sealed class GzipEnd(Stream inner, CountingStream packed) : WrappingStream(inner)
{
    private readonly System.IO.Hashing.Crc32 _checksum = new();
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        var read = Inner.Read(buffer);
        _checksum.Append(buffer[..read]);
        _read += read;
        if (read == 0 && !buffer.IsEmpty && (BitConverter.ToUInt32(packed.Last) != _checksum.GetCurrentHashAsUInt32()
            || BitConverter.ToUInt32(packed.Last[4..]) != (uint)_read))
            throw new BadContainerException("tệp nén bị cắt ngang hoặc bị hỏng");
        return read;
    }
}

/// <summary>How much one delivery has unpacked to so far, held against its packed size.</summary>
internal sealed class UnpackedBudget(XmlLimits limits, Func<long> packed)
{
    private const long Unhurried = 16 << 20;
    private long _total;

    /// <summary>Takes a piece just unpacked, of a part that now has <paramref name="partUnpacked"/> bytes.</summary>
    public void Take(int bytes, long partUnpacked, long partPacked, string? part)
    {
        _total += bytes;
        if (_total > limits.MaxUnpacked) throw new BadContainerException($"mở nén ra quá {limits.MaxUnpacked >> 20} MiB", part);
        if (IsBomb(partUnpacked, partPacked) || IsBomb(_total, packed()))
            throw new BadContainerException($"mở nén ra gấp quá {limits.MaxRatio} lần", part);
    }

    private bool IsBomb(long unpacked, long from) => unpacked > Unhurried && unpacked / Math.Max(1, from) > limits.MaxRatio;
}

/// <summary>Stops an unpacking that grows beyond its budget; damage inside the packing is told as such.</summary>
internal sealed class BoundedStream(Stream inner, UnpackedBudget budget, Func<long> packed, string? part) : WrappingStream(inner)
{
    private long _unpacked;

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = Inner.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw new BadContainerException("dữ liệu nén bị hỏng hoặc bị cắt ngang", part);
        }
        _unpacked += read;
        budget.Take(read, _unpacked, packed(), part);
        return read;
    }
}

/// <summary>Holds what was read to its end against the length and the checksum the archive tells of it.</summary>
internal sealed class CheckedStream(Stream inner, long length, uint checksum, string part) : WrappingStream(inner)
{
    private readonly System.IO.Hashing.Crc32 _checksum = new();
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        var read = Inner.Read(buffer);
        _checksum.Append(buffer[..read]);
        _read += read;
        if (read == 0 && !buffer.IsEmpty && (_read != length || _checksum.GetCurrentHashAsUInt32() != checksum))
            throw new BadContainerException("dữ liệu nén bị hỏng hoặc bị cắt ngang (sai mã kiểm tra)", part);
        return read;
    }
}
