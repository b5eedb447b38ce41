using System.Security.Cryptography;

namespace HealthWarehouse.Guard.Vault;

/// <summary>Keyed tokens (HMAC-SHA256, 128 bits): equal inputs give equal tokens, and without the key nothing can be told from one.</summary>
public sealed class Tokens(KeyRing keys)
{
    private readonly byte[] _key = keys[KeyUse.Tokens, 1];

    public Guid Of(ReadOnlySpan<byte> input)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(_key, input, hash);
        return new(hash[..16], bigEndian: true);
    }

    public Guid Of(string kind, string value) => Of(System.Text.Encoding.UTF8.GetBytes($"{kind}\u001f{value}"));
}
