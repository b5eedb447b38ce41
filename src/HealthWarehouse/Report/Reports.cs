using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;

namespace HealthWarehouse.Report;

/// <summary>Computes declared reports and lists the episodes behind each cell.</summary>
public sealed class Reports(CatalogueFiles catalogue, Warehouse warehouse, Geographies geographies)
{
    public IEnumerable<ReportDeclaration> All => catalogue.Reports.Values;

    public ReportDeclaration? Find(string code) => catalogue.Reports.GetValueOrDefault(code);

    public async Task<ReportResult> Compute(ReportDeclaration report, Slice slice, Viewer viewer, CancellationToken stop = default)
    {
        var query = new FactQuery(catalogue.Measures[report.Fact], slice, viewer);
        var columns = ReportColumns.Flat(report).ToArray();
        var sums = string.Join(",\n       ", columns.Select((c, i) => c.Measure is null ? $"cast(null as decimal(18, 4)) as v{i}" : $"cast({query.Sum(c.Measure)} as decimal(18, 4)) as v{i}"));
        var sql = $"""
            with {query.Fact}
            select g."group" as row_code, {sums}
            from   fact f
            left join dim.icd10_group_member g on g.category = {report.Rows.Column} and g.valid_from <= $finish and (g.valid_to is null or g.valid_to >= $finish)
            group by g."group"
            """;
        var found = (await warehouse.QueryText<dynamic>(sql, query.Arguments, stop)).Select(r => (IDictionary<string, object?>)r)
            .ToDictionary(r => (string?)r["row_code"] ?? "", r => columns.Select((_, i) => r[$"v{i}"] is { } v ? Convert.ToDecimal(v, CultureInfo.InvariantCulture) : (decimal?)null).ToArray());
        var rows = Groups(report, slice.Period).Select(g => g with { Values = Values(found, g.Code ?? "", columns) }).ToList();
        return new(report, slice, geographies.NameOf(slice), columns, rows, new(null, report.Rows.Total, null, null, Total(rows, columns)), await Fresh(slice, stop));
    }

    /// <summary>Episodes behind a cell, newest first; without a row, of the whole column. The caller reads them through Guard.</summary>
    public Task<IReadOnlyList<CellEpisode>> Episodes(ReportDeclaration report, Slice slice, string? row, string column, int limit, int offset, Viewer viewer, CancellationToken stop = default)
    {
        var query = new FactQuery(catalogue.Measures[report.Fact], slice, viewer);
        var measure = ReportColumns.Flat(report).FirstOrDefault(c => c.Id == column)?.Measure ?? throw new ArgumentException($"Biểu {report.Code} không có cột '{column}'.");
        query.Arguments.Add("row", row ?? "");
        query.Arguments.Add("limit", limit);
        query.Arguments.Add("offset", offset);
        return warehouse.QueryText<CellEpisode>($"""
            with {query.Fact}
            select f.encounter_key, f.facility_code, f.episode_code, f.visit_type, f.sex, f.age_years, f.arrived_at, f.discharged_at, f.main_icd, f.outcome_code,
                   cast(f.weight as decimal(9, 6)) as weight
            from   fact f
            left join dim.icd10_group_member g on g.category = {report.Rows.Column} and g.valid_from <= $finish and (g.valid_to is null or g.valid_to >= $finish)
            where  ({query.Where(measure)}) and ($row = '' or ($row = '{Unclassified}' and g."group" is null) or g."group" = $row)
            order by f.{catalogue.Measures[report.Fact].Date} desc, f.encounter_key desc
            limit $limit offset $offset
            """, query.Arguments, stop);
    }

    /// <summary>Stands for the row of what no group holds in addresses and arguments.</summary>
    public const string Unclassified = "none";

    private IEnumerable<ReportRow> Groups(ReportDeclaration report, Period period)
    {
        var groups = catalogue.Rows(report.Rows.GroupFile);
        int code = groups.Index("group"), name = groups.Index("name"), codes = groups.Index("codes"), chapter = groups.Index("chapter"), from = groups.Index("valid_from"), to = groups.Index("valid_to");
        var end = period.End.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var row in groups.Rows.Where(r => string.CompareOrdinal(r[from], end) <= 0 && (r[to] is null || string.CompareOrdinal(r[to], end) >= 0)))
            yield return new(row[code], row[name]!, row[codes], row[chapter], []);
        yield return new(null, report.Rows.Unclassified, null, null, []);
    }

    private static decimal?[] Values(Dictionary<string, decimal?[]> found, string code, ReportColumn[] columns) =>
        found.TryGetValue(code, out var values) ? values : [.. columns.Select(c => c.Measure is null ? (decimal?)null : 0)];

    private static decimal?[] Total(List<ReportRow> rows, ReportColumn[] columns) =>
        [.. columns.Select((c, i) => c.Measure is null ? null : rows.Sum(r => r.Values[i]))];

    private async Task<Freshness> Fresh(Slice slice, CancellationToken stop) =>
        (await warehouse.Query<Freshness>("ask/report/freshness", new { start = slice.Period.Start, finish = slice.Period.End }, stop))[0];
}

/// <summary>An episode behind a cell, without identity.</summary>
public sealed record CellEpisode
{
    public long EncounterKey { get; init; }
    public required string FacilityCode { get; init; }
    public required string EpisodeCode { get; init; }
    public string? VisitType { get; init; }
    public string? Sex { get; init; }
    public int? AgeYears { get; init; }
    public DateTime? ArrivedAt { get; init; }
    public DateTime? DischargedAt { get; init; }
    public string? MainIcd { get; init; }
    public string? OutcomeCode { get; init; }
    public decimal Weight { get; init; }
}
