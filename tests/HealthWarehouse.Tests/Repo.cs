namespace HealthWarehouse.Tests;

/// <summary>Places in the working copy and beside it.</summary>
internal static class Repo
{
    public static string Root { get; } = Find();

    public static string File(string path) => Path.Combine(Root, path);

    /// <summary>A file of ../shared; the test is skipped, and says so, where it is absent.</summary>
    public static string Shared(string path)
    {
        var full = Path.GetFullPath(Path.Combine(Root, "..", "shared", path));
        Assert.SkipUnless(Path.Exists(full), $"../shared/{path} không có ở đây.");
        return full;
    }

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (System.IO.File.Exists(Path.Combine(at.FullName, "HealthWarehouse.slnx"))) return at.FullName;
        throw new DirectoryNotFoundException("HealthWarehouse.slnx không có ở thư mục nào bên trên.");
    }
}
