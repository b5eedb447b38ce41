using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HealthWarehouse.Guard.Vault;

/// <summary>
/// Seals and opens pieces of one compartment. Each piece is bound to its place (record, table, row): it cannot be moved to another.
/// The nonce is drawn from the content itself (HMAC, a synthetic nonce), so that rebuilding the warehouse gives the same bytes and a nonce
/// never meets two contents. One instance a thread.
/// </summary>
public sealed class Sealer : IDisposable
{
    private const int NonceSize = 12, TagSize = 16, Head = 2;
    private readonly KeyRing _keys;
    private readonly KeyUse _use;
    private readonly int _newest;
    private readonly Dictionary<int, (AesGcm Cipher, byte[] NonceKey)> _ciphers = [];

    internal Sealer(KeyRing keys, KeyUse use) => (_keys, _use, _newest) = (keys, use, keys.Newest(use));

    public static int SealedLength(int plain) => Head + NonceSize + TagSize + plain;

    /// <summary>Writes the sealed form of <paramref name="plain"/> to <paramref name="target"/>, which has <see cref="SealedLength"/> bytes.</summary>
    public void Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place, Span<byte> target)
    {
        var (cipher, nonceKey) = Cipher(_newest);
        BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)_newest);
        var nonce = target.Slice(Head, NonceSize);
        Synthetic(nonceKey, place, plain, nonce);
        cipher.Encrypt(nonce, plain, target[(Head + NonceSize + TagSize)..], target.Slice(Head + NonceSize, TagSize), place);
    }

    /// <summary>The content, or a CryptographicException when a byte of it or its place was changed.</summary>
    public byte[] Open(ReadOnlySpan<byte> piece, ReadOnlySpan<byte> place)
    {
        var (cipher, _) = Cipher(BinaryPrimitives.ReadUInt16LittleEndian(piece));
        var plain = new byte[piece.Length - Head - NonceSize - TagSize];
        cipher.Decrypt(piece.Slice(Head, NonceSize), piece[(Head + NonceSize + TagSize)..], piece.Slice(Head + NonceSize, TagSize), plain, place);
        return plain;
    }

    public void Dispose()
    {
        foreach (var (cipher, _) in _ciphers.Values) cipher.Dispose();
    }

    private (AesGcm Cipher, byte[] NonceKey) Cipher(int number)
    {
        if (_ciphers.TryGetValue(number, out var ready)) return ready;
        var key = _keys[_use, number];
        return _ciphers[number] = (new(key, TagSize), HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "khoyte nonce"u8.ToArray()));
    }

    private static void Synthetic(byte[] key, ReadOnlySpan<byte> place, ReadOnlySpan<byte> plain, Span<byte> nonce)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(place);
        mac.AppendData(plain);
        Span<byte> hash = stackalloc byte[32];
        mac.GetHashAndReset(hash);
        hash[..NonceSize].CopyTo(nonce);
    }
}
