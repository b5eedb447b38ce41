using System.Security.Cryptography;

namespace HealthWarehouse.Guard.Vault;

/// <summary>
/// Keyed tokens (HMAC-SHA256, 128 bits): equal inputs give equal tokens, and without the key nothing can be told from one. What is kept of
/// a token is covered once more, by one block of AES under a key that changes with every shredding: covers of before cannot be compared
/// with tokens any more.
/// </summary>
public sealed class Tokens(KeyRing keys)
{
    private readonly byte[] _key = keys[KeyUse.Tokens, 1];
    private volatile Cover? _cover;

    /// <summary>Number of the cover in force; 0 = none yet.</summary>
    public int CoverNumber => _cover?.Number ?? 0;

    /// <summary>Puts a cover in force: tokens kept in the warehouse stand under it.</summary>
    public void Use(int cover) => _cover = cover == 0 ? null : new(cover, keys[KeyUse.Cover, cover]);

    /// <summary>Number of the newest cover there is; it may not be in force yet.</summary>
    internal int NewestCover => keys.Newest(KeyUse.Cover);

    /// <summary>Whether a cover was done away with: tokens under it are good for nothing.</summary>
    internal bool IsGone(int cover) => keys.Cards.Any(c => c.Use == nameof(KeyUse.Cover) && c.Number == cover && c.RetiredAt is not null);

    /// <summary>A cover that is not in force yet.</summary>
    internal int NextCover() => NewestCover is var newest && newest > CoverNumber ? newest : keys.Make(nameof(KeyUse.Cover));

    /// <summary>Does away with all covers but the newest.</summary>
    internal void LetGo() => keys.RetireOlder(nameof(KeyUse.Cover));

    public Guid Of(ReadOnlySpan<byte> input)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(_key, input, hash);
        return new(_cover is { } cover ? cover.Put(hash[..16]) : hash[..16], bigEndian: true);
    }

    public Guid Of(string kind, string value) => Of(System.Text.Encoding.UTF8.GetBytes($"{kind}\u001f{value}"));

    /// <summary>How a token that stands under the cover in force stands under another.</summary>
    internal Func<Guid, Guid> Again(int cover)
    {
        var (from, to) = (_cover, new Cover(cover, keys[KeyUse.Cover, cover]));
        return token =>
            new(to.Put(from is null ? token.ToByteArray(bigEndian: true) : from.Take(token.ToByteArray(bigEndian: true))), bigEndian: true);
    }

    /// <summary>A permutation of blocks under a key.</summary>
    private sealed class Cover(int number, byte[] key)
    {
        public int Number => number;

        public byte[] Put(ReadOnlySpan<byte> block)
        {
            using var cipher = Cipher();
            return cipher.EncryptEcb(block, PaddingMode.None);
        }

        public byte[] Take(ReadOnlySpan<byte> block)
        {
            using var cipher = Cipher();
            return cipher.DecryptEcb(block, PaddingMode.None);
        }

        private Aes Cipher()
        {
            var cipher = Aes.Create();
            cipher.Key = key;
            return cipher;
        }
    }
}
