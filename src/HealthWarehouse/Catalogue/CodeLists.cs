using System.Collections.Frozen;

namespace HealthWarehouse.Catalogue;

/// <summary>All code lists the catalogue declares (catalogue/codes/lists.yaml).</summary>
public sealed record CodeListFile(IReadOnlyList<CodeListDeclaration> Lists);

/// <summary>
/// One list: its table in the warehouse, the CSV it is read from and whether it is complete (a code outside a complete list is an error,
/// outside a partial one only a warning). <c>spelling</c> names how a code is brought to its one form before it is looked up.
/// </summary>
public sealed record CodeListDeclaration(
    string Id, string Name, string Act, string File, string Table = "dim.code", bool Complete = true, Spelling Spelling = Spelling.AsIs,
    string? About = null, IReadOnlyList<ImportShape>? Imports = null);

public enum Spelling { AsIs, Upper, Icd10 }

/// <summary>How an official file becomes rows of a list: its format, how to know it, and what each column is made of.</summary>
public sealed record ImportShape(
    string Name, ImportFormat Format, IReadOnlyDictionary<string, string> Columns, IReadOnlyList<string>? Header = null, string? Path = null,
    IReadOnlyDictionary<string, string>? Where = null, bool Completes = false, ImportMode Mode = ImportMode.Merge, string? Sheet = null);

public enum ImportFormat { Csv, Json, Xlsx }

/// <summary>Merge keeps the rows that the file does not name; replace keeps only those marked as the province's own.</summary>
public enum ImportMode { Merge, Replace }

/// <summary>One code in one span of time; <c>MapsTo</c> is the conformed code when this one is only an old or other spelling.</summary>
public sealed record CodeEntry(string Code, string Name, DateOnly ValidFrom, DateOnly? ValidTo, string? MapsTo)
{
    public bool HoldsOn(DateOnly day) => day >= ValidFrom && (ValidTo is null || day <= ValidTo);
}

/// <summary>A code list in memory, asked always as of a day.</summary>
public sealed class CodeList
{
    private readonly FrozenDictionary<string, CodeEntry[]> _entries;
    private readonly FrozenDictionary<string, CodeEntry[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public CodeList(CodeListDeclaration declaration, IEnumerable<CodeEntry> entries)
    {
        Declaration = declaration;
        _entries = entries.GroupBy(e => e.Code).ToFrozenDictionary(g => g.Key, g => g.OrderByDescending(e => e.ValidFrom).ToArray());
        _lookup = _entries.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public CodeListDeclaration Declaration { get; }

    public int Count => _entries.Count;

    public IEnumerable<CodeEntry> Entries => _entries.Values.SelectMany(e => e);

    /// <summary>The entry that holds on the day; <paramref name="known"/> tells whether the code stands in the list on any day at all.</summary>
    public CodeEntry? Find(ReadOnlySpan<char> code, DateOnly day, out bool known)
    {
        known = _lookup.TryGetValue(code, out var spans);
        if (!known) return null;
        foreach (var span in spans!) if (span.HoldsOn(day)) return span;
        return null;
    }

    public CodeEntry? Find(string code, DateOnly day) => Find(code, day, out _);
}
