using System.Runtime.InteropServices;

namespace HealthWarehouse.Operate;

/// <summary>
/// The data folder is its owner's alone: what the house makes there nobody else can open, and a folder found wider is told.
/// </summary>
internal static partial class DataFolder
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>
    /// Makes the folder; from now on everything this process makes is for its owner only (0700, 0600), the databases' files too.
    /// </summary>
    public static void Make(string path)
    {
        if (!OperatingSystem.IsWindows()) _ = Umask((int)Others);
        Directory.CreateDirectory(path);
    }

    public static IEnumerable<Notice> Notices(HouseSettings settings)
    {
        if (OperatingSystem.IsWindows()) yield break;
        if ((File.GetUnixFileMode(settings.Data) & Others) is not 0 and var open)
            yield return new("folder-open", $"Thư mục dữ liệu mở cho người khác trên máy (quyền thừa {Convert.ToString((int)open, 8)}). " +
                $"Hãy chạy: chmod -R go= {settings.Data}");
        if (settings.MasterKey is { } key && (File.GetUnixFileMode(key) & Others) is not 0)
            yield return new("key-open", $"Tệp khoá chính mở cho người khác trên máy. Hãy chạy: chmod 600 {key}");
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial int Umask(int mask);
}
