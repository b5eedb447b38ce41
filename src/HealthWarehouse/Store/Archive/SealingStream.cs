using System.Security.Cryptography;

namespace HealthWarehouse.Store.Archive;

/// <summary>Seals what is written to it, chunk by chunk; <see cref="Finish"/> writes the last chunk.</summary>
internal sealed class SealingStream(Stream target, AesGcm cipher) : Stream
{
    private readonly byte[] _plain = new byte[SealedFile.ChunkSize];
    private readonly byte[] _sealed = new byte[SealedFile.ChunkSize + SealedFile.TagSize];
    private int _filled;
    private long _chunk;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_filled == _plain.Length) Put(final: false);
            var taken = Math.Min(buffer.Length, _plain.Length - _filled);
            buffer[..taken].CopyTo(_plain.AsSpan(_filled));
            _filled += taken;
            buffer = buffer[taken..];
        }
    }

    public void Finish() => Put(final: true);

    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(_plain);
        cipher.Dispose();
        base.Dispose(disposing);
    }

    private void Put(bool final)
    {
        Span<byte> nonce = stackalloc byte[12];
        SealedFile.Nonce(nonce, _chunk++, final);
        cipher.Encrypt(nonce, _plain.AsSpan(0, _filled), _sealed.AsSpan(0, _filled), _sealed.AsSpan(_filled, SealedFile.TagSize));
        target.Write(_sealed, 0, _filled + SealedFile.TagSize);
        _filled = 0;
    }
}
