using System.Buffers;
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
        var incoming = Path.Combine(folder, "incoming");
        Directory.CreateDirectory(incoming);
        var temporary = Path.Combine(incoming, $"{Guid.CreateVersion7():n}.part");
        try
        {
            var archived = await Seal(content, temporary, maxBytes, toDisk: true, stop);
            var final = PathOf(archived.Hash);
            if (!File.Exists(final))
            {
                var home = Path.GetDirectoryName(final)!;
                var isNew = !Directory.Exists(home);
                Directory.CreateDirectory(home);
                File.Move(temporary, final, overwrite: true);
                Disk.SyncFolder(home);
                if (isNew) Disk.SyncFolder(Path.GetDirectoryName(home)!);
                if (isNew) Disk.SyncFolder(folder);
            }
            return archived;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>
    /// Puts many contents away, side by side, and makes sure of the disk for all of them together: first the bytes, then the names that lead to them.
    /// Returns when everything is safe; a content beyond <paramref name="maxBytes"/> stops the whole.
    /// </summary>
    public async Task<IReadOnlyList<Archived>> PutMany(IReadOnlyList<Func<Stream>> contents, long maxBytes = long.MaxValue, CancellationToken stop = default)
    {
        var incoming = Path.Combine(folder, "incoming");
        Directory.CreateDirectory(incoming);
        var (sealedParts, archived) = (new string[contents.Count], new Archived[contents.Count]);
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, contents.Count), new ParallelOptions { MaxDegreeOfParallelism = PutsAtOnce, CancellationToken = stop }, async (i, token) =>
            {
                await using var content = contents[i]();
                sealedParts[i] = Path.Combine(incoming, $"{Guid.CreateVersion7():n}.part");
                archived[i] = await Seal(content, sealedParts[i], maxBytes, toDisk: !Disk.CanSyncAll, token);
            });
            Disk.SyncAll(folder);
            for (var i = 0; i < archived.Length; i++)
            {
                var final = PathOf(archived[i].Hash);
                if (File.Exists(final)) continue;
                Directory.CreateDirectory(Path.GetDirectoryName(final)!);
                File.Move(sealedParts[i], final, overwrite: true);
                if (!Disk.CanSyncAll) Disk.SyncFolder(Path.GetDirectoryName(final)!);
            }
            Disk.SyncAll(folder);
            return archived;
        }
        finally
        {
            foreach (var part in sealedParts.OfType<string>()) File.Delete(part);
        }
    }

    private const int PutsAtOnce = 8;

    public bool Holds(string hash) => File.Exists(PathOf(hash));

    /// <summary>The content as it came. Seekable when it was kept uncompressed (archives).</summary>
    public Stream Open(string hash)
    {
        var file = new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        try
        {
            var head = SealedFile.Open(file, keys);
            var opened = new OpeningStream(file, head.HeadSize, new AesGcm(head.DataKey, SealedFile.TagSize));
            return head.Compressed ? new ZstdSharp.DecompressionStream(opened, leaveOpen: false) : opened;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes away what was being received when the process last died: nobody was given a receipt for it.</summary>
    public void Sweep()
    {
        var incoming = Path.Combine(folder, "incoming");
        if (!Directory.Exists(incoming)) return;
        foreach (var left in Directory.EnumerateFiles(incoming, "*.part")) File.Delete(left);
    }

    private async Task<Archived> Seal(Stream content, string path, long maxBytes, bool toDisk, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(SealedFile.ChunkSize);
        var dataKey = RandomNumberGenerator.GetBytes(32);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
            var read = await content.ReadAtLeastAsync(buffer, 4, throwOnEndOfStream: false, stop);
            var packed = IsPacked(buffer.AsSpan(0, read));
            file.Write(SealedFile.Head(!packed, keys.NewLeaf(), dataKey, keys));
            var sealing = new SealingStream(file, new AesGcm(dataKey, SealedFile.TagSize));
            await using (Stream sink = packed ? sealing : new ZstdSharp.CompressionStream(sealing, level: 1, leaveOpen: true))
            {
                var length = 0L;
                for (; read > 0; read = await content.ReadAsync(buffer, stop))
                {
                    length += read;
                    if (length > maxBytes) throw new ContentTooLargeException(maxBytes);
                    hash.AppendData(buffer, 0, read);
                    sink.Write(buffer, 0, read);
                }
                if (!packed) await sink.DisposeAsync();
                sealing.Finish();
                file.Flush(flushToDisk: toDisk);
                return new(Convert.ToHexStringLower(hash.GetHashAndReset()), length);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            CryptographicOperations.ZeroMemory(dataKey);
            ArrayPool<byte>.Shared.Return(buffer);
        }
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
