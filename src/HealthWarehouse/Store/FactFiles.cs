using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace HealthWarehouse.Store;

/// <summary>
/// What fills a fact (warehouse/core/{name}.sql), where {table} stands for rows of std: of the batch, or of all. One that is a mere select
/// has a table that follows from it, in its columns and their order; others have theirs from a migration. Those in core/alone/ are worked
/// out anew by their file, which empties them first.
/// </summary>
public sealed partial record FactFile(string Name, string Text, bool IsAlone)
{
    private static readonly ConditionalWeakTable<SqlFiles, ConcurrentDictionary<Engine, IReadOnlyList<FactFile>>> Known = [];

    public string Table => $"core.{Name}";

    /// <summary>Std tables it is filled from, in capitals.</summary>
    public IReadOnlySet<string> Sources { get; } = Source().Matches(Text).Select(m => m.Groups[1].Value.ToUpperInvariant()).ToHashSet();

    /// <summary>Its table follows from its select.</summary>
    public bool IsSelect { get; } = Comment().Replace(Text, "").TrimStart().StartsWith("select", StringComparison.OrdinalIgnoreCase);

    /// <summary>Its rows name a person.</summary>
    public bool HasPerson => Sources.Contains(Person);

    private const string Person = "RECORD_PERSON";

    /// <summary>The text with each source named by <paramref name="form"/>, but for those named elsewhere.</summary>
    public string From(string form, params (string Name, string Table)[] elsewhere) => Source().Replace(Text, m =>
        elsewhere.FirstOrDefault(e => e.Name == m.Groups[1].Value).Table
        ?? string.Format(CultureInfo.InvariantCulture, form, m.Groups[1].Value));

    /// <summary>Every fact of an engine, in the order of their names.</summary>
    public static IReadOnlyList<FactFile> All(SqlFiles files, Engine engine) => Known.GetOrCreateValue(files).GetOrAdd(engine, e =>
        [.. files.In("core", e).Select(n => new FactFile(n[(n.LastIndexOf('/') + 1)..], files[n, e],
            n.StartsWith("core/alone/", StringComparison.Ordinal)))]);

    [GeneratedRegex(@"\{([a-z0-9_]+)\}")] private static partial Regex Source();
    [GeneratedRegex(@"(?m)^\s*--.*$")] private static partial Regex Comment();
}
