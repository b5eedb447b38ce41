using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace HealthWarehouse.Store.Archive;

public sealed partial class ContentArchive
{
    /// <summary>
    /// Contents up to this size are sealed in memory: most messages are, and a file of their own before they are in place would be for
    /// nothing.
    /// </summary>
    private const int SmallContent = SealedFile.ChunkSize, UsualContent = 32 * 1024;

    /// <summary>Beyond so many bytes staged in memory at once, small contents go to files like large ones.</summary>
    private const long MostInMemory = 64 << 20;

    private readonly ConcurrentDictionary<Staged, bool> _inMemory = [];
    private long _bytesInMemory;
    private readonly ConcurrentBag<ZstdSharp.Compressor> _compressors = [];
    private readonly ConcurrentBag<ZstdSharp.Decompressor> _decompressors = [];

    private string Incoming => Path.Combine(folder, "incoming");

    private string LaidOf(string hash) => Path.Combine(Incoming, $"{hash}.kyt");

    /// <summary>
    /// Reads a content to its end and seals it. Stops with <see cref="ContentTooLargeException"/> beyond <paramref name="maxBytes"/>.
    /// </summary>
    public async Task<Staged> Stage(Stream content, long maxBytes = long.MaxValue, CancellationToken stop = default)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(UsualContent);
        try
        {
            var read = 0;
            while ((read += await content.ReadAtLeastAsync(buffer.AsMemory(read), buffer.Length - read, throwOnEndOfStream: false,
                stop)) == buffer.Length && read <= SmallContent)
                buffer = Larger(buffer);
            if (read > maxBytes) throw new ContentTooLargeException(maxBytes);
            return read <= SmallContent ? Seal(buffer.AsSpan(0, read)) : await Seal(content, buffer, read, maxBytes, stop);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Larger(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 4);
        buffer.CopyTo(larger, 0);
        CryptographicOperations.ZeroMemory(buffer);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    /// <summary>What a staged content holds, as it came.</summary>
    public Stream Open(Staged staged) =>
        Open(staged.Bytes is { } bytes
            ? new MemoryStream(bytes, writable: false)
            : new FileStream(staged.Path!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1),
            staged.Archived.Hash);

    /// <summary>
    /// Brings contents that are not in the archive to the disk, together, so that <see cref="Place"/> has only their names to see to.
    /// </summary>
    public void Ready(IReadOnlyCollection<Staged> contents) => Sync([.. contents.Where(c => !Holds(c.Archived.Hash))]);

    /// <summary>
    /// Puts contents in place, over what may stand there, and returns when bytes and the names that lead to them are safe.
    /// </summary>
    public void Place(IReadOnlyCollection<Staged> contents)
    {
        if (contents.Count == 0) return;
        Sync(contents);
        var homes = new HashSet<string>();
        foreach (var content in contents)
        {
            var path = PathOf(content.Archived.Hash);
            Home(Path.GetDirectoryName(path)!, homes);
            File.Move(content.Path!, path, overwrite: true);
        }
        if (contents.Count >= Many && Disk.CanSyncAll) Disk.SyncAll(folder);
        else foreach (var home in homes) Disk.SyncFolder(home);
    }

    /// <summary>
    /// Lays contents ready under their names: bytes and names are safe, and they can be read; they are at home only when they are settled.
    /// What was laid and never entered is thereby known, and can be taken away.
    /// </summary>
    public void Lay(IReadOnlyCollection<Staged> contents)
    {
        if (contents.Count == 0) return;
        Sync(contents);
        foreach (var content in contents) File.Move(content.Path!, LaidOf(content.Archived.Hash), overwrite: true);
        Disk.SyncFolder(Incoming);
    }

    /// <summary>Brings a content that was laid home. A crash leaves it in one place or the other.</summary>
    public void Settle(string hash)
    {
        if (!File.Exists(LaidOf(hash))) return;
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(hash))!);
        try
        {
            File.Move(LaidOf(hash), PathOf(hash), overwrite: true);
        }
        catch (FileNotFoundException) when (File.Exists(PathOf(hash)))
        {
            // The sweep and whoever entered it settle it at the same moment: one of them did.
        }
    }

    /// <summary>Takes a content away that was laid and is nobody's; what is at home stays.</summary>
    public void TakeUp(string hash)
    {
        File.Delete(LaidOf(hash));
        Disk.SyncFolder(Incoming);
    }

    /// <summary>Contents that were laid and not settled.</summary>
    public IReadOnlyList<string> Laid => [.. Directory.EnumerateFiles(Incoming, "*.kyt").Select(f => Path.GetFileNameWithoutExtension(f)!)];

    private void Sync(IReadOnlyCollection<Staged> contents)
    {
        Staged[] unsafeYet = [.. contents.Where(c => !c.IsOnDisk)];
        if (unsafeYet.Length == 0) return;
        Directory.CreateDirectory(Incoming);
        foreach (var content in unsafeYet) content.Write(Part);
        if (unsafeYet.Length >= Many && Disk.CanSyncAll) Disk.SyncAll(folder);
        else foreach (var content in unsafeYet) Disk.SyncFile(content.Path!);
        foreach (var content in unsafeYet) content.IsOnDisk = true;
    }

    /// <summary>From so many on the whole disk is made sure of at once; fewer are surer of not waiting for what others write.</summary>
    private const int Many = 4;

    /// <summary>Folders whose names must be safe for a file in this one to be found.</summary>
    private void Home(string home, HashSet<string> homes)
    {
        homes.Add(home);
        if (Directory.Exists(home)) return;
        Directory.CreateDirectory(home);
        homes.Add(Path.GetDirectoryName(home)!);
        homes.Add(folder);
    }

    private Staged Seal(ReadOnlySpan<byte> content)
    {
        var archived = new Archived(Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
        var packed = IsPacked(content);
        var dataKey = RandomNumberGenerator.GetBytes(32);
        var head = SealedFile.Head(!packed, keys.NewLeaf(), NameOf(archived.Hash), dataKey, keys);
        var bytes = packed ? SealedFile.Whole(head, content, dataKey) : Compressed(head, content, dataKey);
        CryptographicOperations.ZeroMemory(dataKey);
        var staged = new Staged(archived, SealedFile.NumberIn(head), null, bytes, Gone);
        _inMemory[staged] = true;
        if (Interlocked.Add(ref _bytesInMemory, bytes.Length) <= MostInMemory) return staged;
        Gone(staged);
        Directory.CreateDirectory(Incoming);
        var path = Part();
        File.WriteAllBytes(path, bytes);
        return new(archived, staged.KeyNumber, path, null, _ => { });
    }

    private void Gone(Staged staged)
    {
        if (_inMemory.TryRemove(staged, out _)) Interlocked.Add(ref _bytesInMemory, -staged.Bytes!.Length);
    }

    /// <summary>Compressors are large and are used again.</summary>
    private byte[] Compressed(ReadOnlySpan<byte> head, ReadOnlySpan<byte> content, byte[] dataKey)
    {
        var compressor = _compressors.TryTake(out var free) ? free : new(level: 1);
        var buffer = ArrayPool<byte>.Shared.Rent(ZstdSharp.Compressor.GetCompressBound(content.Length));
        var length = compressor.Wrap(content, buffer);
        var file = SealedFile.Whole(head, buffer.AsSpan(0, length), dataKey);
        ArrayPool<byte>.Shared.Return(buffer);
        _compressors.Add(compressor);
        return file;
    }

    private async Task<Staged> Seal(Stream content, byte[] buffer, int read, long maxBytes, CancellationToken stop)
    {
        Directory.CreateDirectory(Incoming);
        var path = Part();
        var dataKey = RandomNumberGenerator.GetBytes(32);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1);
            var packed = IsPacked(buffer.AsSpan(0, read));
            file.Position = SealedFile.HeadSize;                  // the head is bound to the name, which is known at the end
            var sealing = new SealingStream(file, new AesGcm(dataKey, SealedFile.TagSize));
            await using Stream sink = packed ? sealing : new ZstdSharp.CompressionStream(sealing, level: 1, leaveOpen: true);
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
            var name = hash.GetHashAndReset();
            var head = SealedFile.Head(!packed, keys.NewLeaf(), name, dataKey, keys);
            file.Position = 0;
            file.Write(head);
            return new(new(Convert.ToHexStringLower(name), length), SealedFile.NumberIn(head), path, null, _ => { });
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    private string Part() => Path.Combine(Incoming, $"{Guid.CreateVersion7():n}.part");
}
