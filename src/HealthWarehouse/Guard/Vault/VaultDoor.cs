using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Guard.Vault;

/// <summary>The door to sealed content: sealers for what comes in, opening for those who may.</summary>
public sealed class VaultDoor(KeyRing keys)
{
    public Tokens Tokens { get; } = new(keys);

    public Sealer Sealer(Compartment compartment) =>
        new(keys, compartment switch { Compartment.Identity => KeyUse.Identity, _ => KeyUse.Clinical });

    /// <summary>Where a sealed piece belongs: record, table and row, as bytes.</summary>
    public static void Place(Span<byte> place, long record, int table, int row)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(place, record);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(place[8..], table);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(place[12..], row);
    }
}
