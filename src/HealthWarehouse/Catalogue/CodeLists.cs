namespace HealthWarehouse.Catalogue;

/// <summary>All code lists the catalogue declares (catalogue/codes/lists.yaml).</summary>
public sealed record CodeListFile(IReadOnlyList<CodeListDeclaration> Lists);

/// <summary>
/// One list: its table in the warehouse, the CSV it is read from and whether it is complete (a code outside a complete list is an error,
/// outside a partial one only told). <c>spelling</c> names how a code is brought to its one form before it is looked up.
/// <c>part</c> is the column that tells lists of one file apart, <c>key</c> the columns that make a code (rows of one key are its
/// history), <c>required</c> others that must have a value.
/// </summary>
public sealed record CodeListDeclaration(
    string Id, string Name, string Act, string File, string Table = "dim.code", bool Complete = true, Spelling Spelling = Spelling.AsIs,
    string? About = null, string? Part = null, IReadOnlyList<string>? Key = null, IReadOnlyList<string>? Required = null,
        DateOnly? CompleteFrom = null)
{
    /// <summary>Columns that make a code, within its file.</summary>
    public IReadOnlyList<string> KeyColumns { get; } = [.. Part is null ? [] : new[] { Part }, .. Key ?? ["code"]];

    /// <summary>Whether a code the list lacks is certainly wrong on a day.</summary>
    public bool CompleteOn(DateOnly day) => Complete && (CompleteFrom is null || day >= CompleteFrom);
}

public enum Spelling { AsIs, Upper, Icd10 }

/// <summary>One code in one span of time; <c>MapsTo</c> is the conformed code when this one is only an old or other spelling.</summary>
public readonly record struct CodeEntry(string Code, string Name, DateOnly ValidFrom, DateOnly? ValidTo, string? MapsTo)
{
    public bool HoldsOn(DateOnly day) => day >= ValidFrom && (ValidTo is null || day <= ValidTo);
}

/// <summary>
/// A code list in memory, asked always as of a day. Entries stand side by side in one array, those of a code together, newest first.
/// </summary>
public sealed class CodeList
{
    private readonly CodeEntry[] _entries;
    private readonly Dictionary<string, int> _first;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public CodeList(CodeListDeclaration declaration, IEnumerable<CodeEntry> entries)
    {
        Declaration = declaration;
        _entries = [.. entries];
        Array.Sort(_entries, static (a, b) =>
            string.CompareOrdinal(a.Code, b.Code) is not 0 and var order ? order : b.ValidFrom.CompareTo(a.ValidFrom));
        _first = new(_entries.Length);
        for (var i = 0; i < _entries.Length; i++) _first.TryAdd(_entries[i].Code, i);
        _lookup = _first.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public CodeListDeclaration Declaration { get; }

    /// <summary>Number of codes, whatever the spans of each.</summary>
    public int Count => _first.Count;

    public IReadOnlyList<CodeEntry> Entries => _entries;

    /// <summary>
    /// The entry that holds on the day; <paramref name="known"/> tells whether the code stands in the list on any day at all.
    /// </summary>
    public CodeEntry? Find(ReadOnlySpan<char> code, DateOnly day, out bool known)
    {
        known = _lookup.TryGetValue(code, out var at);
        if (!known) return null;
        for (; at < _entries.Length && code.SequenceEqual(_entries[at].Code); at++)
            if (_entries[at].HoldsOn(day)) return _entries[at];
        return null;
    }

    public CodeEntry? Find(string code, DateOnly day) => Find(code, day, out _);
}
