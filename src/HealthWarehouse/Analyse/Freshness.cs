namespace HealthWarehouse.Analyse;

/// <summary>
/// When the last delivery behind the figures came in, how many facilities have sent for the period, and how many of the province's are open
/// in it.
/// </summary>
public sealed record Freshness
{
    public DateTimeOffset? LastReceived { get; init; }
    public long Facilities { get; init; }
    public long OpenFacilities { get; init; }
    public long? Episodes { get; init; }
}

/// <summary>A facility open in a period and what it sent: episodes known, and when its last delivery came in.</summary>
public sealed record Sending
{
    public required string FacilityCode { get; init; }
    public string? Kind { get; init; }
    public long? Episodes { get; init; }
    public DateOnly? LastDischarge { get; init; }
}
