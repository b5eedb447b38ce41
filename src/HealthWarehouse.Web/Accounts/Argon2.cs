using System.Text;
using NSec.Cryptography;

namespace HealthWarehouse.Web.Accounts;

/// <summary>Argon2id of libsodium (RFC 9106), in one lane, over 32 bytes of hash and a salt of 16.</summary>
internal static class Argon2
{
    public const int SaltBytes = 16;
    private const int HashBytes = 32;

    public static byte[] Derive(string password, byte[] salt, int memoryKib, int passes) =>
        PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters { MemorySize = memoryKib, NumberOfPasses = passes,
            DegreeOfParallelism = 1 })
            .DeriveBytes(Encoding.UTF8.GetBytes(password), salt, HashBytes);
}
