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

    /// <summary>Elements that name subjects, by contract.</summary>
    private readonly Dictionary<string, byte[][]> _names = catalogue.Contracts.Values.ToDictionary(c => c.Code, c =>
        c.Tables.Values.SelectMany(t => t.AllFields).Where(f => c.Subject.Key.Contains(f.To)).Select(f => f.From).Distinct()
            .Select(Encoding.UTF8.GetBytes).ToArray());
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
                    foreach (var cell in table.Cells(row))
                        if (Array.Exists(names, n => table.Name(cell).SequenceEqual(n)))
                            found.Add(VietnameseText.Clean(Encoding.UTF8.GetString(table.Value(cell))));
        return reader.Broken is null ? found.ToFrozenSet() : [];
    }
}
