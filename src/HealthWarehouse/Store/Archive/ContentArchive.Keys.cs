namespace HealthWarehouse.Store.Archive;

public sealed partial class ContentArchive
{
    /// <summary>Names of everything in the archive after a name, in order.</summary>
    public IEnumerable<string> Names(string after = "")
    {
        if (!Directory.Exists(folder)) yield break;
        foreach (var first in Folders(folder).Where(f => string.CompareOrdinal(f, Start(after, 2)) >= 0))
            foreach (var second in Folders(Path.Combine(folder, first)).Where(f => string.CompareOrdinal(first + f, Start(after, 4)) >= 0))
                foreach (var name in Directory.EnumerateFiles(Path.Combine(folder, first, second), "*.kyt")
                    .Select(f => Path.GetFileNameWithoutExtension(f)!).Where(n => string.CompareOrdinal(n, after) > 0)
                    .Order(StringComparer.Ordinal))
                    yield return name;
    }

    /// <summary>How many files stand under each archive key, what is just coming in included.</summary>
    public IReadOnlyDictionary<int, long> KeyNumbers(CancellationToken stop = default)
    {
        var numbers = new Dictionary<int, long>();
        foreach (var staged in _inMemory.Keys) numbers[staged.KeyNumber] = numbers.GetValueOrDefault(staged.KeyNumber) + 1;
        foreach (var path in Names().Select(PathOf).Concat(Directory.Exists(Incoming) ? Directory.EnumerateFiles(Incoming) : []))
        {
            stop.ThrowIfCancellationRequested();
            if (NumberIn(path) is { } number) numbers[number] = numbers.GetValueOrDefault(number) + 1;
        }
        return numbers;
    }

    /// <summary>Null when the file is gone, or its head is not written yet (it will be under the key of then).</summary>
    private static int? NumberIn(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            return file.Length >= SealedFile.HeadSize && SealedFile.Peek(file).KeyNumber is > 0 and var number ? number : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Leaf of a file; null when it is of before there were any.</summary>
    public ulong? LeafOf(string hash)
    {
        using var file = Reading(hash);
        return SealedFile.Open(file, NameOf(hash), keys).Leaf;
    }

    /// <summary>
    /// Puts a file under the newest archive key: only the wrapped data key in its head changes; a file of before gets a head of today, its
    /// content read once to see that it is what its name says, and copied as it stands. Gives back whether there was anything to do;
    /// durable when it returns.
    /// </summary>
    public bool Rewrap(string hash)
    {
        var path = PathOf(hash);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1))
        {
            var (number, isOld) = SealedFile.Peek(file);
            if (!isOld && number == keys.Key(null).Number) return false;
            file.Position = 0;
            if (!isOld)
            {
                var (at, bytes) = SealedFile.Rewrap(file, NameOf(hash), keys);
                file.Position = at;
                file.Write(bytes);
                file.Flush(flushToDisk: true);
                return true;
            }
            Renew(file, hash);
        }
        return true;
    }

    /// <summary>Takes a content away: its name is gone from the disk when this returns.</summary>
    public void Remove(string hash)
    {
        foreach (var path in (string[])[LaidOf(hash), PathOf(hash)])
        {
            if (!File.Exists(path)) continue;
            File.Delete(path);
            Disk.SyncFolder(Path.GetDirectoryName(path)!);
        }
    }

    private void Renew(FileStream file, string hash)
    {
        using (var content = Open(hash)) content.CopyTo(Stream.Null);
        var path = PathOf(hash);
        var old = SealedFile.Open(file, NameOf(hash), keys);
        Directory.CreateDirectory(Incoming);
        var temporary = Part();
        using (var renewed = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1))
        {
            renewed.Write(SealedFile.Head(old.Compressed, old.Leaf ?? keys.NewLeaf(), NameOf(hash), old.DataKey, keys));
            file.Position = old.HeadSize;
            file.CopyTo(renewed);
            renewed.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
        Disk.SyncFolder(Path.GetDirectoryName(path)!);
    }

    private static string Start(string name, int length) => name.Length >= length ? name[..length] : "";

    private static IOrderedEnumerable<string> Folders(string path) =>
        Directory.EnumerateDirectories(path).Select(d => Path.GetFileName(d)!).Where(d => d.Length == 2).Order(StringComparer.Ordinal);
}
