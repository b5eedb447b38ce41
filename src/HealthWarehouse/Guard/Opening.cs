using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Guard;

/// <summary>
/// Identity opened for a while: for one account in one session and role, for one record or all records of one person. <c>BreakGlass</c>: in
/// an emergency, restricted compartments too. Times are UTC (ISO text).
/// </summary>
public sealed record Opening
{
    public const string OfRecord = "record", OfPerson = "person";

    public required string Id { get; init; }
    public required string Account { get; init; }
    public required string Session { get; init; }
    public required string Role { get; init; }
    public required string Kind { get; init; }
    public required string Object { get; init; }

    /// <summary>The record it was asked from, in words without identity.</summary>
    public required string Label { get; init; }

    public required string Purpose { get; init; }
    public string? Reason { get; init; }
    public bool BreakGlass { get; init; }
    public required string OpenedAt { get; init; }
    public required string UntilAt { get; init; }
    public string? ClosedAt { get; init; }
}

/// <summary>What somebody asks to be opened: for which purpose, why, and for the record alone or everything of its person.</summary>
public sealed record OpeningRequest(string Purpose, string? Reason = null, bool WholePerson = false, bool BreakGlass = false);

/// <summary>
/// How a record is seen: with identity or without, through which opening, and by whom (in an emergency every compartment is open to them
/// here).
/// </summary>
public sealed record Sight(Viewer Viewer, string Purpose, Opening? Opening)
{
    public bool Identity => Opening is not null;
}

/// <summary>An opening in an emergency and what the data-protection officer concluded of it.</summary>
public sealed record BreakGlassReview
{
    public const string Justified = "justified", Unjustified = "unjustified";

    public required string Id { get; init; }
    public required string Account { get; init; }
    public required string Role { get; init; }
    public required string Kind { get; init; }
    public required string Object { get; init; }
    public required string Label { get; init; }
    public required string Purpose { get; init; }
    public string? Reason { get; init; }
    public required string OpenedAt { get; init; }
    public required string UntilAt { get; init; }
    public string? ClosedAt { get; init; }
    public required string DueAt { get; init; }
    public string? Verdict { get; init; }
    public string? Note { get; init; }
    public string? ByAccount { get; init; }
    public string? JudgedAt { get; init; }
}

/// <summary>Notices nobody has seen, openings that wait to be judged, and those that have waited too long.</summary>
public sealed record PrivacyCounts
{
    public long Unseen { get; init; }
    public long Waiting { get; init; }
    public long Overdue { get; init; }
}
