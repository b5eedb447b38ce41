using System.Collections.Frozen;

namespace HealthWarehouse.Store;

/// <summary>
/// Every .sql file under warehouse/ by its path without ending (<c>ask/report/cells</c>). Where an engine needs its own words the twin
/// <c>name.postgresql.sql</c> (or .duckdb, .sqlite) stands beside the common file and wins for that engine.
/// </summary>
public sealed class SqlFiles
{
    private readonly FrozenDictionary<string, string> _texts;

    private SqlFiles(FrozenDictionary<string, string> texts) => _texts = texts;

    public static SqlFiles Load(string folder) =>
        new(Directory.EnumerateFiles(folder, "*.sql", SearchOption.AllDirectories)
            .ToFrozenDictionary(f => Path.GetRelativePath(folder, f)[..^4].Replace('\\', '/'), File.ReadAllText));

    public IEnumerable<string> Names => _texts.Keys;

    public string this[string name, Engine engine] =>
        _texts.TryGetValue($"{name}.{Suffix(engine)}", out var own) ? own
        : _texts.TryGetValue(name, out var common) ? common
        : throw new KeyNotFoundException($"Không có tệp warehouse/{name}.sql cho {engine}.");

    /// <summary>Files of a folder that hold for an engine, in order of name; twins of other engines are left out.</summary>
    public IEnumerable<string> In(string folder, Engine engine) =>
        _texts.Keys.Where(n => n.StartsWith(folder + "/", StringComparison.Ordinal))
            .Select(n => n.Split('.')).Where(p => p.Length == 1 || p[1] == Suffix(engine)).Select(p => p[0]).Distinct()
                .Order(StringComparer.Ordinal);

    internal static string Suffix(Engine engine) => engine.ToString().ToLowerInvariant();
}
