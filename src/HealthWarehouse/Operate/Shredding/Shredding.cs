namespace HealthWarehouse.Operate.Shredding;

/// <summary>A request to make one person unreadable for good, and how far it has come. The person is only ever named by key.</summary>
public sealed record Shredding
{
    public const string Asked = "asked", Refused = "refused", Approved = "approved", Planned = "planned", Redacted = "redacted", Unlinked = "unlinked", Destroyed = "destroyed", Done = "done";

    public required string Id { get; init; }
    public long RecordKey { get; init; }
    public long PersonKey { get; init; }
    public required string Tombstone { get; init; }
    public required string Reason { get; init; }
    public required string State { get; init; }
    public required string AskedBy { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? Decision { get; init; }
    public long? Records { get; init; }
    public long? Pieces { get; init; }
    public long? Tokens { get; init; }
    public long? Files { get; init; }
    public long? Keys { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    public bool IsRunning => State is Approved or Planned or Redacted or Unlinked or Destroyed;
}

/// <summary>A legal hold: of a person, or of a facility and a period. Until its day, or until it is lifted, nobody it covers is shredded.</summary>
public sealed record LegalHold
{
    public required string Id { get; init; }
    public long? PersonKey { get; init; }

    /// <summary>The record it was laid by: whose it is today is held.</summary>
    public long? RecordKey { get; init; }

    public string? FacilityCode { get; init; }
    public string? FromOn { get; init; }
    public string? ToOn { get; init; }
    public required string Reason { get; init; }
    public required string Act { get; init; }
    public string? UntilOn { get; init; }
    public required string ByAccount { get; init; }
    public DateTimeOffset At { get; init; }
    public string? LiftedBy { get; init; }
    public DateTimeOffset? LiftedAt { get; init; }
    public string? LiftedWhy { get; init; }

    public bool HoldsOn(DateOnly day) => LiftedAt is null && (UntilOn is null || day <= Day(UntilOn));

    /// <summary>Whether it covers whatever happened at a facility on a day.</summary>
    public bool Covers(string facility, DateOnly day) => FacilityCode == facility && (FromOn is null || day >= Day(FromOn)) && (ToOn is null || day <= Day(ToOn));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
