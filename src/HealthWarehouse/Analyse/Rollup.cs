using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Analyse;

/// <summary>One table of sums: the additive measures of a file by facility, month of its day and some dimensions, of what is known now.</summary>
internal sealed class Rollup(MeasureFile file, int number, IReadOnlyList<string> by)
{
    private readonly KeyValuePair<string, Measure>[] _measures = [.. file.Measures.Where(m => m.Value.IsAdditive)];

    public static IEnumerable<Rollup> Of(MeasureFile file) => (file.Rollups ?? []).Select((by, i) => new Rollup(file, i + 1, by));

    /// <summary>The smallest rollup that answers; null when only the facts do.</summary>
    public static Rollup? For(MeasureFile file, IReadOnlyCollection<string> measures, IReadOnlyCollection<string> dimensions, Slice slice) =>
        slice.KnownAt is not null || slice.Unit is not null || !slice.Period.IsWholeMonths || (slice.Geography is not Geography.AsWas && dimensions.Contains(FactQuery.Commune)) ? null : Of(file).Where(r => r.Answers(measures, dimensions)).OrderBy(r => r.Width).FirstOrDefault();

    public string Table => $"mart.{file.Code}_{number}";

    private int Width => by.Count;

    private bool Answers(IEnumerable<string> measures, IEnumerable<string> dimensions) =>
        measures.All(m => file.Measures[m].IsAdditive) && dimensions.All(d => d is Facility or Month || by.Contains(d));

    /// <summary>Dimensions every rollup has, from the columns of its partition.</summary>
    private const string Facility = "facility", Month = "month";

    public static string Column(string dimension) => dimension switch
    {
        Facility => "f.facility_code",
        Month => "substr(cast(f.month_start as varchar), 1, 7)",
        _ => $"f.\"{dimension}\"",
    };

    /// <summary>What the table is filled with; joined to <c>batch_partition p</c> when only those partitions are wanted.</summary>
    public string Fill(bool onlyTouched)
    {
        var month = $"cast(date_trunc('month', {file.Day}) as date)";
        var columns = by.Select(d => $"cast({file.By[d].Column} as varchar) as \"{d}\"").Prepend($"{month} as month_start").Prepend("f.facility_code as facility_code").ToArray();
        var sums = _measures.Select(m => $"cast(coalesce(sum(case when {FactQuery.Where(file, m.Key)} then {m.Value.Sum} else 0 end), 0) as decimal(24, 4)) as \"{m.Key}\"");
        return $"""
            select {string.Join(",\n       ", columns.Concat(sums))}
            from   {file.Fact} f
            {file.Join}
            {(onlyTouched ? $"join (select distinct facility_code, month_start from batch_partition) p on p.facility_code = f.facility_code and p.month_start = {month}" : "")}
            where  f.known_to is null and {file.Day} is not null
            group by {string.Join(", ", Enumerable.Range(1, columns.Length))}
            """;
    }
}
