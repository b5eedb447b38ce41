using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Analyse;

/// <summary>Communes nobody has sent for: where they have no figure it is not zero, nobody knows it yet.</summary>
public static class SilentCommunes
{
    /// <summary>
    /// Communes on the boundaries of a slice with facilities of their own, none of which has sent anything for its period; of the slice of
    /// one facility all communes, where that one is silent. None of a period that has not come: nobody owes for it.
    /// </summary>
    public static async Task<IReadOnlySet<string>> Silent(this Figures figures, CatalogueFiles catalogue, Slice slice, Viewer viewer,
        CancellationToken stop = default)
    {
        if (Standing.Of(slice.Period, await figures.KnownTo(slice, viewer, stop)).State is PeriodState.NotCome)
            return new HashSet<string>();
        var open = (await figures.Sendings(slice.Period, viewer, stop)).ToLookup(IsSilent, s => s.FacilityCode);
        if (slice.Facility is { } facility)
            return open[true].Contains(facility)
                ? catalogue.Lists["commune"].Entries.Select(e => e.Code).ToHashSet() : new HashSet<string>();
        var home = HomesOn(catalogue, slice.Geography switch
        {
            Geography.Until2025 when slice.Period.End >= Geographies.Change => Geographies.Change.AddDays(-1),
            Geography.Since2025 when slice.Period.End < Geographies.Change => Geographies.Change,
            _ => slice.Period.End,
        });
        return Homes(open[true]).Except(Homes(open[false])).ToHashSet();

        IEnumerable<string> Homes(IEnumerable<string> facilities) => facilities.Select(f => home.GetValueOrDefault(f)).OfType<string>();
    }

    /// <summary>Whoever may not see how many episodes there are is told only of those that never sent.</summary>
    private static bool IsSilent(Sending sending) => sending.LastReceived is null || sending.Episodes is 0;

    /// <summary>In which commune each facility stands on a day.</summary>
    private static Dictionary<string, string> HomesOn(CatalogueFiles catalogue, DateOnly day)
    {
        var rows = catalogue.Rows("facilities.csv");
        int code = rows.Index("code"), commune = rows.Index("commune_code"), from = rows.Index("valid_from"), to = rows.Index("valid_to");
        var at = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return rows.Rows.Where(r => r[code] is not null && r[commune] is not null && string.CompareOrdinal(r[from], at) <= 0
                && (r[to] is null || string.CompareOrdinal(r[to], at) >= 0))
            .GroupBy(r => r[code]!).ToDictionary(g => g.Key, g => g.Last()[commune]!);
    }
}
