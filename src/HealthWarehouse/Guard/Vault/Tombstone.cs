using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HealthWarehouse.Guard.Vault;

/// <summary>
/// What stands for a person after shredding: drawn by lot, so that nothing leads from it to the person; it only keeps the facts together.
/// </summary>
public static class Tombstone
{
    /// <summary>Rule of the tokens that are tombstones, beside the declared matching rules.</summary>
    public const string Rule = "shredded";

    public static Guid New() => new(RandomNumberGenerator.GetBytes(16));

    /// <summary>Key of the person a tombstone stands for.</summary>
    public static long PersonKey(Guid tombstone)
    {
        Span<byte> bytes = stackalloc byte[16];
        tombstone.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes) & long.MaxValue;
    }
}
