using System.Security.Cryptography;
using HealthWarehouse.Guard.Vault;

namespace HealthWarehouse.Web.Accounts;

/// <summary>Wraps what the portal keeps on disk with the newest session key of the ring (AES-256-GCM): nonce, tag, cipher.</summary>
internal static class KeyWrap
{
    private const int Nonce = 12, Tag = 16;

    public static (int Key, byte[] Box) Seal(KeyRing keys, ReadOnlySpan<byte> plain)
    {
        var number = keys.Newest(KeyUse.Sessions);
        var box = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, Nonce));
        using var cipher = new AesGcm(keys[KeyUse.Sessions, number], Tag);
        cipher.Encrypt(box.AsSpan(0, Nonce), plain, box.AsSpan(Nonce + Tag), box.AsSpan(Nonce, Tag));
        return (number, box);
    }

    public static byte[] Open(KeyRing keys, int number, byte[] box)
    {
        var plain = new byte[box.Length - Nonce - Tag];
        using var cipher = new AesGcm(keys[KeyUse.Sessions, number], Tag);
        cipher.Decrypt(box.AsSpan(0, Nonce), box.AsSpan(Nonce + Tag), box.AsSpan(Nonce, Tag), plain);
        return plain;
    }
}
