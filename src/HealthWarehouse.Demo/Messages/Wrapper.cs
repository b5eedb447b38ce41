using System.IO.Compression;

namespace HealthWarehouse.Demo.Messages;

/// <summary>Packs a file the way a sender does; the same content always gives the same bytes.</summary>
internal static class Wrapper
{
    public static byte[] Wrap(byte[] content, Wrapping wrapping, string name, DateTime made)
    {
        if (wrapping is Wrapping.None) return content;
        using var packed = new MemoryStream();
        if (wrapping is Wrapping.Gzip)
        {
            using var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(content);
        }
        else
        {
            using var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true);
            var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
            entry.LastWriteTime = new(made, TimeSpan.Zero);
            using var stream = entry.Open();
            stream.Write(content);
        }
        return packed.ToArray();
    }

    public static string Extension(Wrapping wrapping) =>
        wrapping switch { Wrapping.Gzip => ".xml.gz", Wrapping.Zip => ".zip", _ => ".xml" };
}
