namespace HealthWarehouse.Catalogue;

/// <summary>A file that was imported: by which shape (and section), what it was, when and by whom.</summary>
public sealed record ImportedFile(string Shape, string? Section, string FileName, string Hash, int Rows, DateTimeOffset At, string Account)
{
    /// <summary>shape or shape/section: what rows of the file are marked with.</summary>
    public string Source => Section is null ? Shape : $"{Shape}/{Section}";
}

/// <summary>Where imported official lists are kept: DATA/catalogue/codes/{file}, with the files they came from in imported.csv.</summary>
public static class ImportedLists
{
    public const string Register = "imported.csv";

    private static readonly string[] Columns = ["shape", "section", "file", "hash", "rows", "at", "account"];

    public static string Folder(string overlay) => Path.Combine(overlay, "codes");

    public static string? PathOf(string? overlay, string file) =>
        overlay is not null && Path.Combine(Folder(overlay), file) is var path && File.Exists(path) ? path : null;

    /// <summary>Files imported so far, the newest of each shape and section.</summary>
    public static IReadOnlyList<ImportedFile> Read(string? overlay) =>
        PathOf(overlay, Register) is not { } path ? []
        : [.. CodeRows.Read(path).Rows.Select(r =>
            new ImportedFile(r[0]!, r[1], r[2]!, r[3]!, int.Parse(r[4]!, CultureInfo.InvariantCulture),
            DateTimeOffset.Parse(r[5]!, CultureInfo.InvariantCulture), r[6]!))];

    public static CodeRows Rows(IEnumerable<ImportedFile> files) =>
        new(Columns,
            [.. files.OrderBy(f => f.Source, StringComparer.Ordinal).Select(f => (string?[])[f.Shape, f.Section, f.FileName, f.Hash,
            f.Rows.ToString(CultureInfo.InvariantCulture), f.At.ToString("O", CultureInfo.InvariantCulture), f.Account])]);
}
