using System.Security.Cryptography;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Rooms.SenderShapes;

/// <summary>Argon2id over what a shape sends as its password, with a salt of its own (OWASP: 19 MiB, two passes).</summary>
internal static class SlowHash
{
    private const int MemoryKb = 19 * 1024, Passes = 2;

    /// <summary>Compared with where there is no login, so that a stranger waits as long as a known name.</summary>
    private static readonly string Nobody = Of(Guid.NewGuid().ToString());

    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(Argon2.SaltBytes);
        return $"argon2id$m={MemoryKb},t={Passes}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Compute(password, salt))}";
    }

    /// <summary>Whether a password is the one behind a hash; null = no login, the same work, never right.</summary>
    public static bool Matches(string password, string? hash)
    {
        var parts = (hash ?? Nobody).Split('$');
        var same = CryptographicOperations.FixedTimeEquals(Compute(password, Convert.FromBase64String(parts[2])),
            Convert.FromBase64String(parts[3]));
        return same && hash is not null;
    }

    private static byte[] Compute(string password, byte[] salt) => Argon2.Derive(password, salt, MemoryKb, Passes);
}
