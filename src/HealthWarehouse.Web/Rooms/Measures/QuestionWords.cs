using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Web.Rooms.Reports;

namespace HealthWarehouse.Web.Rooms.Measures;

/// <summary>What a question is about, in words: period, places, filters by their names, what is compared.</summary>
internal static class QuestionWords
{
    public static string Of(Question question, Answer answer, CatalogueFiles catalogue, Viewer viewer)
    {
        var places = new Geographies(catalogue).ScopeOf(question.Slice, viewer);
        return string.Join(" · ", new[] { answer.Period.Name, ReportScope.Of(question.Slice, places) }
            .Concat(Filters(question, catalogue))
            .Concat(answer.Compared is { } before ? [$"so với {before.Name}"] : [])
            .Concat(question.Top is { } top ? [$"{top} dòng lớn nhất{(question.WithOthers ? ", còn lại gộp thành khác" : "")}"]
                : []));
    }

    /// <summary>What a list that is only begun does not know is told when there is no case of it either.</summary>
    public static string? Strange(Question question, Answer answer, MeasureBook book) =>
        book.Strange(question, found: answer.IsVeiled || answer.Total.Values.Any(v => v is not (null or 0)));

    /// <summary>Filters by the names of dimensions and values.</summary>
    public static IEnumerable<string> Filters(Question question, CatalogueFiles catalogue)
    {
        foreach (var (code, values) in question.Where)
        {
            var dimension = catalogue.Measures.Values.Select(f => f.By.GetValueOrDefault(code)).FirstOrDefault(d => d is not null);
            yield return $"{dimension?.Name ?? code}: {string.Join(", ", values.Select(v => Name(dimension, v)))}";
        }

        string Name(Dimension? dimension, string value) => value == Question.Unknown ? "chưa rõ"
            : dimension?.Names?.GetValueOrDefault(value)
            ?? (dimension?.List is { } list ? catalogue.NameOf(list, value, question.Slice.Period.End) : value);
    }
}
