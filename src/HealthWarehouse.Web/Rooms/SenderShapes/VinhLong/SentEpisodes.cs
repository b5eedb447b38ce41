using HealthWarehouse.Collect;
using HealthWarehouse.Store;

namespace HealthWarehouse.Web.Rooms.SenderShapes.VinhLong;

/// <summary>What a sender sent of its episodes, loaded or still waiting. Only its own deliveries, and nobody's identity.</summary>
internal sealed class SentEpisodes(Operations operations, Warehouse warehouse, Ledger ledger)
{
    public sealed record Line
    {
        public required string FacilityCode { get; init; }
        public required string EpisodeCode { get; init; }
        public bool Kept { get; init; }
        public required string TrackingId { get; init; }
        public DateTime ReceivedAt { get; init; }
        public long Errors { get; init; }
        public long Warnings { get; init; }
        public bool Cancelled { get; init; }
        public DateTime? ArrivedAt { get; init; }
        public long Total { get; init; }
    }

    public sealed record Waiting
    {
        public long Seq { get; init; }
        public required string Id { get; init; }
        public DateTimeOffset ReceivedAt { get; init; }
        public required string Facility { get; init; }
        public required string Episode { get; init; }
    }

    /// <summary>A message about an episode: kind load, cancel or restore; took = its record was kept, or its action took effect.</summary>
    public sealed record Message
    {
        public long Delivery { get; init; }
        public required string TrackingId { get; init; }
        public DateTime ReceivedAt { get; init; }
        public required string FacilityCode { get; init; }
        public long RecordKey { get; init; }
        public required string Kind { get; init; }
        public bool Took { get; init; }
    }

    public sealed record Fault
    {
        public required string Rule { get; init; }
        public int Severity { get; init; }
        public string? TableName { get; init; }
        public int? RowNo { get; init; }
        public string? Field { get; init; }
        public required string Message { get; init; }
    }

    /// <summary>Waiting episodes of a sender, newest first; of one when it is named.</summary>
    public Task<IReadOnlyList<Waiting>> InQueue(string sender, string? episode, CancellationToken stop) =>
        operations.Query<Waiting>("ask/delivery/episode-waiting", new { sender, episode = episode ?? "" }, stop);

    public Task<IReadOnlyList<Line>> Loaded(string sender, DateTime from, DateTime until, string errors, bool cancelled, string waiting,
        int limit, int skip, CancellationToken stop) =>
        warehouse.Query<Line>("ask/episode/sent", new { sender, since = from, until, errors, cancelled, waiting, limit, skip }, stop);

    public Task<IReadOnlyList<Message>> Messages(string sender, string episode, CancellationToken stop) =>
        warehouse.Query<Message>("ask/episode/requests", new { sender, episode }, stop);

    public Task<IReadOnlyList<Fault>> Faults(Message message, CancellationToken stop) =>
        warehouse.Query<Fault>("ask/episode/findings", new { delivery = message.Delivery, record = message.RecordKey }, stop);

    public Task<IReadOnlyList<DeliveryEvent>> Events(long delivery, CancellationToken stop) => ledger.Events(delivery, stop);

    /// <summary>Whether an episode of a facility was ever taken in, by whatever way, or is about to be.</summary>
    public async Task<bool> Knows(string sender, string facility, string episode, CancellationToken stop) =>
        (await InQueue(sender, episode, stop)).Any(w => w.Facility == facility)
            || (await warehouse.Query<long>("ask/episode/known", new { facility, episode }, stop))[0] > 0;

    public async Task<bool> Applied(long delivery, CancellationToken stop) =>
        await warehouse.Query<bool>("ask/episode/applied", new { delivery }, stop) is [true, ..];
}
