using System.Text.Json;
using HealthWarehouse.Store;

namespace HealthWarehouse.Collect;

/// <summary>The delivery ledger: the one account of what was received and what became of it.</summary>
public sealed class Ledger(Operations operations, TimeProvider clock)
{
    public Task<Delivery?> Find(string id, CancellationToken stop = default) =>
        operations.One<Delivery>("ask/delivery/one", new { id }, stop);

    public Task<Delivery?> Find(long seq, CancellationToken stop = default) =>
        operations.One<Delivery>("ask/delivery/by-seq", new { seq }, stop);

    /// <summary>Deliveries by tracking id, as many as there are of them.</summary>
    public async Task<IReadOnlyDictionary<string, Delivery>> Many(IEnumerable<string> ids, CancellationToken stop = default) =>
        (await operations.Query<Delivery>("ask/delivery/many", new { ids = JsonSerializer.Serialize(ids) }, stop)).ToDictionary(d => d.Id);

    public Task<IReadOnlyList<Delivery>> Waiting(int limit, CancellationToken stop = default) =>
        operations.Query<Delivery>("ask/delivery/waiting", new { limit }, stop);

    public Task<IReadOnlyList<Delivery>> All(CancellationToken stop = default) =>
        operations.Query<Delivery>("ask/delivery/all", null, stop);

    /// <summary>A page of the ledger, newest first, before a number; of some senders only when they are named.</summary>
    public Task<IReadOnlyList<Delivery>> Page(long? before, int limit, string? sender = null, string? state = null, string? verdict = null,
        IReadOnlyCollection<string>? senders = null, CancellationToken stop = default) =>
        operations.Query<Delivery>("ask/delivery/page",
            new { before = before ?? long.MaxValue, limit, sender = sender ?? "", state = state ?? "", verdict = verdict ?? "",
            senders = Among(senders) }, stop);

    public Task<IReadOnlyList<DeliveryEvent>> Events(long seq, CancellationToken stop = default) =>
        operations.Query<DeliveryEvent>("ask/delivery/events", new { seq }, stop);

    public async Task<IReadOnlyDictionary<string,
        long>> Counts(IReadOnlyCollection<string>? senders = null, CancellationToken stop = default) =>
        (await operations.Query<StateCount>("ask/delivery/counts", new { senders = Among(senders) }, stop))
            .ToDictionary(c => c.State, c => c.Deliveries);

    private static string Among(IReadOnlyCollection<string>? senders) => senders is null ? "" : $";{string.Join(';', senders)};";

    /// <summary>Notes how loading ended.</summary>
    public Task Done(Outcome outcome, CancellationToken stop = default) => Done([outcome], stop);

    public Task Done(IReadOnlyCollection<Outcome> outcomes, CancellationToken stop = default) =>
        operations.Write(async change =>
        {
            var at = EntryDesk.Text(Now());
            await change.Execute("ask/delivery/done",
                new { rows = JsonSerializer.Serialize(outcomes.Select(o =>
                new { o.Seq, o.State, o.Verdict, o.Records, o.Refused, o.Errors, o.Warnings, o.Problem, at }), EntryDesk.Json) });
            var verdicts = outcomes.Where(o => o.Verdict is not null)
                .Select(o => new { TrackingId = o.Id, at, Type = o.Verdict!, Message = (string?)null });
            var ends = outcomes.Select(o => new { TrackingId = o.Id, at, Type = o.State, Message = o.Problem });
            await change.Execute("ask/delivery/episode-clear");
            return await change.Execute("ask/delivery/add-events",
                new { rows = JsonSerializer.Serialize(verdicts.Concat(ends), EntryDesk.Json) });
        }, stop);

    /// <summary>Puts a delivery back to be standardised again, under today's declarations.</summary>
    public Task Replay(Delivery delivery, string why, CancellationToken stop = default) =>
        operations.Write(async change =>
        {
            await change.Execute("ask/delivery/requeue", new { delivery.Seq });
            await change.Execute("ask/delivery/event", new { delivery.Id, at = Now(), type = "Replay", message = why });
            return true;
        }, stop);

    /// <summary>Notes what was decided about a delivery, among what happened to it.</summary>
    public Task Note(Delivery delivery, string type, string message, CancellationToken stop = default) =>
        operations.Write(change => change.Execute("ask/delivery/event", new { delivery.Id, at = Now(), type, message }), stop);

    /// <summary>Notes deliveries that were standardised again all together: a replay of each, with how it ended.</summary>
    public async Task Replayed(IReadOnlyCollection<Outcome> outcomes, string why, CancellationToken stop = default)
    {
        if (outcomes.Count == 0) return;
        await operations.Write(async change =>
        {
            foreach (var outcome in outcomes)
                await change.Execute("ask/delivery/event", new { outcome.Id, at = Now(), type = "Replay", message = why });
            return true;
        }, stop);
        await Done(outcomes, stop);
    }

    /// <summary>Lets deliveries that were set aside be tried again; gives how many.</summary>
    public async Task<int> Retry(string? id = null, CancellationToken stop = default)
    {
        var aside = (await operations.Query<Delivery>("ask/delivery/set-aside", new { id = id ?? "" }, stop)).ToArray();
        foreach (var delivery in aside) await Replay(delivery, "Thử nạp lại", stop);
        return aside.Length;
    }

    /// <summary>How many deliveries were loaded once and are missing from the warehouse until they are loaded again.</summary>
    public async Task<long> Left(CancellationToken stop = default) => await operations.One<long>("ask/operate/left", null, stop);

    internal DateTimeOffset Now() => clock.GetUtcNow();

    private sealed record StateCount
    {
        public required string State { get; init; }
        public long Deliveries { get; init; }
    }
}

/// <summary>How loading a delivery ended.</summary>
public sealed record Outcome(long Seq, string Id, string State, string? Verdict, int Records, int Refused, int Errors, int Warnings,
    string? Problem);
