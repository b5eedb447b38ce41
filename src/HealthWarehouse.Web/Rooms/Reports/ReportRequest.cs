using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>
/// What is asked of a report, as it stands in an address or on the command line; <c>org</c> is a facility or an administrative unit.
/// </summary>
public sealed record ReportRequest
{
    [FromQuery(Name = "period")] public string? Period { get; init; }
    [FromQuery(Name = "org")] public string? Org { get; init; }
    [FromQuery(Name = "place")] public string? Place { get; init; }
    [FromQuery(Name = "geography")] public string? Geography { get; init; }
    [FromQuery(Name = "known")] public string? Known { get; init; }
    [FromQuery(Name = "format")] public string? Format { get; init; }

    /// <summary>Throws RefusedException with words for the asker when a part means nothing.</summary>
    public Slice ToSlice(CatalogueFiles catalogue)
    {
        var period = Concepts.Period.Parse(Period ?? "");
        if (string.IsNullOrEmpty(Org)) return new(period, null, null, PlaceOf(Place), GeographyOf(Geography), KnownAt(Known));
        var code = Org.StartsWith(UnitPrefix, StringComparison.Ordinal) ? Org[UnitPrefix.Length..] : Org;
        var isFacility = code == Org && IsKnown(catalogue, code, "facility")
            && !(PlaceOf(Place) is Analyse.Place.Residence && IsUnit(catalogue, code));
        if (!isFacility && !IsUnit(catalogue, code)) throw new RefusedException($"'{Org}' không phải mã cơ sở, mã xã, huyện hay tỉnh.");
        return new(period, isFacility ? code : null, isFacility ? null : code, PlaceOf(Place), GeographyOf(Geography), KnownAt(Known));
    }

    /// <summary>
    /// Tells that a code is that of an administrative unit where a facility has the same; cases by residence mean the unit anyway.
    /// </summary>
    public const string UnitPrefix = "dv:";

    /// <summary>The same request as an address; parts left at their usual value are left out.</summary>
    public string Query(string? format = null)
    {
        var parts = new (string Name, string? Value)[] { ("period", Period), ("org", Org), ("place", Place == "facility" ? null : Place),
            ("geography", Geography == "as-was" ? null : Geography), ("known", Known), ("format", format ?? Format) };
        return string.Join('&', parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
    }

    private static bool IsUnit(CatalogueFiles catalogue, string code) => IsKnown(catalogue, code, "commune", "district", "province");

    private static bool IsKnown(CatalogueFiles catalogue, string code, params string[] lists) =>
        lists.Any(l => { catalogue.Lists[l].Find(code, DateOnly.MaxValue, out var known); return known; });

    private static Place PlaceOf(string? text) => text switch
    {
        null or "" or "facility" => Analyse.Place.Facility,
        "residence" => Analyse.Place.Residence,
        _ => throw new RefusedException("Tính theo: chọn nơi khám, điều trị (place=facility) hoặc nơi ở của người bệnh (place=residence)."),
    };

    private static Geography GeographyOf(string? text) => text switch
    {
        null or "" or "as-was" => Analyse.Geography.AsWas,
        "since-2025" => Analyse.Geography.Since2025,
        "until-2025" => Analyse.Geography.Until2025,
        _ => throw new RefusedException("geography phải là as-was, since-2025 hoặc until-2025."),
    };

    private static DateTimeOffset? KnownAt(string? text) => string.IsNullOrEmpty(text) ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && TypedDay.IsCounted(DateOnly.FromDateTime(at.UtcDateTime)) ? at
        : throw new RefusedException("known phải là ngày giờ ISO, ví dụ 2026-11-01.");
}
