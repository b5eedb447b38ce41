using Dapper;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse;

/// <summary>The rows of a fact behind a figure, as the fact declares to show them, each with the record it came in.</summary>
internal sealed class RowQuery(MeasureFile file, IReadOnlyList<string> measures)
{
    public async Task<CellRows> Ask(Warehouse warehouse, Question question, int limit, int offset, Viewer viewer, string limited,
        CancellationToken stop)
    {
        var query = new FactQuery(file, question.Slice, viewer);
        foreach (var (dimension, values) in question.Where) query.Keep(dimension, values);
        query.KeepCounted(measures);
        query.KeepOpen(viewer);
        if (limited.Length > 0) query.LeaveOut(limited);
        query.Arguments.Add("limit", limit);
        query.Arguments.Add("offset", offset);
        var shows = file.Of.Shows ?? [];
        var cells = string.Concat(shows.Select((s, i) => $", min(cast({s.Column} as varchar)) as c{i}"));
        var value = Value(query);
        var found = await warehouse.QueryText<dynamic>($"""
            select f.record_key as record_key, f.row_no as row_no, {file.Of.Person ?? "cast(null as bigint)"} as person_key,
                   {value} as value, count(*) over () as all_rows, cast(sum({value}) over () as decimal(24, 4)) as all_value{cells}
            {query.From}
            group by 1, 2, 3
            order by f.record_key desc, f.row_no
            limit $limit offset $offset
            """, query.Arguments, stop);
        var rows = found.Cast<IDictionary<string, object?>>().ToArray();
        return new([.. shows], [.. rows.Select(r => new CellRow(Convert.ToInt64(r["record_key"], CultureInfo.InvariantCulture),
            Convert.ToInt32(r["row_no"], CultureInfo.InvariantCulture), r["person_key"] is { } person
                ? Convert.ToInt64(person, CultureInfo.InvariantCulture) : null,
            [.. shows.Select((_, i) => r[$"c{i}"] as string)], r["value"] as decimal?))],
            rows.Length == 0 ? 0 : Convert.ToInt64(rows[0]["all_rows"], CultureInfo.InvariantCulture),
            rows.Length == 0 ? null : rows[0]["all_value"] as decimal?);
    }

    /// <summary>What a row counts for; null of measures that do not add up over rows, but for stocks, which do.</summary>
    private string Value(FactQuery query)
    {
        string[] parts = [.. measures.Select(m => query.Value(m, byMonth: false))];
        var sum = measures.Any(m => file.Measures[m] is { Distinct: not null } or { Average: not null }) ? "null"
            : parts is [var one] ? one : string.Join(" + ", parts.Select(p => $"coalesce({p}, 0)"));
        return $"cast({sum} as decimal(24, 4))";
    }
}

/// <summary>Rows behind a cell under the columns their fact shows, how many there are in all, and what they come to.</summary>
public sealed record CellRows(IReadOnlyList<ShownColumn> Columns, IReadOnlyList<CellRow> Rows, long All, decimal? AllValue);

/// <summary>One row: its record, its number in it, its shown cells, and what it counts for.</summary>
public sealed record CellRow(long RecordKey, int RowNo, [property: System.Text.Json.Serialization.JsonIgnore] long? PersonKey,
    IReadOnlyList<string?> Cells, decimal? Value);
