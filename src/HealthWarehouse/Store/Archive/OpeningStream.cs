using System.Security.Cryptography;

namespace HealthWarehouse.Store.Archive;

/// <summary>
/// Reads a sealed file as the content it holds; may seek, since every chunk but the last has the same size. A changed byte throws.
/// </summary>
internal sealed class OpeningStream : Stream
{
    private const int SealedChunk = SealedFile.ChunkSize + SealedFile.TagSize;

    private readonly Stream _source;
    private readonly AesGcm _cipher;
    private readonly byte[] _sealed, _plain;
    private readonly long _chunks;
    private readonly int _headSize;
    private long _chunk = -1;
    private int _filled;

    public OpeningStream(Stream source, int headSize, AesGcm cipher)
    {
        (_source, _headSize, _cipher) = (source, headSize, cipher);
        var body = source.Length - headSize;
        _chunks = Math.Max(1, (body + SealedChunk - 1) / SealedChunk);
        Length = body - _chunks * SealedFile.TagSize;
        if (body - (_chunks - 1) * SealedChunk < SealedFile.TagSize) throw new InvalidDataException("Tệp lưu trữ bị cắt ngang.");
        (_sealed, _plain) = (new byte[Math.Min(body, SealedChunk)], new byte[Math.Min(Length, SealedFile.ChunkSize)]);
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length { get; }
    public override long Position { get; set => field = value >= 0 ? value : throw new IOException("Vị trí trước đầu tệp."); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (Position >= Length || buffer.IsEmpty) return 0;
        var chunk = Position / SealedFile.ChunkSize;
        if (chunk != _chunk) Load(chunk);
        var at = (int)(Position % SealedFile.ChunkSize);
        var taken = Math.Min(buffer.Length, _filled - at);
        _plain.AsSpan(at, taken).CopyTo(buffer);
        Position += taken;
        return taken;
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };

    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(_plain);
        _cipher.Dispose();
        _source.Dispose();
        base.Dispose(disposing);
    }

    private void Load(long chunk)
    {
        if (chunk != _chunk + 1 || _source.Position != _headSize + chunk * SealedChunk) _source.Position = _headSize + chunk * SealedChunk;
        var read = _source.ReadAtLeast(_sealed, _sealed.Length, throwOnEndOfStream: false);
        Span<byte> nonce = stackalloc byte[12];
        SealedFile.Nonce(nonce, chunk, chunk == _chunks - 1);
        _filled = read - SealedFile.TagSize;
        _cipher.Decrypt(nonce, _sealed.AsSpan(0, _filled), _sealed.AsSpan(_filled, SealedFile.TagSize), _plain.AsSpan(0, _filled));
        _chunk = chunk;
    }
}
