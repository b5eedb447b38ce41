using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Operate.Examples;

/// <summary>
/// Rows of a record by table, each a set of values by element: a clean record with the changes of an example.
/// </summary>
public sealed class ExampleRecord
{
    private readonly Dictionary<string, List<Dictionary<string, string>>> _tables = [];
    private readonly CleanRecords _clean;
    private readonly string _number;

    private ExampleRecord(CleanRecords clean, int number) =>
        (_clean, _number) = (clean, number.ToString("00000", CultureInfo.InvariantCulture));

    public IReadOnlyDictionary<string, List<Dictionary<string, string>>> Tables => _tables;

    /// <summary>A text with {n} filled.</summary>
    public string Numbered(string text) => text.Replace("{n}", _number, StringComparison.Ordinal);

    /// <summary>
    /// The record an example speaks of. <paramref name="number"/> makes its person and episode different from those of other examples.
    /// </summary>
    public static ExampleRecord Of(CleanRecords clean, RecordChange change, int number)
    {
        var record = new ExampleRecord(clean, number);
        record.Begin(change.From ?? clean.Usual);
        record.Change(change);
        return record;
    }

    /// <summary>A clean record as it stands.</summary>
    public static ExampleRecord Of(CleanRecords clean, string name, int number) => Of(clean, new RecordChange(name), number);

    /// <summary>Value of a field of the first row of a table, or null.</summary>
    public string? Value(string table, string element) =>
        _tables.TryGetValue(table, out var rows) && rows.Count > 0 ? rows[0].GetValueOrDefault(element) : null;

    private void Begin(string name)
    {
        var clean = _clean.Records.TryGetValue(name, out var record)
            ? record : throw new DeclarationException("checks/clean.yaml", $"không có hồ sơ '{name}'");
        if (clean.From is { } other) Begin(other);
        Change(clean);
    }

    private void Change(RecordChange change)
    {
        foreach (var place in change.Drop ?? [])
            if (place.Contains('/', StringComparison.Ordinal)) Rows(place, out var at).RemoveAt(at);
            else if (!_tables.Remove(place)) throw Missing(place);
        foreach (var (place, fields) in change.Set ?? new Dictionary<string, IReadOnlyDictionary<string, string?>>())
            Set(Rows(place, out var at)[at], fields);
        foreach (var (table, rows) in change.Add ?? new Dictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string?>>>())
            foreach (var fields in rows) Add(table, _clean.Defaults.GetValueOrDefault(table), fields);
        foreach (var (place, fields) in change.Repeat ?? new Dictionary<string, IReadOnlyDictionary<string, string?>>())
            Add(place.Split('/')[0], Rows(place, out var at)[at]!, fields);
    }

    private void Add(string table, IEnumerable<KeyValuePair<string, string?>>? begin, IReadOnlyDictionary<string, string?> fields)
    {
        if (!_tables.TryGetValue(table, out var rows)) _tables[table] = rows = [];
        var row = new Dictionary<string, string>();
        Set(row, begin ?? []);
        Set(row, fields);
        rows.Add(row);
    }

    private void Set(Dictionary<string, string> row, IEnumerable<KeyValuePair<string, string?>> fields)
    {
        foreach (var (element, value) in fields)
            if (value is null) row.Remove(element);
            else row[element] = Numbered(value);
    }

    private List<Dictionary<string, string>> Rows(string place, out int at)
    {
        var parts = place.Split('/');
        at = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) - 1 : 0;
        return _tables.TryGetValue(parts[0], out var rows) && at < rows.Count ? rows : throw Missing(place);
    }

    private static DeclarationException Missing(string place) => new("checks/clean.yaml", $"hồ sơ mẫu không có '{place}'");
}
