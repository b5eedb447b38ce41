using HealthWarehouse.Concepts;

namespace HealthWarehouse.Guard.Privacy;

/// <summary>Who said yes: the person, a guardian (of a child under 7, or of an adult who cannot), or child and guardian together.</summary>
public enum ConsentBy { Self, Guardian, ChildAndGuardian }

/// <summary>
/// One record of consent: given or withdrawn, for one activity. It is never changed; the newest that holds on a day decides.
/// </summary>
public sealed record ConsentRecord
{
    public const string Given = "given", Withdrawn = "withdrawn";

    public long Seq { get; init; }
    public required string Id { get; init; }
    public required string Subject { get; init; }
    public required string Activity { get; init; }
    public required string Action { get; init; }

    /// <summary>Version of the notice the person was shown.</summary>
    public required string Notice { get; init; }
    public required string HoldsFrom { get; init; }
    public required string Channel { get; init; }

    /// <summary>Number of the paper that proves it.</summary>
    public required string Document { get; init; }
    public required string Guardian { get; init; }
    public required string At { get; init; }
    public required string Account { get; init; }
    public long Audit { get; init; }

    /// <summary>Whether a person consented on a day, by all its records of one activity.</summary>
    public static bool HoldsOn(IEnumerable<ConsentRecord> records, DateOnly day) =>
        records.Where(r => string.CompareOrdinal(r.HoldsFrom, Moments.Text(day)) <= 0).OrderBy(r => r.HoldsFrom, StringComparer.Ordinal)
            .ThenBy(r => r.Seq).LastOrDefault()?.Action == Given;
}

/// <summary>A consent, or its withdrawal, somebody asks to record.</summary>
public sealed record ConsentAsked(SubjectRef Subject, string Activity, string Channel, string Document, ConsentBy By = ConsentBy.Self,
    DateOnly? From = null);
