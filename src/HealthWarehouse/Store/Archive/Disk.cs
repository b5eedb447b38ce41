using System.ComponentModel;
using System.Runtime.InteropServices;

namespace HealthWarehouse.Store.Archive;

/// <summary>Makes the names in a folder safe on disk, as fsync does for the bytes of a file. Windows does it by itself.</summary>
internal static partial class Disk
{
    public static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(path, 0);
        if (handle < 0) throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Không mở được thư mục {path}");
        try
        {
            if (Sync(handle) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Không ghi chắc được thư mục {path}");
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

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
