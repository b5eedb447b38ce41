using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;

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

    /// <summary>
    /// The cases a figure is about in words, as its asker gets them: what was asked for, within what the asker may see. "Toàn tỉnh" only
    /// where nobody is left out.
    /// </summary>
    public string ScopeOf(Slice slice, Viewer viewer)
    {
        if (slice.Facility is null && slice.Unit is null && viewer.SeesAll) return NameOf(slice);
        var asked = slice.Facility is null && slice.Unit is null ? null : NameOf(slice);
        var own = slice.Facility is null && viewer.Facilities is { } facilities ? Listed(facilities, "facility", "cơ sở") : null;
        var homes = viewer.Communes is { } communes ? $"người cư trú tại {Listed(communes, "commune", "xã")}" : null;
        return string.Join(" · ", new[] { asked, own, homes }.OfType<string>());

        string Listed(IReadOnlyList<string> codes, string list, string kind)
        {
            if (codes.Count == 0) return $"không {kind} nào";
            var names = codes.Take(Named).Select(c => catalogue.NameOf(list, c, slice.Period.End));
            return $"{string.Join(", ", names)}{(codes.Count > Named ? $" và {codes.Count - Named} {kind} khác" : "")}";
        }
    }

    /// <summary>So many places are named, the others counted.</summary>
    private const int Named = 3;

    /// <summary>Day the two-tier local government began (NQ 202/2025/QH15).</summary>
    public static readonly DateOnly Change = new(2025, 7, 1);

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}
