using System.ComponentModel;
using System.Runtime.InteropServices;

namespace HealthWarehouse.Store.Archive;

/// <summary>Makes the names in a folder safe on disk, as fsync does for the bytes of a file. Windows does it by itself.</summary>
internal static partial class Disk
{
    public static void SyncFolder(string path) => With(path, Sync);

    /// <summary>Makes the bytes of a file safe.</summary>
    public static void SyncFile(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Whether everything written to a disk can be made safe at once.</summary>
    public static bool CanSyncAll => OperatingSystem.IsLinux();

    /// <summary>Makes everything written so far to the disk a folder is on safe, bytes and names; nothing where it cannot.</summary>
    public static void SyncAll(string path)
    {
        if (CanSyncAll) With(path, SyncFileSystem);
    }

    private static void With(string path, Func<int, int> sync)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(path, 0);
        if (handle < 0) throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Không mở được thư mục {path}");
        try
        {
            if (sync(handle) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Không ghi chắc được thư mục {path}");
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFileSystem(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
