namespace HealthWarehouse.Analyse;

/// <summary>
/// When the last delivery behind the figures came in, and of the facilities open in the period, slice and scope how many there are and how
/// many of these have sent for it.
/// </summary>
public sealed record Freshness
{
    public DateTimeOffset? LastReceived { get; init; }
    public long Facilities { get; init; }
    public long OpenFacilities { get; init; }
    public long? Episodes { get; init; }

    /// <summary>Whether anything was ever told for the slice: else its figures are not nought but unknown.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public bool IsTold { get; init; } = true;

    /// <summary>The last day figures of a slice can tell of: that of the last delivery, or the one it is asked as known on.</summary>
    internal DateOnly? KnownTo(Slice slice) => LastReceived is not { } last ? null
        : DateOnly.FromDateTime((slice.KnownAt < last ? slice.KnownAt.Value : last).UtcDateTime.AddHours(7));
}

/// <summary>
/// A facility open in a period and what it sent: episodes known, when its last delivery came in, and by when it should send again.
/// </summary>
public sealed record Sending
{
    public required string FacilityCode { get; init; }
    public string? Kind { get; init; }
    public long? Episodes { get; init; }
    public DateOnly? LastDischarge { get; init; }
    public DateTimeOffset? LastReceived { get; init; }

    /// <summary>Null where nothing ever came in.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>How many days a facility is late on a day, 0 is not; null for one that has never sent: it is not connected yet.</summary>
    public int? DaysLate(DateOnly today) => DueOn is { } due ? Math.Max(0, today.DayNumber - due.DayNumber) : null;

    public bool IsLate(DateOnly today) => DaysLate(today) > 0;
}
