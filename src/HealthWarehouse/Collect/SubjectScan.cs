using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Collect;

/// <summary>
/// Which subjects a content speaks of, by their codes, read from its bytes before it is loaded; what was read is remembered. Null where
/// that is not known: the content is too large to be looked through while somebody waits.
/// </summary>
internal sealed class SubjectScan(CatalogueFiles catalogue, KeptLayouts layouts)
{
    private const long LargestContent = 8 << 20;
    private const int Remembered = 20_000;

    /// <summary>Elements that together name a subject, in the order of its key, by contract and table.</summary>
    private readonly Dictionary<string, Dictionary<string, byte[][]>> _names = catalogue.Contracts.Values.ToDictionary(c => c.Code, c =>
        c.Tables.Values.ToDictionary(t => t.Code, t => c.Subject.Key.Select(k => t.AllFields.FirstOrDefault(f => f.To == k)?.From)
            .OfType<string>().Select(Encoding.UTF8.GetBytes).ToArray())
            .Where(t => t.Value.Length == c.Subject.Key.Count).ToDictionary(t => t.Key, t => t.Value));
    private readonly ConcurrentDictionary<(string Hash, string? Layout), FrozenSet<string>> _seen = new();

    public IReadOnlySet<string>? Of(string hash, string contract, string? layout, long bytes, Func<Stream> open)
    {
        var key = (hash, layout);
        if (_seen.TryGetValue(key, out var seen)) return seen;
        if (bytes > LargestContent) return null;
        if (_seen.Count >= Remembered) _seen.Clear();
        if (contract == DeliveryAction.Contract) return null;       // of all that its delivery was of
        // a list speaks of those it leaves out as well
        if (catalogue.Contracts.GetValueOrDefault(contract)?.Subject.Ends is Ending.Snapshot) return null;
        using var content = open();
        return _seen[key] = contract == EpisodeAction.Contract ? Action(content)
            : Records(catalogue.ContractOf(contract), layouts.Of(layout), content);
    }

    private static FrozenSet<string> Action(Stream content) => EpisodeAction.Read(content) is { } action ? [action.EpisodeCode] : [];

    /// <summary>A content that breaks is refused as a whole and speaks of nothing.</summary>
    private FrozenSet<string> Records(Contract contract, SheetMapping? mapping, Stream content)
    {
        var names = _names[contract.Code];
        var found = new HashSet<string>();
        var reader = contract.Reader(XmlLimits.Default with { MaxUnpacked = 4 * LargestContent }, mapping);
        foreach (var record in reader.ReadRecords(content))
            foreach (var table in record.Tables)
                foreach (var row in table.Rows.Take(1))
                    if (names.TryGetValue(table.Kind, out var key) && Code(table, row, key) is { } code) found.Add(code);
        return reader.Broken is null ? found.ToFrozenSet() : [];
    }

    /// <summary>The code of a row's subject as the binder makes it of its key; null where a part is missing.</summary>
    private static string? Code(SourceTable table, SourceRow row, byte[][] key)
    {
        var parts = new string[key.Length];
        foreach (var cell in table.Cells(row))
            for (var i = 0; i < key.Length; i++)
                if (table.Name(cell).SequenceEqual(key[i])) parts[i] ??= VietnameseText.Clean(Encoding.UTF8.GetString(table.Value(cell)));
        return Array.Exists(parts, string.IsNullOrEmpty) ? null : string.Join('/', parts);
    }
}
