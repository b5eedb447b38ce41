using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HealthWarehouse.Guard.Vault;

/// <summary>
/// Seals pieces of one kind under one key. Each piece is bound to its place (record, table, row): it cannot be moved to another. The key of
/// a piece is drawn from the newest data key and the record's own secret (<see cref="Leaves"/>): destroy that secret, and no key opens the
/// record any more. The nonce is drawn from the content itself (HMAC, a synthetic nonce), so that rebuilding the warehouse gives the same
/// bytes and a nonce never meets two contents. One instance a thread.
/// </summary>
public sealed class Sealer : IDisposable
{
    private readonly PieceKeys _keys;

    internal Sealer(KeyRing keys, Leaves leaves, string use, string kind) => _keys = new(keys, leaves, use, kind);

    public static int SealedLength(int plain) => Piece.Overhead + plain;

    /// <summary>Number of the key the next piece is sealed with.</summary>
    public int KeyNumber => _keys.Newest;

    /// <summary>
    /// Writes the sealed form of <paramref name="plain"/> to <paramref name="target"/>, which has <see cref="SealedLength"/> bytes, and
    /// gives the number of the key.
    /// </summary>
    public int Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place, Span<byte> target)
    {
        var number = _keys.Newest;
        var (cipher, nonceKey) = _keys.For(BinaryPrimitives.ReadInt64LittleEndian(place), number);
        BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)(number | Piece.OfRecord));
        var nonce = target.Slice(Piece.Head, Piece.NonceSize);
        Synthetic(nonceKey, place, plain, nonce);
        cipher.Encrypt(nonce, plain, target[Piece.Overhead..], target.Slice(Piece.Head + Piece.NonceSize, Piece.TagSize), place);
        return number;
    }

    public void Dispose() => _keys.Dispose();

    private static void Synthetic(byte[] key, ReadOnlySpan<byte> place, ReadOnlySpan<byte> plain, Span<byte> nonce)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(place);
        mac.AppendData(plain);
        Span<byte> hash = stackalloc byte[32];
        mac.GetHashAndReset(hash);
        hash[..Piece.NonceSize].CopyTo(nonce);
    }
}

/// <summary>Opens pieces of one kind. Handed out by <see cref="VaultDoor"/> to those who may.</summary>
public sealed class Opener : IDisposable
{
    private readonly PieceKeys _keys;

    internal Opener(KeyRing keys, Leaves leaves, string use, string kind) => _keys = new(keys, leaves, use, kind);

    /// <summary>
    /// The content, or a CryptographicException when a byte of it or its place was changed, or its record's secret was destroyed.
    /// </summary>
    public byte[] Open(ReadOnlySpan<byte> piece, ReadOnlySpan<byte> place)
    {
        var number = BinaryPrimitives.ReadUInt16LittleEndian(piece);
        var plain = new byte[piece.Length - Piece.Overhead];
        var cipher = (number & Piece.OfRecord) != 0
            ? _keys.For(BinaryPrimitives.ReadInt64LittleEndian(place), number & ~Piece.OfRecord).Cipher : _keys.Plain(number);
        cipher.Decrypt(piece.Slice(Piece.Head, Piece.NonceSize), piece[Piece.Overhead..],
            piece.Slice(Piece.Head + Piece.NonceSize, Piece.TagSize), plain, place);
        return plain;
    }

    public void Dispose() => _keys.Dispose();
}

/// <summary>The record's secret was destroyed: nothing opens its pieces any more.</summary>
public sealed class DestroyedException() : CryptographicException("Nội dung đã bị huỷ khoá, không mở được nữa.");

/// <summary>
/// Layout of a piece: number of its key (with a bit that says the record's secret is in it; pieces from before have none), nonce, tag,
/// content.
/// </summary>
internal static class Piece
{
    public const int Head = 2, NonceSize = 12, TagSize = 16, Overhead = Head + NonceSize + TagSize, OfRecord = 0x8000;
}

/// <summary>Keys of pieces, record by record: the last record's are kept at hand.</summary>
internal sealed class PieceKeys(KeyRing keys, Leaves leaves, string use, string kind) : IDisposable
{
    private readonly LeafWalk _walk = new(leaves);
    private readonly byte[] _kind = System.Text.Encoding.ASCII.GetBytes(kind);
    private readonly Dictionary<int, AesGcm> _plain = [];
    private (object? Edition, int Number) _newest;
    private (long Record, int Number, AesGcm? Cipher, byte[] NonceKey) _last = (0, 0, null, []);

    /// <summary>A rotation holds from the next piece on.</summary>
    public int Newest
    {
        get
        {
            var edition = keys.Edition;
            if (!ReferenceEquals(edition, _newest.Edition)) _newest = (edition, keys.Newest(use));
            return _newest.Number;
        }
    }

    public (AesGcm Cipher, byte[] NonceKey) For(long record, int number)
    {
        var secret = _walk.Secret(Leaves.OfRecord(record));
        if (secret.IsEmpty) throw new DestroyedException();
        if (_last.Cipher is { } ready && _last.Record == record && _last.Number == number) return (ready, _last.NonceKey);
        Span<byte> input = stackalloc byte[48];
        secret.CopyTo(input);
        var label = input[..(32 + _kind.Length + 1)];
        _kind.CopyTo(label[32..]);
        label[^1] = 1;
        Span<byte> own = stackalloc byte[32];
        var key = keys[use, number];
        HMACSHA256.HashData(key, label, own);
        label[^1] = 2;
        var nonceKey = HMACSHA256.HashData(key, label);
        _last.Cipher?.Dispose();
        _last = (record, number, new AesGcm(own, Piece.TagSize), nonceKey);
        CryptographicOperations.ZeroMemory(own);
        return (_last.Cipher!, nonceKey);
    }

    /// <summary>Pieces sealed before records had secrets of their own.</summary>
    public AesGcm Plain(int number) =>
        _plain.TryGetValue(number, out var ready) ? ready : _plain[number] = new(keys[use, number], Piece.TagSize);

    public void Dispose()
    {
        _last.Cipher?.Dispose();
        foreach (var cipher in _plain.Values) cipher.Dispose();
    }
}
