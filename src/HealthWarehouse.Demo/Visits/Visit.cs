using HealthWarehouse.Demo.Illness;
using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Population;

namespace HealthWarehouse.Demo.Visits;

/// <summary>Why a person goes: of themselves, sent, called back, because a life begins or ends, or since a place is near.</summary>
internal enum VisitKind
{
    Acute, Chronic, Referred, Return, Readmitted, Antenatal, Trouble, Birth, Newborn, Tuberculosis, Hiv, Terminal, Nearby,
}

/// <summary>A visit that is to come: who, when, what for. Small, since a month of them is kept.</summary>
internal sealed record VisitPlan(DateOnly Day, long Person, Ailment Ailment, VisitKind Kind, ulong Key)
{
    /// <summary>Facility that sends or calls, with the number of its paper.</summary>
    public string? From { get; init; }
    public string? Paper { get; init; }

    /// <summary>Step of care it must be at; null = as the disease has it.</summary>
    public Tier? Tier { get; init; }

    /// <summary>Facility it must be at.</summary>
    public string? Facility { get; init; }

    /// <summary>Where a course of treatment stands: months since it began.</summary>
    public int Stage { get; init; }

    /// <summary>Main diagnosis carried along a chain.</summary>
    public string? Icd { get; init; }
}

/// <summary>A visit as it happened, before anything is written down about it: all that later visits and the ledger of truth need.</summary>
internal sealed class Visit
{
    public required Person Person { get; init; }
    public required Ailment Ailment { get; init; }
    public required VisitKind Kind { get; init; }
    public required ulong Key { get; init; }
    public required Facility Facility { get; init; }

    /// <summary>MA_LK.</summary>
    public required string Episode { get; init; }

    /// <summary>MA_LOAI_KCB.</summary>
    public required string Type { get; init; }
    public required string Department { get; init; }
    public required DateTime Arrived { get; init; }
    public DateTime? Admitted { get; init; }
    public required DateTime Left { get; init; }

    /// <summary>Days the medicine is for (types 05 and 07).</summary>
    public int MedicineDays { get; init; }
    public required string MainIcd { get; init; }
    public required IReadOnlyList<string> OtherIcds { get; init; }

    /// <summary>MA_TAI_NAN, null when it is no injury.</summary>
    public string? Injury { get; init; }
    public required string Outcome { get; init; }
    public required string Discharge { get; init; }

    /// <summary>MA_DOITUONG_KCB.</summary>
    public required string Arrival { get; init; }
    public Card? Card { get; init; }
    public string? From { get; init; }
    public string? Paper { get; init; }
    public Facility? To { get; init; }
    public DateOnly? Appointment { get; init; }
    public int LeaveDays { get; init; }
    public int RestDays { get; init; }
    public int Stage { get; init; }
    public IReadOnlyList<Person> Children { get; init; } = [];
    public bool Caesarean { get; init; }

    /// <summary>The day the episode ended; codes and prices are those of this day.</summary>
    public DateOnly Day => DateOnly.FromDateTime(Left);

    public DateOnly ArrivedOn => DateOnly.FromDateTime(Arrived);

    public bool Inpatient => Type is "03" or "04" or "09";

    /// <summary>In a bed, over night or for hours.</summary>
    public bool Lying => Type is "03" or "06" or "09";

    /// <summary>Number of the papers this visit issues, unique in its facility.</summary>
    public string PaperNo =>
        string.Create(CultureInfo.InvariantCulture, $"{Episode[(Episode.IndexOf('.', StringComparison.Ordinal) + 1)..]}/{Left.Year}");
}
