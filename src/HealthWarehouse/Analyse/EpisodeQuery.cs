using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse;

/// <summary>The episodes behind a figure: those with a row that counts in any of some measures of one fact.</summary>
internal sealed class EpisodeQuery(MeasureFile file, IReadOnlyList<string> measures)
{
    public async Task<IReadOnlyList<CellEpisode>> Ask(Warehouse warehouse, Question question, int limit, int offset, Viewer viewer,
        string limited, CancellationToken stop)
    {
        var query = Query(question, viewer);
        if (limited.Length > 0) query.LeaveOut(limited);
        query.Arguments.Add("limit", limit);
        query.Arguments.Add("offset", offset);
        var e = file.Episode;
        return await warehouse.QueryText<CellEpisode>($"""
            select {e}.encounter_key, {e}.facility_code, {e}.episode_code, {e}.visit_type, {e}.sex, {e}.age_years, {e}.arrived_at,
                   {e}.discharged_at, {e}.main_icd, {e}.outcome_code, {e}.person_key,
                   count(*) as rows, cast(max({query.Weight}) as decimal(9, 6)) as weight
            {query.From}
            group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
            order by {e}.discharged_at desc, {e}.encounter_key desc
            limit $limit offset $offset
            """, query.Arguments, stop);
    }

    private FactQuery Query(Question question, Viewer viewer)
    {
        var query = new FactQuery(file, question.Slice, viewer);
        foreach (var (dimension, values) in question.Where) query.Keep(dimension, values);
        query.KeepCounted(measures);
        query.KeepOpen(viewer);
        query.NeedEpisode();
        return query;
    }
}

/// <summary>An episode behind a cell, without identity, and how many of its rows count there.</summary>
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

    /// <summary>Whose it is: for the audit, never given out.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public long? PersonKey { get; init; }

    public long Rows { get; init; }
    public decimal Weight { get; init; }
}
