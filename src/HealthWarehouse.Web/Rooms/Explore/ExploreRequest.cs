using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Web.Rooms.Measures;
using HealthWarehouse.Web.Rooms.Reports;

namespace HealthWarehouse.Web.Rooms.Explore;

/// <summary>
/// What the page of figures is asked: codes as addresses hold them, and beside them what was just chosen in its fields by name.
/// </summary>
public sealed record ExploreRequest(IReadOnlyList<string> Measures, IReadOnlyList<string> By, IReadOnlyList<string> Where,
    ReportRequest Asked, string? Compare, int? Top, bool Rest, bool Cumulative, string? Order, string? View)
{
    /// <summary>Fields that add: a measure, and before the name of a dimension a value to filter by.</summary>
    public const string AddMeasure = "them", AddFilter = "loc.";

    /// <summary>Says that the page asked from showed months, not a period.</summary>
    public const string MonthsStood = "months";
    private const int MostRows = 500;

    public static ExploreRequest Of(IQueryCollection query, DateOnly today)
    {
        var (from, to) = (Text("from"), Text("to"));
        // Months chosen beside a period win over it; a period chosen where months stood already wins over them.
        var named = (from ?? to) is null || (Text(MonthsStood) == "true" && Text("period") is not null);
        var period = named ? Text("period") : $"{from ?? to}~{to ?? from}";
        return new(Items("measure", ','), Items("by", ','), Items("where", '&'),
            new() { Period = period ?? $"{today.Year}", Org = Text("org"), Place = Text("place"), Geography = Text("geography"),
                Known = Text("known") },
            Text("compare"), int.TryParse(Text("top"), out var top) && top is > 0 and <= MostRows ? top : null, Text("rest") == "true",
            Text("cumulative") == "true", Text("sort"), Text("view"));

        string? Text(string name) => query[name].LastOrDefault(v => !string.IsNullOrWhiteSpace(v))?.Trim();

        string[] Items(string name, char separator) => [.. query[name].OfType<string>()
            .SelectMany(v => v.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct()];
    }

    /// <summary>With what was chosen in the fields that add; throws with words for the asker when it means nothing.</summary>
    internal ExploreRequest With(IQueryCollection query, Choices choices, Viewer viewer)
    {
        var added = Typed(AddMeasure).Select(t => choices.CodeOf(Choices.Measures, t, viewer));
        var filters = query.Keys.Where(k => k.StartsWith(AddFilter, StringComparison.Ordinal))
            .Select(k => (Key: k, Of: k[AddFilter.Length..]))
            .SelectMany(f => Typed(f.Key).Select(t =>
                $"{f.Of}={(f.Of == "month" || t == Question.Unknown ? t : choices.CodeOf(f.Of, t, viewer))}"));
        return this with { Measures = [.. Measures.Concat(added).Distinct()], Where = [.. Where.Concat(filters).Distinct()],
            Asked = Asked with { Org = choices.PlaceOf(Asked.Org, viewer) } };

        IEnumerable<string> Typed(string name) => query[name].OfType<string>().Where(v => !string.IsNullOrWhiteSpace(v));
    }

    public Question ToQuestion(CatalogueFiles catalogue)
    {
        var question = Questions.Of(string.Join(',', Measures), string.Join(',', By), Where, Asked.ToSlice(catalogue), Compare, Top, Rest);
        return Cumulative ? question.Cumulative() : question;
    }

    /// <summary>How the rows stand and are drawn, as it stands in an address, beginning with an ampersand.</summary>
    public string Looks => (Order is null ? "" : $"&sort={Uri.EscapeDataString(Order)}")
        + (View is null ? "" : $"&view={Uri.EscapeDataString(View)}");

    /// <summary>Filters as one line for those who type them.</summary>
    public string Line => string.Join(" & ", Where);
}
