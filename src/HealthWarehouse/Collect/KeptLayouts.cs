using System.Collections.Concurrent;
using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Sheets;
using HealthWarehouse.Store;

namespace HealthWarehouse.Collect;

/// <summary>How a sender said a layout of a contract's tables is read; it never changes, for deliveries name it.</summary>
public sealed record Layout
{
    public required string Id { get; init; }
    public required string Sender { get; init; }
    public required string Contract { get; init; }
    public required string Digest { get; init; }

    /// <summary>Words of the columns in their order, and the mapping, as JSON.</summary>
    public required string Headings { get; init; }
    public required string Mapping { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public required string MadeBy { get; init; }

    public IReadOnlyList<string> Words => JsonSerializer.Deserialize<string[]>(Headings)!;

    public SheetMapping Said => JsonSerializer.Deserialize<SheetMapping>(Mapping, Declaration.Strict)!;
}

/// <summary>
/// What senders said of their layouts, kept a sender, contract and layout: the same layout again is read the same way without a word.
/// Deliveries are read by the one they were taken with, for good.
/// </summary>
public sealed class KeptLayouts(Operations operations, CatalogueFiles catalogue, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, SheetMapping> _known = [];

    /// <summary>Reads all there are; another process may make more.</summary>
    internal async Task Start(CancellationToken stop)
    {
        foreach (var layout in await operations.Query<Layout>("ask/layout/all", null, stop)) _known[layout.Id] = layout.Said;
    }

    /// <summary>Makes sure that the layouts of some deliveries are known here.</summary>
    public async Task Ready(IEnumerable<string?> ids, CancellationToken stop = default)
    {
        foreach (var id in ids.OfType<string>().Where(i => !_known.ContainsKey(i)).Distinct().ToArray())
            if (await operations.One<Layout>("ask/layout/one", new { id }, stop) is { } layout) _known[id] = layout.Said;
    }

    /// <summary>How a delivery's columns are to be read; null: by their words.</summary>
    public SheetMapping? Of(string? id) => id is null ? null : _known.TryGetValue(id, out var mapping) ? mapping
        : throw new InvalidOperationException($"Không có cách ghép cột {id} mà một lần gửi mang theo.");

    /// <summary>The layout a sender used for these headings; null when it said nothing of them.</summary>
    public Task<Layout?> Find(string sender, string contract, string digest, CancellationToken stop = default) =>
        operations.One<Layout>("ask/layout/newest", new { sender, contract, digest }, stop);

    /// <summary>The layout a sender last used for a contract, whatever its headings.</summary>
    public Task<Layout?> Last(string sender, string contract, CancellationToken stop = default) => Find(sender, contract, "", stop);

    /// <summary>Keeps what a sender says of a layout; what was said before word by word stays the same one.</summary>
    public async Task<string> Keep(string sender, string contract, LayoutMatch match, SheetMapping mapping, string by,
        CancellationToken stop = default)
    {
        var said = JsonSerializer.Serialize(mapping, Declaration.Strict);
        if (await Find(sender, contract, match.Digest, stop) is { } known && known.Mapping == said) return known.Id;
        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        await operations.Write(change => change.Execute("ask/layout/add", new
        {
            id, sender, contract, match.Digest, headings = JsonSerializer.Serialize(match.Columns.Select(c => c.Words)), mapping = said,
            at = clock.GetUtcNow(), by,
        }), stop);
        _known[id] = mapping;
        return id;
    }

    /// <summary>
    /// The layout of a content that was handed over without a word about its columns: what its sender said of the same headings before;
    /// null where nothing was said, or the content is no table, which loading tells.
    /// </summary>
    internal async Task<string?> Recognise(Handover from, Func<Stream> open, CancellationToken stop)
    {
        if (!catalogue.Contracts.TryGetValue(from.Contract, out var contract) || contract.Format is not ContractFormat.Sheet) return null;
        if (await Last(from.Sender, from.Contract, stop) is null) return null;
        try
        {
            using var content = open();
            if (await Find(from.Sender, from.Contract, LayoutMatch.Of(contract, content).Digest, stop) is not { } layout) return null;
            await Ready([layout.Id], stop);
            return layout.Id;
        }
        catch (SheetException)
        {
            return null;
        }
    }
}
