using System.Text;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Operate.Lists;

/// <summary>
/// New files in the overlay, each put in place whole: written beside, synced, renamed; the register last, so that a file counts as imported
/// only when its rows are there. Until kept, the files of before stand beside and can be brought back.
/// </summary>
internal sealed class OverlayChange : IDisposable
{
    private const string Old = ".old.part";

    private readonly string _folder;
    private readonly IReadOnlyList<string> _files;

    private OverlayChange(string folder, IReadOnlyList<string> files) => (_folder, _files) = (folder, files);

    public static OverlayChange Apply(string folder, IReadOnlyDictionary<string, string> files)
    {
        Directory.CreateDirectory(folder);
        foreach (var (file, text) in files)
        {
            using var stream = new FileStream(Path.Combine(folder, $"{file}.part"), FileMode.Create, FileAccess.Write, FileShare.None);
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        foreach (var file in files.Keys.Select(f => Path.Combine(folder, f)))
        {
            if (File.Exists(file)) File.Copy(file, file + Old, overwrite: true);
            File.Move($"{file}.part", file, overwrite: true);
        }
        Disk.SyncFolder(folder);
        return new(folder, [.. files.Keys]);
    }

    /// <summary>The change stays.</summary>
    public void Keep()
    {
        foreach (var file in _files) File.Delete(Path.Combine(_folder, file) + Old);
    }

    /// <summary>Everything as before.</summary>
    public void Undo()
    {
        foreach (var file in _files.Select(f => Path.Combine(_folder, f)))
            if (File.Exists(file + Old)) File.Move(file + Old, file, overwrite: true);
            else File.Delete(file);
        Disk.SyncFolder(_folder);
    }

    public void Dispose() => Keep();
}
