using HealthWarehouse.Collect;
using HealthWarehouse.Store;

namespace HealthWarehouse.Web.Rooms.Sources;

/// <summary>What came by a contract, as far as somebody may see its senders.</summary>
internal sealed record SourceStanding
{
    public required string Contract { get; init; }
    public long Deliveries { get; init; }
    public long Waiting { get; init; }
    public long Unused { get; init; }
    public DateTimeOffset? LastAt { get; init; }
}

internal sealed class SourceBook(Operations operations, Senders senders)
{
    public async Task<IReadOnlyDictionary<string, SourceStanding>> For(Guard.Viewer viewer, CancellationToken stop)
    {
        var seen = await senders.SeenBy(viewer, stop);
        return (await operations.Query<SourceStanding>("ask/delivery/contracts",
            new { senders = seen is null ? "" : $";{string.Join(';', seen)};" }, stop)).ToDictionary(s => s.Contract);
    }
}
