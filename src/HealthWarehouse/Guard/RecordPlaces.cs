using HealthWarehouse.Store;

namespace HealthWarehouse.Guard;

/// <summary>Where a record stands and whom it is about, as far as a decision on access needs it.</summary>
public sealed record RecordPlace
{
    public long RecordKey { get; init; }
    public long Delivery { get; init; }
    public int Record { get; init; }
    public string? FacilityCode { get; init; }
    public string? EpisodeCode { get; init; }
    public DateOnly? EventOn { get; init; }
    public string? CommuneCode { get; init; }
    public long? PersonKey { get; init; }
    public string? CompartmentList { get; init; }

    /// <summary>Restricted compartments the record is in.</summary>
    public IReadOnlyList<string> Compartments => CompartmentList?.Split(';') ?? [];

    /// <summary>How the record is named to people and in the audit, without identity.</summary>
    public string Label => $"{FacilityCode}/{EpisodeCode}";
}

/// <summary>Finds records by their key, for Guard alone: what is found is not shown.</summary>
public sealed class RecordPlaces(Warehouse warehouse)
{
    public Task<RecordPlace?> Find(long key, CancellationToken stop = default) =>
        warehouse.One<RecordPlace>("ask/record/place", new { key }, stop);
}
