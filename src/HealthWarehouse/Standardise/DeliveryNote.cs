using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>A delivery as std keeps it (std.delivery).</summary>
public sealed record DeliveryNote(
    long Delivery, Guid TrackingId, string Sender, string Contract, string ContentHash, DateTime ReceivedAt, string? Facility,
        DateOnly? MadeOn, int? Declared,
    int Records, int Refused, bool Loaded, string Catalogue, bool Complete, DateTime KnownAt, int Rules)
{
    internal void Write(ColumnBatch batch)
    {
        var row = batch.Add();
        batch.Columns[0].Set(row, Delivery);
        batch.Columns[1].Set(row, TrackingId);
        batch.Set(2, row, Sender);
        batch.Set(3, row, Contract);
        batch.Set(4, row, ContentHash);
        batch.Columns[5].Set(row, ReceivedAt);
        batch.Set(6, row, Facility);
        if (MadeOn is { } made) batch.Columns[7].Set(row, made);
        if (Declared is { } declared) batch.Columns[8].Set(row, declared);
        batch.Columns[9].Set(row, Records);
        batch.Columns[10].Set(row, Refused);
        batch.Columns[11].Set(row, Loaded);
        batch.Set(12, row, Catalogue);
        batch.Columns[13].Set(row, Complete);
        batch.Columns[14].Set(row, KnownAt);
        batch.Columns[15].Set(row, Rules);
    }
}
