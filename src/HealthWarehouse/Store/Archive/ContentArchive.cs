using System.Security.Cryptography;

namespace HealthWarehouse.Store.Archive;

/// <summary>What was put away: SHA-256 of the content (its name in the archive) and its length in bytes.</summary>
public sealed record Archived(string Hash, long Length);

/// <summary>
/// The raw archive: every delivery as it came, sealed, named by its content, never changed but for the wrapping of its key. A file is in
/// place only when all of it is on disk. What is read is compared with the name: a file that holds something else gives a fault, at the
/// latest at its end.
/// </summary>
public sealed partial class ContentArchive(string folder, ArchiveKeys keys)
{
    /// <summary>Puts a content away and returns when its bytes, and the name that leads to them, are safe on disk.
    /// Stops with <see cref="ContentTooLargeException"/> beyond <paramref name="maxBytes"/>.</summary>
    public async Task<Archived> Put(Stream content, long maxBytes = long.MaxValue, CancellationToken stop = default)
    {
        await using var staged = await Stage(content, maxBytes, stop);
        if (!Holds(staged.Archived.Hash)) Place([staged]);
        return staged.Archived;
    }

    public bool Holds(string hash) => File.Exists(PathOf(hash)) || File.Exists(LaidOf(hash));

    /// <summary>Whether there is anything in the folder, or nothing was ever put there.</summary>
    public bool IsThere => Directory.Exists(folder) && Folders(folder).Any();

    /// <summary>When a file was put away, as far as the disk knows.</summary>
    public DateTimeOffset WrittenAt(string hash) =>
        new(File.GetLastWriteTimeUtc(File.Exists(PathOf(hash)) ? PathOf(hash) : LaidOf(hash)), TimeSpan.Zero);

    /// <summary>The content as it came. Seekable when it was kept uncompressed (archives).</summary>
    public Stream Open(string hash) => Open(Reading(hash), hash);

    /// <summary>Whether a content is there and its keys are too.</summary>
    public bool CanOpen(string hash)
    {
        try
        {
            using var content = Open(hash);
            return true;
        }
        catch (Exception e) when (e is IOException or CryptographicException)
        {
            return false;
        }
    }

    private Stream Open(Stream file, string hash)
    {
        try
        {
            var head = SealedFile.Open(file, NameOf(hash), keys);
            var opened = new OpeningStream(file, head.HeadSize, new AesGcm(head.DataKey, SealedFile.TagSize));
            return !head.Compressed ? Sought(opened, hash) : opened.Length > SmallContent ? Streamed(opened, hash) : Small(opened, hash);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static CheckedStream Streamed(OpeningStream opened, string hash) =>
        new(new ZstdSharp.DecompressionStream(opened, leaveOpen: false), hash);

    /// <summary>What may be read here and there is read through once before: later nobody could tell.</summary>
    private static OpeningStream Sought(OpeningStream opened, string hash)
    {
        CheckedStream.Must(SHA256.HashData(opened), hash);
        opened.Position = 0;
        return opened;
    }

    /// <summary>A small content as a whole, where its frame tells the size: the stream costs more memory than the content.</summary>
    private Stream Small(OpeningStream opened, string hash)
    {
        var packed = new byte[opened.Length];
        opened.ReadExactly(packed);
        if (ZstdSharp.Decompressor.GetDecompressedSize(packed) is var size && size is 0 or > SmallContent)
        {
            opened.Position = 0;
            return Streamed(opened, hash);
        }
        opened.Dispose();
        var decompressor = _decompressors.TryTake(out var free) ? free : new();
        var content = new byte[size];
        var length = decompressor.Unwrap(packed, content);
        _decompressors.Add(decompressor);
        CheckedStream.Must(SHA256.HashData(content.AsSpan(0, length)), hash);
        return new MemoryStream(content, 0, length, writable: false);
    }

    /// <summary>Takes away what was being received when the process last died: nobody was given a receipt for it.</summary>
    public void Sweep()
    {
        if (!Directory.Exists(Incoming))
        {
            Directory.CreateDirectory(Incoming);
            Disk.SyncFolder(folder);
        }
        foreach (var left in Directory.EnumerateFiles(Incoming, "*.part")) File.Delete(left);
    }

    /// <summary>At home, else where it was laid; from there it may come home between two looks.</summary>
    private FileStream Reading(string hash)
    {
        foreach (var path in (string[])[PathOf(hash), LaidOf(hash)])
            if (File.Exists(path) && TryRead(path) is { } file) return file;
        return Read(PathOf(hash));

        static FileStream Read(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);

        static FileStream? TryRead(string path)
        {
            try
            {
                return Read(path);
            }
            catch (FileNotFoundException)
            {
                return null;
            }
        }
    }

    private static byte[] NameOf(string hash) => Convert.FromHexString(hash);

    private string PathOf(string hash) => Path.Combine(folder, hash[..2], hash[2..4], $"{hash}.kyt");

    /// <summary>Zip and gzip are kept as they are: packed already, and a zip must be sought in.</summary>
    private static bool IsPacked(ReadOnlySpan<byte> start) =>
        start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8) || start is [0x1F, 0x8B, ..];
}

/// <summary>The content is larger than the receiver allows, in bytes.</summary>
public sealed class ContentTooLargeException(long maxBytes) : Exception($"Nội dung lớn hơn {maxBytes} byte.")
{
    public long MaxBytes { get; } = maxBytes;
}

/// <summary>The whole archive is not there: its disk is not mounted.</summary>
public sealed class ArchiveLostException(Exception cause) : Exception("Không thấy kho lưu trữ; sẽ thử lại.", cause);
