using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse;

/// <summary>Answers questions to the declared measures. Scope, boundaries and knowledge are those of <see cref="FactQuery"/>, as in the reports.</summary>
public sealed class Figures(CatalogueFiles catalogue, Warehouse warehouse)
{
    public IEnumerable<MeasureCard> All => catalogue.Measures.Values.SelectMany(file => file.Measures.Keys.Select(code => Card(file, code)));

    /// <summary>What is wrong with a question, in words for the asker; null when it can be answered.</summary>
    public string? Fault(Question question)
    {
        if (question.Measures.Count == 0) return "Chọn ít nhất một chỉ số.";
        if (question.Measures.FirstOrDefault(m => !catalogue.Measures.Values.Any(f => f.Measures.ContainsKey(m))) is { } unknown)
            return $"Không có chỉ số '{unknown}'. Xem danh sách tại /api/v1/measures.";
        if (FileOf(question) is not { } file) return "Các chỉ số này không tính trên cùng một loại dữ kiện; hỏi riêng từng nhóm.";
        return question.By.Concat(question.Where.Keys).FirstOrDefault(d => !file.By.ContainsKey(d)) is { } dimension
            ? $"Không có chiều '{dimension}'. Có: {string.Join(", ", file.By.Keys)}."
            : null;
    }

    /// <summary>Asks; a question with a <see cref="Fault"/> is the caller's mistake.</summary>
    public async Task<Answer> Ask(Question question, Viewer viewer, CancellationToken stop = default)
    {
        if (Fault(question) is { } fault) throw new ArgumentException(fault, nameof(question));
        var file = FileOf(question)!;
        var query = new FactQuery(file, question.Slice, viewer);
        var found = (await warehouse.QueryText<dynamic>(Sql(question, file, query), query.Arguments, stop)).Select(r => (IDictionary<string, object?>)r);
        var rows = found.Select(r => Figure(r, question, file)).Where(r => question.By.Count == 0 || r.Values.Any(v => v != 0)).ToArray();
        return new(question.Slice.Period.Code, [.. question.Measures.Select(m => Card(file, m))], [.. question.By.Select(d => new DimensionCard(d, file.By[d].Name))],
            rows, [.. question.Measures.Select((_, i) => rows.Sum(r => r.Values[i]))]);
    }

    private static string Sql(Question question, MeasureFile file, FactQuery query)
    {
        var members = question.By.Select((d, i) => $"cast({file.By[d].Column} as varchar) as d{i}");
        var values = question.Measures.Select((m, i) => $"cast(coalesce({query.Sum(m)}, 0) as decimal(18, 4)) as v{i}");
        var filters = question.Where.Select((w, i) =>
        {
            query.Arguments.Add($"where{i}", string.Join(';', w.Value));
            return $"cast({file.By[w.Key].Column} as varchar) in (select text_items($where{i}))";
        });
        var places = string.Join(", ", Enumerable.Range(1, question.By.Count));
        return $"""
            with {query.Fact}
            select {string.Join(",\n       ", members.Concat(values))}
            from   fact f
            where  {string.Join("\nand    ", filters.Prepend("true"))}
            {(question.By.Count == 0 ? "" : $"group by {places} order by {places}")}
            """;
    }

    private Figure Figure(IDictionary<string, object?> row, Question question, MeasureFile file) => new(
        [.. question.By.Select((d, i) => Member(file.By[d], (string?)row[$"d{i}"], question.Slice.Period.End))],
        [.. question.Measures.Select((_, i) => Convert.ToDecimal(row[$"v{i}"], CultureInfo.InvariantCulture))]);

    private Member Member(Dimension dimension, string? code, DateOnly day) =>
        new(code, code is null ? "Chưa rõ" : dimension.List is { } list ? catalogue.NameOf(list, code, day) : code);

    private MeasureFile? FileOf(Question question) => catalogue.Measures.Values.FirstOrDefault(f => question.Measures.All(f.Measures.ContainsKey));

    private static MeasureCard Card(MeasureFile file, string code)
    {
        var measure = file.Measures[code];
        return new(code, measure.Name, measure.Meaning, measure.Basis, measure.Unit, file.Fact, file.Grain, [.. file.By.Keys]);
    }
}
