namespace HealthWarehouse.Demo.Land;

/// <summary>Steps of care a patient goes through.</summary>
internal enum Tier { Station, Clinic, District, Province }

/// <summary>A facility as it is in one span of time.</summary>
internal sealed record FacilitySpan(Span Span, string Name, string Commune, string? Class);

/// <summary>A department of a hospital and its beds.</summary>
internal sealed record Department(string Code, string Name, int Beds, int Planned, Span Span);

/// <summary>A place that treats people, made of its rows in facilities.csv and departments.csv.</summary>
internal sealed class Facility
{
    public required string Code { get; init; }
    public required string Kind { get; init; }
    public required Tier Tier { get; init; }
    public required string? Parent { get; init; }
    public required bool Private { get; init; }
    public required int Beds { get; init; }

    /// <summary>Old district it stands in.</summary>
    public required string Area { get; init; }
    public required IReadOnlyList<FacilitySpan> Spans { get; init; }
    public required IReadOnlyList<Department> Departments { get; init; }

    /// <summary>The one field a specialised clinic, a midwife's house or a traditional healer works in; null for all others.</summary>
    public string? Speciality { get; init; }

    public bool IsHospital => Tier is Tier.District or Tier.Province;

    public FacilitySpan? On(DateOnly day)
    {
        foreach (var span in Spans) if (span.Span.Holds(day)) return span;
        return null;
    }

    public Department? Department(string code, DateOnly day)
    {
        foreach (var department in Departments) if (department.Code == code && department.Span.Holds(day)) return department;
        return null;
    }

    public override string ToString() => Code;
}
