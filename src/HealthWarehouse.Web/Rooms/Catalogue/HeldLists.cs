using System.Collections.Concurrent;
using HealthWarehouse.Operate.Lists;

namespace HealthWarehouse.Web.Rooms.Catalogue;

/// <summary>
/// A list file between the look at what it would change and the word to import it: the file, how it ended last, and whose it is.
/// </summary>
internal sealed record HeldList(Guid Id, string Account, ListImportRequest Request, FileStream Content, ListImportResult Result,
    DateTimeOffset Since);

/// <summary>List files that wait for their word; each is let go half an hour after it came.</summary>
internal sealed class HeldLists(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<Guid, HeldList> _held = [];

    public HeldList? Find(Guid id, string account) => _held.TryGetValue(id, out var held) && held.Account == account ? held : null;

    /// <summary>A file of its own for an upload, gone with its stream.</summary>
    public static FileStream NewFile() =>
        new(Path.Combine(Path.GetTempPath(), $"khoyte-{Guid.CreateVersion7():n}"), FileMode.CreateNew, FileAccess.ReadWrite,
            FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    public void Put(HeldList held)
    {
        foreach (var (id, old) in _held)
            if (clock.GetUtcNow() - old.Since > Kept && _held.TryRemove(id, out _)) old.Content.Dispose();
        _held[held.Id] = held;
    }

    public void Dispose()
    {
        foreach (var held in _held.Values) held.Content.Dispose();
    }
}
