namespace HealthWarehouse.Operate.Shredding;

/// <summary>
/// A request to make one person unreadable for good, and how far it has come. The person is named by the pseudonym of a record, which opens
/// as long as the record's secret is there; once it is done nothing here leads to the person any more.
/// </summary>
public sealed record Shredding
{
    public const string Asked = "asked", Refused = "refused", Halted = "halted", Approved = "approved", Planned = "planned",
        Redacted = "redacted", Unlinked = "unlinked", Destroyed = "destroyed", Done = "done";

    public required string Id { get; init; }

    /// <summary>Pseudonym of the record; null in requests of before, and once it is done.</summary>
    public string? Subject { get; init; }

    /// <summary>The record; 0 when nothing tells any more.</summary>
    public long RecordKey { get; init; }

    /// <summary>The person, in requests of before.</summary>
    public long PersonKey { get; init; }

    /// <summary>What stands for the person afterwards; empty when nothing tells any more.</summary>
    public required string Tombstone { get; init; }

    /// <summary>Number of the decided request it carries out; null in those of before.</summary>
    public string? Request { get; init; }

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

    /// <summary>The person was shredded on another request meanwhile.</summary>
    public bool IsGone => RecordKey == 0;

    public bool IsRunning => State is Approved or Planned or Redacted or Unlinked or Destroyed;
}

/// <summary>
/// A legal hold: of a person, or of a facility and a period. Until its day, or until it is lifted, nobody it covers is shredded.
/// </summary>
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
    public bool Covers(string facility, DateOnly day) =>
        FacilityCode == facility && (FromOn is null || day >= Day(FromOn)) && (ToOn is null || day <= Day(ToOn));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
