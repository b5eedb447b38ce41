using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Analyse;

/// <summary>Names of the places a figure can be about, as of its period.</summary>
public sealed class Geographies(CatalogueFiles catalogue)
{
    /// <summary>The facility or unit of a slice, or the whole province.</summary>
    public string NameOf(Slice slice)
    {
        if (slice.Facility is { } facility) return catalogue.NameOf("facility", facility, slice.Period.End);
        if (slice.Unit is not { } unit) return "Toàn tỉnh";
        var day = slice.Geography switch { Geography.Since2025 =>
            Later(slice.Period.End, Change), Geography.Until2025 => Earlier(slice.Period.End, Change.AddDays(-1)), _ => slice.Period.End };
        foreach (var level in new[] { "commune", "district", "province" })
            if (catalogue.Lists[level].Find(unit, day) is { } entry) return entry.Name;
        return unit;
    }

    /// <summary>Day the two-tier local government began (NQ 202/2025/QH15).</summary>
    public static readonly DateOnly Change = new(2025, 7, 1);

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}
