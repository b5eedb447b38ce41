using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse;

/// <summary>Why an episode counts in the measures of a fact, or does not: every condition is tried on its rows.</summary>
internal sealed class ExplainQuery(MeasureFile file)
{
    private static readonly Slice Ever = new(Concepts.Period.Ever);

    public async Task<IReadOnlyList<Explanation>> Ask(Warehouse warehouse, long episode, Viewer viewer, Func<string, MeasureCard> card,
        CancellationToken stop)
    {
        var conditions = file.Measures.Values.SelectMany(m => m.Where ?? []).Distinct().ToArray();
        var measures = file.Measures.Keys.ToArray();
        var query = new FactQuery(file, Ever, viewer);
        query.KeepEpisode(episode);
        query.KeepOpen(viewer);
        query.NeedEpisode();
        var columns = conditions.Select((c, i) => $"count(case when {file.Holds[c].Sql} then 1 end) as c{i}")
            .Concat(measures.Select((m, i) => $"count(case when {FactQuery.Where(file, m)} then 1 end) as m{i}"))
            .Prepend("count(*) as rows");
        var row = (IDictionary<string,
            object?>)(await warehouse.QueryText<dynamic>($"select {string.Join(",\n       ", columns)}\n{query.From}", query.Arguments,
            stop))[0];
        if (Number("rows") == 0) return [];
        var held = conditions.Select((c, i) => (c, Held: Number($"c{i}") > 0)).ToDictionary(c => c.c, c => c.Held);
        return [.. measures.Select((m, i) =>
            new Explanation(card(m), Number($"m{i}") > 0, Number($"m{i}"), Against(file.Measures[m], Number($"m{i}"), held)))];

        long Number(string column) => Convert.ToInt64(row[column], CultureInfo.InvariantCulture);
    }

    private string[] Against(Measure measure, long counted, Dictionary<string, bool> held)
    {
        if (counted > 0) return [];
        var failing = (measure.Where ?? []).Where(c => !held[c]).Select(c => file.Holds[c].Name).ToArray();
        return failing.Length > 0 ? failing : ["Không có dòng nào thoả mọi điều kiện cùng lúc"];
    }
}
