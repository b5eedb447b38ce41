using HealthWarehouse.Concepts;

namespace HealthWarehouse.Analyse;

/// <summary>Where a case counts: at the facility that treated it, or where the person lives.</summary>
public enum Place { Facility, Residence }

/// <summary>
/// On whose boundaries: as they were on the day of the case, the two-tier units since 01/07/2025, or the three-tier ones until 30/06/2025.
/// </summary>
public enum Geography { AsWas, Since2025, Until2025 }

/// <summary>Which cases a figure is about: period, facility or administrative unit, boundaries, and as known when (null = now).</summary>
public sealed record Slice(Period Period, string? Facility = null, string? Unit = null, Place Place = Place.Facility,
    Geography Geography = Geography.AsWas, DateTimeOffset? KnownAt = null);
