using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Guard.Accounts;

/// <summary>
/// A right of an account: a role for facilities with all below them, for residents of some units, up to a class of data, between two days
/// (TCVN 14423:2026, A2). Lists are joined by ';'; null = no limit. A grant is ended, never changed or removed.
/// </summary>
public sealed record Grant
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required string Role { get; init; }
    public string? Facilities { get; init; }
    public string? Units { get; init; }
    public required string Data { get; init; }
    public string? Compartments { get; init; }

    /// <summary>Fields of work it is bound to (access.yaml); null = all.</summary>
    public string? Fields { get; init; }
    public required string ValidFrom { get; init; }
    public string? ValidTo { get; init; }
    public required string GrantedBy { get; init; }
    public required string GrantedAt { get; init; }
    public required string Reason { get; init; }

    /// <summary>Who approved what one person alone may not give; null where that was not needed.</summary>
    public string? ApprovedBy { get; init; }

    public DataClass Class => Enum.Parse<DataClass>(Data);

    /// <summary>Opens records with identity of everybody, wherever they live or were treated.</summary>
    public bool IsWholeProvince => Class is DataClass.Identified && Facilities is null && Units is null;

    public bool HoldsOn(DateOnly day)
    {
        var text = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return string.CompareOrdinal(ValidFrom, text) <= 0 && (ValidTo is null || string.CompareOrdinal(text, ValidTo) <= 0);
    }

    internal static IReadOnlyList<string>? Items(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>A grant somebody asks for.</summary>
public sealed record GrantRequest(string Account, string Role, string Reason, string? Facilities = null, string? Units = null,
    DataClass? Data = null, string? Compartments = null, DateOnly? From = null, DateOnly? To = null, string? Fields = null);
