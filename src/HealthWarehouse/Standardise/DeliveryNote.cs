using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>A delivery as std keeps it (std.delivery).</summary>
public sealed record DeliveryNote(
    long Delivery, Guid TrackingId, string Sender, string Contract, string ContentHash, DateTime ReceivedAt, string? Facility,
        DateOnly? MadeOn, int? Declared,
    int Records, int Refused, bool Loaded, string Catalogue, bool Complete, DateTime KnownAt, int Rules)
{
    internal void Write(ColumnBatch batch) => batch.Row()
        .Put(Delivery).Put(TrackingId).Put(Sender).Put(Contract).Put(ContentHash).Put(ReceivedAt).Put(Facility).Put(MadeOn).Put(Declared)
        .Put(Records).Put(Refused).Put(Loaded).Put(Catalogue).Put(Complete).Put(KnownAt).Put(Rules);
}
