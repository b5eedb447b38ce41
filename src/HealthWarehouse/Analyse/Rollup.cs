using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Analyse;

/// <summary>
/// One table of sums: the additive measures of a file by facility, month of its day and some dimensions, of what is known now.
/// </summary>
internal sealed class Rollup(MeasureFile file, int number, IReadOnlyList<string> by)
{
    private readonly KeyValuePair<string, Measure>[] _measures = [.. file.Measures.Where(m => m.Value.IsAdditive)];

    public static IEnumerable<Rollup> Of(MeasureFile file) => (file.Rollups ?? []).Select((by, i) => new Rollup(file, i + 1, by));

    /// <summary>The smallest rollup that answers; null when only the facts do.</summary>
    /// <param name="file">Measures of one fact.</param>
    /// <param name="measures">Those asked for.</param>
    /// <param name="dimensions">Those split or filtered by.</param>
    /// <param name="slice">What the question is about.</param>
    /// <param name="steady">
    /// Whether no facility becomes another in the middle of a month of the slice, so that what it is in a month is what it is on each of
    /// its days.
    /// </param>
    public static Rollup? For(MeasureFile file, IReadOnlyCollection<string> measures, IReadOnlyCollection<string> dimensions, Slice slice,
        bool steady) =>
        slice.KnownAt is not null || slice.Unit is not null || !slice.Period.IsWholeMonths
            || (slice.Geography is not Geography.AsWas && dimensions.Contains(FactQuery.Commune))
            ? null : Of(file).Where(r => r.Answers(measures, dimensions, steady)).OrderBy(r => r.Width).FirstOrDefault();

    public string Table => $"mart.{file.Code}_{number}";

    /// <summary>Table of the fact it sums.</summary>
    public string Fact => file.Table;

    /// <summary>Name its touched partitions are noted under.</summary>
    public string Touched => file.Episode is null ? file.Code : "";

    private int Width => by.Count;

    private bool Answers(IEnumerable<string> measures, IEnumerable<string> dimensions, bool steady) =>
        measures.All(m => file.Measures[m].IsAdditive)
            && dimensions.All(d => d is Facility or Month || by.Contains(d) || (steady && file.By[d].OfFacility));

    /// <summary>Dimensions every rollup has, from the columns of its partition.</summary>
    private const string Facility = "facility", Month = "month";

    public string Column(string dimension) => dimension switch
    {
        Facility => "f.facility_code",
        Month => "substr(cast(f.month_start as varchar), 1, 7)",
        _ => by.Contains(dimension) ? $"f.\"{dimension}\"" : file.By[dimension].Column,
    };

    /// <summary>What a dimension that tells something of the facility needs joined, as of the first of the month.</summary>
    public string? Join(string dimension) => dimension is Facility or Month || by.Contains(dimension)
        ? null : file.By[dimension].Join?.Replace(file.Day, "f.month_start", StringComparison.Ordinal);

    /// <summary>What the table is filled with; joined to <c>batch_partition p</c> when only those partitions are wanted.</summary>
    public string Fill(bool onlyTouched)
    {
        var month = $"cast(date_trunc('month', {file.Day}) as date)";
        var columns = by.Select(d => $"cast({file.By[d].Column} as varchar) as \"{d}\"").Prepend($"{month} as month_start")
            .Prepend("f.facility_code as facility_code").ToArray();
        var sums = _measures.Select(m => $"cast(coalesce({FactQuery.Sum(file, m.Key)}, 0) as decimal(24, 4)) as \"{m.Key}\"").ToArray();
        var touched = $"join (select distinct facility_code, month_start from batch_partition where fact = '{Touched}') p " +
            $"on p.facility_code = f.facility_code and p.month_start = {month}";
        return $"""
            select {string.Join(",\n       ", columns.Concat(sums))}
            from   {file.Table} f
            {(columns.Concat(sums).Any(FactQuery.UsesEpisode) ? file.Join : "")}
            {(onlyTouched ? touched : "")}
            where  f.known_to is null and {file.Day} is not null
            group by {string.Join(", ", Enumerable.Range(1, columns.Length))}
            """;
    }
}
