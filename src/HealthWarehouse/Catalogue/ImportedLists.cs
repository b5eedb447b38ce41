namespace HealthWarehouse.Catalogue;

/// <summary>Where imported official lists are kept: DATA/catalogue/codes/{file}, with the names of the lists they complete in complete.txt.</summary>
public static class ImportedLists
{
    public static string? PathOf(string? overlay, string file) =>
        overlay is not null && Path.Combine(overlay, "codes", file) is var path && File.Exists(path) ? path : null;

    /// <summary>Lists that an import made complete.</summary>
    public static IReadOnlySet<string> Read(string? overlay) =>
        overlay is not null && Marker(overlay) is var marker && File.Exists(marker) ? File.ReadAllLines(marker).ToHashSet() : new HashSet<string>();

    public static void Complete(string overlay, string list)
    {
        if (Read(overlay).Contains(list)) return;
        Directory.CreateDirectory(Path.Combine(overlay, "codes"));
        File.AppendAllLines(Marker(overlay), [list]);
    }

    private static string Marker(string overlay) => Path.Combine(overlay, "codes", "complete.txt");
}
