using System.Security.Cryptography;

namespace HealthWarehouse.Store.Archive;

/// <summary>
/// Reads a content and hashes what it reads; at the end the hash must be the name it is kept under, else the read ends as a fault.
/// </summary>
internal sealed class CheckedStream(Stream content, string name) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isChecked;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Throws when a content is not what its name says.</summary>
    public static void Must(ReadOnlySpan<byte> hash, string name)
    {
        if (Convert.ToHexStringLower(hash) != name) throw new CryptographicException("Tệp lưu trữ không chứa nội dung mà tên của nó nói.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = content.Read(buffer);
        Look(buffer[..read], buffer.Length);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await content.ReadAsync(buffer, cancellationToken);
        Look(buffer.Span[..read], buffer.Length);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            content.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Look(ReadOnlySpan<byte> read, int asked)
    {
        _hash.AppendData(read);
        if (!read.IsEmpty || asked == 0 || _isChecked) return;
        Must(_hash.GetHashAndReset(), name);
        _isChecked = true;
    }
}
