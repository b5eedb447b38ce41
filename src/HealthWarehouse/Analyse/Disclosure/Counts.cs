using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Analyse.Disclosure;

/// <summary>
/// What a protected measure counts under it: rows of a fact where some conditions hold (all that follow from them included), or different
/// persons among them. Measures with the same count are hidden alike: money and days by the episodes they belong to.
/// </summary>
internal sealed record Count(MeasureFile File, string Measure, IReadOnlySet<string> Where, string? Distinct)
{
    public string Key => $"{File.Code}/{string.Join('+', Where.Order(StringComparer.Ordinal))}/{Distinct}";
}

/// <summary>The counts under the declared measures, and which is part of which.</summary>
internal sealed class Counts
{
    private readonly DisclosureFile _rule;
    private readonly Dictionary<string, Count> _of = [], _byKey = [];
    private readonly Dictionary<string, MeasureFile> _files = [];

    public Counts(CatalogueFiles catalogue)
    {
        _rule = catalogue.Disclosure;
        foreach (var file in catalogue.Measures.Values.Where(DisclosureFile.Protects)) Add(file);
    }

    /// <summary>The count under a measure; null where it is not protected.</summary>
    public Count? Of(string measure) => _of.GetValueOrDefault(measure);

    /// <summary>The rows a count of different values is taken from.</summary>
    public Count RowsOf(Count count) => _byKey[(count with { Distinct = null }).Key];

    /// <summary>Every count of rows of a fact.</summary>
    public IReadOnlyList<Count> RowsIn(string file) =>
        [.. _byKey.Values.Where(c => c.File.Code == file && c.Distinct is null).OrderBy(c => c.Key, StringComparer.Ordinal)];

    /// <summary>The next larger counts a count of rows is part of.</summary>
    public IEnumerable<Count> Above(Count count)
    {
        var larger = _byKey.Values.Where(c =>
            c.File.Code == count.File.Code && c.Distinct is null && c.Where.IsProperSubsetOf(count.Where)).ToArray();
        return larger.Where(c => !larger.Any(m => c.Where.IsProperSubsetOf(m.Where))).OrderBy(c => c.Key, StringComparer.Ordinal);
    }

    /// <summary>A fact with the counts of rows it needs, declared measures or not.</summary>
    public MeasureFile FileOf(string code) => _files[code];

    /// <summary>Whether a count of rows is a declared measure, so that a rollup may have it.</summary>
    public static bool IsDeclared(Count count) => !count.Measure.StartsWith(Made, StringComparison.Ordinal);

    private const string Made = "rows of ";

    private void Add(MeasureFile file)
    {
        var rows = file.Measures.Where(m => m.Value is { Sum: "1", IsAdditive: true }).GroupBy(m => Name(m.Value))
            .ToDictionary(g => g.Key, g => g.First().Key);
        var made = new Dictionary<string, Measure>(file.Measures);
        foreach (var (code, measure) in file.Measures)
        {
            if (!rows.TryGetValue(Name(measure), out var counter))
            {
                rows[Name(measure)] = counter = $"{Made}{Name(measure)}";
                made[counter] = measure with { Sum = "1", Distinct = null, Stock = null, Average = null };
            }
            var count = new Count(file, counter, _rule.Closed(measure.Where ?? []), null);
            _byKey.TryAdd(count.Key, count);
            if (measure.Distinct is { } distinct) count = count with { Measure = code, Distinct = distinct };
            _of[code] = _byKey.TryGetValue(count.Key, out var known) ? known : _byKey[count.Key] = count;
        }
        _files[file.Code] = file with { Measures = made };
    }

    private string Name(Measure measure) => string.Join('+', _rule.Closed(measure.Where ?? []).Order(StringComparer.Ordinal));
}
