using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace HealthWarehouse.Tests.Collect;

/// <summary>Packings as senders, and attackers, make them.</summary>
internal static class Packed
{
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Gzip(byte[] content) => Gzip(stream => stream.Write(content));

    /// <summary>Packs what is written bit by bit, so that a large content never stands in memory.</summary>
    public static byte[] Gzip(Action<Stream> write, CompressionLevel level = CompressionLevel.Fastest)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
        using (var buffered = new BufferedStream(gzip, 1 << 16)) write(buffered);
        return packed.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] files) => Zip(CompressionLevel.Fastest, files);

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] files)
    {
        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        return packed.ToArray();
    }

    /// <summary>
    /// Changes the local and the central header of every file of a zip. Offsets are those of the local header; the central one has them two
    /// bytes on.
    /// </summary>
    public static byte[] Patch(byte[] zip, int offset, params byte[] bytes)
    {
        for (var at = 0; at < zip.Length - 4; at++)
        {
            if (zip.AsSpan(at).StartsWith("PK\x03\x04"u8)) bytes.CopyTo(zip, at + offset);
            if (zip.AsSpan(at).StartsWith("PK\x01\x02"u8)) bytes.CopyTo(zip, at + offset + 2);
        }
        return zip;
    }

    /// <summary>Changes bytes behind a mark.</summary>
    public static byte[] Patch(byte[] zip, ReadOnlySpan<byte> mark, int offset, params byte[] bytes)
    {
        bytes.CopyTo(zip, zip.AsSpan().LastIndexOf(mark) + offset);
        return zip;
    }

    /// <summary>Lists the first file of a zip again and again in its directory: many large files of few bytes.</summary>
    public static byte[] Overlapping(byte[] zip, int times)
    {
        var directory = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        var end = zip.AsSpan().LastIndexOf("PK\x05\x06"u8);
        var entry = zip[directory..end];
        var tail = zip[end..];
        BinaryPrimitives.WriteUInt16LittleEndian(tail.AsSpan(8), (ushort)Math.Min(times, 65_534));
        BinaryPrimitives.WriteUInt16LittleEndian(tail.AsSpan(10), (ushort)Math.Min(times, 65_534));
        BinaryPrimitives.WriteUInt32LittleEndian(tail.AsSpan(12), (uint)(entry.Length * times));
        return [.. zip[..directory], .. Enumerable.Repeat(entry, times).SelectMany(e => e), .. tail];
    }

    public static byte[] Flip(byte[] content, int at)
    {
        content[at] ^= 0x20;
        return content;
    }

    /// <summary>About <paramref name="megabytes"/> MB of base64 letters, or of another filling, that pack a hundredfold.</summary>
    public static void Letters(Stream target, int megabytes, string filling = "AAAA")
    {
        var random = new Random(megabytes);
        var piece = Utf8(string.Concat(Enumerable.Repeat(filling, 100_000 / filling.Length)));
        for (var i = 0; i < megabytes * 10; i++)
        {
            random.GetItems("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"u8, piece.AsSpan(0, 900));
            target.Write(piece);
        }
    }
}
