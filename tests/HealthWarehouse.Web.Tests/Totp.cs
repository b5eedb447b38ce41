using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HealthWarehouse.Web.Tests;

/// <summary>An authenticator app (RFC 6238: SHA-1, 30 seconds, 6 digits), written apart from the library the portal uses.</summary>
internal static class Totp
{
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350",
        Justification = "RFC 6238 and every authenticator app use SHA-1 here.")]
    public static string Of(string key, DateTimeOffset? at = null)
    {
        Span<byte> step = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, (at ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds() / 30);
        var hash = HMACSHA1.HashData(Base32(key), step);
        var code = (BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & 0x7fffffff) % 1_000_000;
        return code.ToString("000000", CultureInfo.InvariantCulture);
    }

    private static byte[] Base32(string key)
    {
        var (bytes, bits, held) = (new List<byte>(), 0, 0);
        foreach (var c in key.Where(char.IsAsciiLetterOrDigit))
        {
            (held, bits) =
                ((held << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal), bits + 5);
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)(held >> bits));
            held &= (1 << bits) - 1;
        }
        return [.. bytes];
    }
}
