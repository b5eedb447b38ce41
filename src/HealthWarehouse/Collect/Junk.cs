namespace HealthWarehouse.Collect;

/// <summary>
/// What systems leave beside the files people mean, in folders and in archives (Finder, Explorer): nobody sends messages under these names.
/// </summary>
internal static class Junk
{
    private static readonly HashSet<string> Names =
        new([".DS_Store", "Thumbs.db", "ehthumbs.db", "desktop.ini"], StringComparer.OrdinalIgnoreCase);

    public static bool Is(string path)
    {
        var parts = path.Split('/', '\\');
        return Names.Contains(parts[^1]) || parts[^1].StartsWith("._", StringComparison.Ordinal)
            || parts.Contains("__MACOSX", StringComparer.OrdinalIgnoreCase);
    }
}
