namespace HealthWarehouse.Catalogue;

/// <summary>
/// All code lists as they stand at one moment, imported rows over the starter's. Never changed: an import makes a new one.
/// </summary>
internal sealed class CodeBook
{
    private readonly string _folder;
    private readonly string? _overlay;
    private readonly Dictionary<string, CodeRows> _starter = [];
    private readonly Dictionary<string, WeakReference<CodeRows>> _imported = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _keys;

    private CodeBook(string folder, string? overlay, IReadOnlyList<CodeListDeclaration> lists) =>
        (_folder, _overlay, _keys) = (folder, overlay, lists.GroupBy(l => l.File).ToDictionary(g => g.Key, g => g.First().KeyColumns));

    public IReadOnlyDictionary<string, CodeList> Lists { get; private set; } = new Dictionary<string, CodeList>();


    public static CodeBook Read(string folder, string? overlay, ListImports imports)
    {
        var declared = Declaration.Read<CodeListFile>(Path.Combine(folder, "codes", "lists.yaml")).Lists;
        var book = new CodeBook(folder, overlay, declared);
        var done = ImportedLists.Read(overlay).Select(i => i.Source).ToHashSet();
        book.Lists = declared.GroupBy(d => d.File).SelectMany(file => Made(file, book.Rows(file.Key), imports, done))
            .ToDictionary(l => l.Declaration.Id);
        return book;
    }

    /// <summary>
    /// Rows of one file. Those of an imported file are large and seldom asked for: they are read again when nobody holds them any more.
    /// </summary>
    public CodeRows Rows(string file)
    {
        if (!_keys.TryGetValue(file, out var key)) return CodeRows.None;
        lock (_starter)
        {
            if (_starter.TryGetValue(file, out var rows)) return rows;
            if (_imported.TryGetValue(file, out var held) && held.TryGetTarget(out rows)) return rows;
            rows = CodeRows.Read(Path.Combine(_folder, "codes", file));
            if (ImportedLists.PathOf(_overlay, file) is not { } extra) return _starter[file] = rows;
            rows = rows.Under(CodeRows.Read(extra), key);
            _imported[file] = new(rows);
            return rows;
        }
    }

    /// <summary>Fingerprint of what some files hold, imported rows included.</summary>
    public string DigestOf(IEnumerable<string> files) =>
        Fingerprints.OfFiles(files.SelectMany(f =>
            new[] { (f, Path.Combine(_folder, "codes", f)), ($"imported/{f}", ImportedLists.PathOf(_overlay, f)) }));

    private static IEnumerable<CodeList> Made(IEnumerable<CodeListDeclaration> declared, CodeRows rows, ListImports imports,
        HashSet<string> done) =>
        declared.Select(d => imports.CompletedFrom(d.Id, done) is { } from ? d with { Complete = true, CompleteFrom = from } : d)
            .Select(d => new CodeList(d, Entries(d, rows)));

    private static IEnumerable<CodeEntry> Entries(CodeListDeclaration list, CodeRows rows)
    {
        int part = list.Part is null ? -1 : rows.Index(list.Part), code = rows.Index(list.KeyColumns.First(k => k != list.Part));
        int name = rows.Index("name"), from = rows.Index("valid_from"), to = rows.Index("valid_to"), maps = rows.Index("maps_to");
        foreach (var row in rows.Rows)
            if (part < 0 || row[part] == list.Id)
                yield return new(row[code]!, name < 0 ? row[code]! : row[name] ?? row[code]!, Date(row, from) ?? DateOnly.MinValue,
                    Date(row, to), maps < 0 ? null : row[maps]);
    }

    private static DateOnly? Date(string?[] row, int column) =>
        column >= 0 && row[column] is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
