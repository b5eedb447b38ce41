using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse;

/// <summary>
/// The episodes behind a figure: those with a row that counts in any of some measures of one fact; with every page how many there are and
/// what they come to together, read in the same question.
/// </summary>
internal sealed class EpisodeQuery(MeasureFile file, IReadOnlyList<string> measures)
{
    public async Task<IReadOnlyList<CellEpisode>> Ask(Warehouse warehouse, Question question, int limit, int offset, Viewer viewer,
        string limited, CancellationToken stop)
    {
        var query = Query(question, viewer);
        if (limited.Length > 0) query.LeaveOut(limited);
        query.Arguments.Add("limit", limit);
        query.Arguments.Add("offset", offset);
        var (e, value) = (file.Episode, Value(query));
        return await warehouse.QueryText<CellEpisode>($"""
            select {e}.record_key, {e}.facility_code, {e}.episode_code, {e}.visit_type, {e}.sex, {e}.age_years, {e}.arrived_at,
                   {e}.discharged_at, {e}.main_icd, {e}.outcome_code, {e}.person_key,
                   count(*) as rows, cast(max({query.Weight}) as decimal(9, 6)) as weight, {value} as value,
                   count(*) over () as all_episodes, cast(sum({value}) over () as decimal(24, 4)) as all_value
            {query.From}
            group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
            order by {e}.discharged_at desc, {e}.record_key desc
            limit $limit offset $offset
            """, query.Arguments, stop);
    }

    /// <summary>
    /// What the rows of an episode count for; null of measures that do not add up, and where nothing is known of the one measure: an amount
    /// nobody sent is not nought.
    /// </summary>
    private string Value(FactQuery query)
    {
        string[] parts = [.. measures.Select(m => query.Value(m, byMonth: false))];
        var sum = measures.Any(m => !file.Measures[m].IsAdditive) ? "null"
            : parts is [var one] ? one : string.Join(" + ", parts.Select(p => $"coalesce({p}, 0)"));
        return $"cast({sum} as decimal(24, 4))";
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
    public long RecordKey { get; init; }
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

    /// <summary>What it counts for in the figure; null of a figure that does not add up over episodes.</summary>
    public decimal? Value { get; init; }

    /// <summary>How many episodes the whole list has, of which this is one of a page.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public long AllEpisodes { get; init; }

    /// <summary>What all of them come to.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public decimal? AllValue { get; init; }
}
