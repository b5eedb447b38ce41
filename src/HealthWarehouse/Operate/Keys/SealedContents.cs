using System.Buffers.Binary;
using System.Security.Cryptography;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;

namespace HealthWarehouse.Operate.Keys;

/// <summary>
/// Compares what is sealed in two warehouses piece by piece, opened: while old keys are being changed the running one holds pieces under
/// several keys, a rebuilt one under the newest only, and their bytes differ though they say the same.
/// </summary>
internal static class SealedContents
{
    private const int DeliveriesAtOnce = 500;

    public static async Task<bool> Same(House house, Warehouse one, Warehouse other, CancellationToken stop)
    {
        var deliveries = await one.QueryText<long>("select distinct record_key >> 24 from vault.sealed order by 1", null, stop);
        foreach (var some in deliveries.Chunk(DeliveriesAtOnce))
            if (await Sum(house, one, some[0], some[^1], stop) != await Sum(house, other, some[0], some[^1], stop)) return false;
        return true;
    }

    private static async Task<UInt128> Sum(House house, Warehouse warehouse, long first, long last, CancellationToken stop)
    {
        using var tools = new PieceTools(house.Vault);
        UInt128 sum = 0;
        foreach (var piece in await warehouse.Query<SealedPiece>("ask/key/contents",
            new { first = first << 24, last = ((last + 1) << 24) - 1 }, stop))
        {
            var place = $"{piece.RecordKey}/{piece.TableName}/{piece.RowNo}/{piece.Compartment}/{piece.Restricted}/";
            var hash = SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(place), .. tools.Open(piece, piece.KeyUse!)]);
            sum += BinaryPrimitives.ReadUInt128LittleEndian(hash);
        }
        return sum;
    }
}
