using System.Security.Cryptography;

namespace HealthWarehouse.Store.Archive;

/// <summary>What was put away: SHA-256 of the content (its name in the archive) and its length in bytes.</summary>
public sealed record Archived(string Hash, long Length);

/// <summary>
/// The raw archive: every delivery as it came, sealed, named by its content, never changed but for the wrapping of its key. A file is in place only
/// when all of it is on disk.
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

    public bool Holds(string hash) => File.Exists(PathOf(hash));

    /// <summary>Whether there is anything in the folder, or nothing was ever put there.</summary>
    public bool IsThere => Directory.Exists(folder) && Folders(folder).Any();

    /// <summary>When a file was put away, as far as the disk knows.</summary>
    public DateTimeOffset WrittenAt(string hash) => new(File.GetLastWriteTimeUtc(PathOf(hash)), TimeSpan.Zero);

    /// <summary>The content as it came. Seekable when it was kept uncompressed (archives).</summary>
    public Stream Open(string hash) => Open(new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1));

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

    private Stream Open(Stream file)
    {
        try
        {
            var head = SealedFile.Open(file, keys);
            var opened = new OpeningStream(file, head.HeadSize, new AesGcm(head.DataKey, SealedFile.TagSize));
            return !head.Compressed ? opened : opened.Length > SmallContent ? new ZstdSharp.DecompressionStream(opened, leaveOpen: false) : Small(opened);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A small content as a whole, where its frame tells the size: the stream costs more memory than the content.</summary>
    private Stream Small(OpeningStream opened)
    {
        var packed = new byte[opened.Length];
        opened.ReadExactly(packed);
        if (ZstdSharp.Decompressor.GetDecompressedSize(packed) is var size && size is 0 or > SmallContent)
        {
            opened.Position = 0;
            return new ZstdSharp.DecompressionStream(opened, leaveOpen: false);
        }
        opened.Dispose();
        var decompressor = _decompressors.TryTake(out var free) ? free : new();
        var content = new byte[size];
        var length = decompressor.Unwrap(packed, content);
        _decompressors.Add(decompressor);
        return new MemoryStream(content, 0, length, writable: false);
    }

    /// <summary>Takes away what was being received when the process last died: nobody was given a receipt for it.</summary>
    public void Sweep()
    {
        Directory.CreateDirectory(Incoming);
        foreach (var left in Directory.EnumerateFiles(Incoming, "*.part")) File.Delete(left);
    }

    private string PathOf(string hash) => Path.Combine(folder, hash[..2], hash[2..4], $"{hash}.kyt");

    /// <summary>Zip and gzip are kept as they are: packed already, and a zip must be sought in.</summary>
    private static bool IsPacked(ReadOnlySpan<byte> start) => start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8) || start is [0x1F, 0x8B, ..];
}

/// <summary>The content is larger than the receiver allows, in bytes.</summary>
public sealed class ContentTooLargeException(long maxBytes) : Exception($"Nội dung lớn hơn {maxBytes} byte.")
{
    public long MaxBytes { get; } = maxBytes;
}

/// <summary>The whole archive is not there: its disk is not mounted.</summary>
public sealed class ArchiveLostException(Exception cause) : Exception("Không thấy kho lưu trữ; sẽ thử lại.", cause);
