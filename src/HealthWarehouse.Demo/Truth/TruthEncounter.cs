namespace HealthWarehouse.Demo.Truth;

/// <summary>What became of an episode: known, cancelled for good, or never usable as it was sent.</summary>
public enum TruthState { Current, Cancelled, Refused }

/// <summary>An episode as it truly was and as it is known in the end, corrections included.</summary>
public sealed record TruthEncounter
{
    public required string Facility { get; init; }

    /// <summary>MA_LK.</summary>
    public required string Episode { get; init; }

    /// <summary>Number of the made-up person, never in a message.</summary>
    public required long Person { get; init; }
    public required string VisitType { get; init; }
    public required DateTime Arrived { get; init; }
    public required DateTime Discharged { get; init; }
    public required int Sex { get; init; }
    public required int AgeYears { get; init; }
    public required string MainIcd { get; init; }
    public required string Outcome { get; init; }
    public required string DischargeType { get; init; }

    /// <summary>Who sent the patient; null for those who came of themselves.</summary>
    public required string? ReferredFrom { get; init; }
    public required bool Insured { get; init; }
    public required decimal HospitalAmount { get; init; }
    public required decimal InsuredAmount { get; init; }
    public required decimal InsuranceAmount { get; init; }
    public required decimal CopaidAmount { get; init; }
    public required decimal SelfPaidAmount { get; init; }
    public required int DrugLines { get; init; }
    public required int ServiceLines { get; init; }
    public required int Births { get; init; }

    /// <summary>Version of the contract it was first sent in.</summary>
    public required string Version { get; init; }
    public required TruthState State { get; init; }

    /// <summary>A later message replaces the first.</summary>
    public required bool Superseded { get; init; }

    /// <summary>Kind of error still in the message that counts in the end; null when what counts is clean.</summary>
    public string? LastingError { get; init; }

    public bool Died => Outcome is "5" or "8";
}
