namespace HealthWarehouse.Guard;

/// <summary>Who asks: an account, its role, and the facilities it may see (null = the whole province).</summary>
public sealed record Viewer(string Account, string Name, Role Role, IReadOnlyList<string>? Facilities = null, string? Source = null)
{
    /// <summary>The house itself, at the command line.</summary>
    public static readonly Viewer House = new("khoyte", "Dòng lệnh", Role.Administrator);

    public bool Sees(string? facility) => Facilities is null || (facility is not null && Facilities.Contains(facility));

    /// <summary>Whether the role may read person-level data at all.</summary>
    public bool MayReadRecords => Role is Role.Specialist or Role.Leader or Role.FacilityStaff or Role.Steward or Role.Administrator;
}

public enum Role { FacilityStaff, Specialist, Leader, Steward, Administrator }
