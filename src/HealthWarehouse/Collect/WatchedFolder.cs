namespace HealthWarehouse.Collect;

/// <summary>What became of a file of the watched folder.</summary>
public sealed record TakenFile(string Path, Receipt? Receipt, string? Problem);

/// <summary>
/// Takes files in from a folder (SFTP drop, shared disk). A file is taken when its size has not changed between two looks, then moved to
/// <c>taken/</c>.
/// </summary>
public sealed class WatchedFolder(string folder, Intake intake)
{
    private readonly Dictionary<string, (long Length, DateTime Written)> _seen = [];

    /// <summary>One look: takes in what has settled since the look before.</summary>
    public async Task<IReadOnlyList<TakenFile>> Look(CancellationToken stop = default)
    {
        Directory.CreateDirectory(folder);
        var taken = new List<TakenFile>();
        var present = new HashSet<string>();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Where(f => !f.Name.StartsWith('.') && f.Extension is not ".part" and not ".tmp").OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            present.Add(file.FullName);
            var now = (file.Length, file.LastWriteTimeUtc);
            if (!_seen.TryGetValue(file.FullName, out var before) || before != now) _seen[file.FullName] = now;
            else taken.Add(await Take(file, stop));
        }
        foreach (var gone in _seen.Keys.Except(present).ToArray()) _seen.Remove(gone);
        return taken;
    }

    private async Task<TakenFile> Take(FileInfo file, CancellationToken stop)
    {
        try
        {
            Receipt receipt;
            await using (var content = file.OpenRead()) receipt = await intake.Take(content, new(Sender.Local, "folder", FileName: file.Name), stop: stop);
            Move(file, "taken");
            return new(file.FullName, receipt, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(file.FullName, null, e.Message);
        }
    }

    private void Move(FileInfo file, string to)
    {
        var target = Path.Combine(folder, to, file.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (File.Exists(target)) target = Path.Combine(folder, to, $"{Guid.CreateVersion7():n}-{file.Name}");
        file.MoveTo(target);
    }
}
