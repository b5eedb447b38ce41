using System.Buffers.Binary;

namespace HealthWarehouse.Collect;

/// <summary>The checksum of zip archives (CRC-32, polynomial 0xEDB88320), four bytes at a time.</summary>
internal sealed class Crc32
{
    private static readonly uint[][] Tables = MakeTables();
    private uint _state = uint.MaxValue;

    public uint Value => ~_state;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var (crc, t0, t1, t2, t3) = (_state, Tables[0], Tables[1], Tables[2], Tables[3]);
        for (; bytes.Length >= 4; bytes = bytes[4..])
        {
            crc ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = t3[(byte)crc] ^ t2[(byte)(crc >> 8)] ^ t1[(byte)(crc >> 16)] ^ t0[crc >> 24];
        }
        foreach (var b in bytes) crc = t0[(byte)(crc ^ b)] ^ (crc >> 8);
        _state = crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = Enumerable.Range(0, 4).Select(_ => new uint[256]).ToArray();
        for (var i = 0u; i < 256; i++)
        {
            tables[0][i] = i;
            for (var bit = 0; bit < 8; bit++) tables[0][i] = (tables[0][i] >> 1) ^ ((tables[0][i] & 1) * 0xEDB88320);
        }
        for (var t = 1; t < 4; t++)
            for (var i = 0; i < 256; i++) tables[t][i] = (tables[t - 1][i] >> 8) ^ tables[0][(byte)tables[t - 1][i]];
        return tables;
    }
}
