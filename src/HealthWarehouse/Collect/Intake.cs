using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Collect;

/// <summary>What a sender hands over, beside the bytes.</summary>
public sealed record Handover(string Sender, string Channel, string Contract = "claims", string? Version = null, string? IdempotencyKey = null, string? FileName = null);

/// <summary>One of many contents handed over together, with the time it came when that is not now.</summary>
public sealed record Incoming(Func<Stream> Open, Handover From, DateTimeOffset? At = null);

/// <summary>The receipt. Given only when the sealed bytes and the ledger row are safe on disk.</summary>
public sealed record Receipt(string TrackingId, ReceiptKind Kind, string State);

/// <summary>Conflict: the key was used before with another content; nothing was taken.</summary>
public enum ReceiptKind { Accepted, Duplicate, Conflict }

/// <summary>The door deliveries come in by, whatever the channel: archive first, then the ledger and the audit, then the receipt.</summary>
public sealed class Intake(Operations operations, ContentArchive archive, DeliveryContents kept, TimeProvider clock, AuditLog? audit = null) : IDisposable
{
    private readonly SemaphoreSlim _arrived = new(0);

    /// <summary>Takes a content in. The same content, or the same key with it, is the delivery it was the first time.</summary>
    public async Task<Receipt> Take(Stream content, Handover from, long maxBytes = long.MaxValue, CancellationToken stop = default)
    {
        var archived = await archive.Put(content, maxBytes, stop);
        var receipt = await operations.Write(change => Enter(change, archived, from, clock.GetUtcNow()), stop);
        if (receipt.Kind is ReceiptKind.Accepted) _arrived.Release();
        else await kept.Drop(archived.Hash, stop);
        await Note(receipt.TrackingId, from, receipt.Kind is ReceiptKind.Conflict ? AuditEntry.Refused : AuditEntry.Done, $"{from.Channel}; {receipt.Kind}", stop);
        return receipt;
    }

    /// <summary>
    /// Takes many contents in, in their order: put away together, entered in one transaction, and only then are there receipts for any of them.
    /// The disk is made sure of together for all, which is many times faster than one after the other.
    /// </summary>
    public async Task<IReadOnlyList<Receipt>> TakeMany(IReadOnlyList<Incoming> contents, long maxBytes = long.MaxValue, CancellationToken stop = default)
    {
        var archived = await archive.PutMany([.. contents.Select(c => c.Open)], maxBytes, stop);
        var receipts = await operations.Write(async change =>
        {
            var entered = new List<Receipt>(contents.Count);
            for (var i = 0; i < contents.Count; i++) entered.Add(await Enter(change, archived[i], contents[i].From, contents[i].At ?? clock.GetUtcNow()));
            return entered;
        }, stop);
        if (receipts.Any(r => r.Kind is ReceiptKind.Accepted)) _arrived.Release();
        for (var i = 0; i < receipts.Count; i++)
            if (receipts[i].Kind is not ReceiptKind.Accepted) await kept.Drop(archived[i].Hash, stop);
        if (receipts.Count > 0) await Note(receipts[0].TrackingId, contents[0].From, AuditEntry.Done, $"{contents[0].From.Channel}; {receipts.Count} lần gửi, đến {receipts[^1].TrackingId}", stop);
        return receipts;
    }

    public void Dispose() => _arrived.Dispose();

    /// <summary>Waits until something was taken in, or the time is over.</summary>
    public Task<bool> Arrival(TimeSpan atMost, CancellationToken stop) => _arrived.WaitAsync(atMost, stop);

    /// <summary>Something else waits to be loaded: a replay was asked for.</summary>
    public void Nudge() => _arrived.Release();

    /// <summary>In the name of whoever is signed in, else of the sender.</summary>
    private Task Note(string id, Handover from, string result, string detail, CancellationToken stop) =>
        audit?.Write(new(AuditOrigin.Current?.Account() ?? from.Sender, "deliver", "delivery", id, Detail: $"{from.Sender}; {detail}", Result: result), stop) ?? Task.CompletedTask;

    private static async Task<Receipt> Enter(OperationsChange change, Archived archived, Handover from, DateTimeOffset at)
    {
        var key = from.IdempotencyKey;
        if (await change.One<Same>("ask/delivery/same", new { from.Sender, from.Contract, hash = archived.Hash, key }) is { } same)
        {
            if (same.ContentHash != archived.Hash) return new(same.Id, ReceiptKind.Conflict, same.State);
            await change.Execute("ask/delivery/event", new { id = same.Id, at, type = "Duplicate", message = $"Gửi lại qua {from.Channel}" });
            return new(same.Id, ReceiptKind.Duplicate, same.State);
        }
        var id = Guid.CreateVersion7(at).ToString();
        await change.Execute("ask/delivery/add", new { id, from.Sender, from.Channel, from.Contract, from.Version, key, hash = archived.Hash, bytes = archived.Length, from.FileName, at });
        await change.Execute("ask/delivery/event", new { id, at, type = "Received", message = from.FileName });
        return new(id, ReceiptKind.Accepted, DeliveryState.Queued);
    }

    private sealed record Same
    {
        public required string Id { get; init; }
        public required string ContentHash { get; init; }
        public required string State { get; init; }
    }
}
