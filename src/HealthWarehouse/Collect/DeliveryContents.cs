using System.Collections.Concurrent;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Collect;

/// <summary>
/// What of a delivery is in the archive: what was received, or, since records of shredded persons were taken out of it, what is left.
/// Everybody who opens a delivery does it here.
/// </summary>
public sealed class DeliveryContents(ContentArchive archive, Operations operations, KeptLayouts layouts)
{
    private readonly ConcurrentDictionary<long, RedactedDelivery> _redacted = [];

    /// <summary>Reads which deliveries were redacted, and follows every change from then on.</summary>
    public async Task Start(CancellationToken stop = default)
    {
        await layouts.Start(stop);
        foreach (var redacted in await operations.Query<RedactedDelivery>("ask/shredding/redactions", null, stop))
            _redacted[redacted.Delivery] = redacted;
    }

    /// <summary>The reader of a delivery: by its contract, and as its sender said its columns are to be read.</summary>
    public DeliveryReader Reader(Contract contract, Delivery delivery, XmlLimits? limits = null) =>
        contract.Reader(limits, layouts.Of(delivery.Layout));

    /// <summary>Makes sure that deliveries can be read here, whoever took them in.</summary>
    public Task Ready(IEnumerable<Delivery> deliveries, CancellationToken stop = default) =>
        layouts.Ready(deliveries.Select(d => d.Layout), stop);

    /// <summary>Whether the archive is there at all: a disk that is not mounted is no delivery's fault.</summary>
    public bool IsThere => archive.IsThere;

    public Stream Open(Delivery delivery) => archive.Open(HashOf(delivery.Seq, delivery.ContentHash));

    /// <summary>Where the content of a delivery stands now.</summary>
    public string HashOf(long delivery, string received) =>
        _redacted.TryGetValue(delivery, out var redacted) ? redacted.StoredHash : received;

    public RedactedDelivery? Redacted(long delivery) => _redacted.GetValueOrDefault(delivery);

    /// <summary>What the records that were taken out left behind; null for nearly all deliveries.</summary>
    public Stream? Residue(long delivery) => Redacted(delivery) is { } redacted ? archive.Open(redacted.ResidueHash) : null;

    public void Note(RedactedDelivery redacted) => _redacted[redacted.Delivery] = redacted;
}

/// <summary>A delivery some records were taken out of.</summary>
public sealed record RedactedDelivery
{
    public long Delivery { get; init; }
    public required string StoredHash { get; init; }
    public required string ResidueHash { get; init; }
    public required string Shredding { get; init; }
}
