using HealthWarehouse.Analyse;
using HealthWarehouse.Web.Rooms.Reports;

namespace HealthWarehouse.Web.Rooms.Explore;

/// <summary>Addresses of figures: the question itself, its files, and the episodes behind one figure of it.</summary>
internal static class FigureLinks
{
    public static string Explore(Question question, ReportRequest asked) => $"so-lieu?{Query(question, asked)}";

    /// <summary>The page of figures as asked, also of what cannot be answered: its fields stay as they are.</summary>
    public static string Explore(ExploreRequest request)
    {
        string?[] parts =
        [
            request.Measures.Count > 0 ? $"measure={string.Join(',', request.Measures)}" : null,
            request.By.Count > 0 ? $"by={string.Join(',', request.By)}" : null,
            .. request.Where.Select(w => $"where={Uri.EscapeDataString(w)}"), request.Asked.Query(),
            request.Compare is { } other ? $"compare={other}" : null, request.Top is { } top ? $"top={top}" : null,
            request.Rest ? "rest=true" : null, request.Cumulative ? "cumulative=true" : null,
        ];
        return $"so-lieu?{string.Join('&', parts.Where(p => !string.IsNullOrEmpty(p)))}{request.Looks}";
    }

    /// <summary>A file for people: in text names stand above the codes, as they do in a workbook anyway.</summary>
    public static string File(Question question, ReportRequest asked, string format) =>
        $"api/v1/query?{Query(question, asked)}&format={format}{(format == "csv" ? "&heads=both" : "")}";

    /// <summary>Episodes behind the value of a measure in a row of an answer.</summary>
    public static string Episodes(Question question, Figure row, int measure, ReportRequest asked)
    {
        var where = question.Where.Concat(question.By.Zip(row.Keys, (d, k) =>
            KeyValuePair.Create(d, (IReadOnlyList<string>)[k.Code ?? Question.Unknown]))).GroupBy(w => w.Key).Select(g => g.Last());
        asked = asked with { Period = question.Slice.Period.Code, Geography = Code(question.Slice.Geography) };
        return $"so-lieu/dot?{Parts(question.Measures.Skip(measure).Take(1), [], where, asked)}&purpose=report-check";
    }

    private static string Query(Question question, ReportRequest asked) =>
        Parts(question.Measures, question.By, question.Where,
            asked with { Period = question.Slice.Period.Code, Geography = Code(question.Slice.Geography) })
        + (question.Compare switch { Comparison.Previous => "&compare=previous", Comparison.LastYear => "&compare=last-year", _ => "" })
            + (question.Top is { } top ? $"&top={top}" : "") + (question.WithOthers ? "&rest=true" : "");

    private static string Parts(IEnumerable<string> measures, IReadOnlyList<string> by, IEnumerable<KeyValuePair<string,
        IReadOnlyList<string>>> where, ReportRequest asked) =>
        string.Join('&',
            new[] { $"measure={string.Join(',', measures)}",
            by.Count > 0
            ? $"by={string.Join(',', by)}" : "" }.Concat(where.Select(w =>
            $"where={Uri.EscapeDataString($"{w.Key}={string.Join(';', w.Value)}")}")).Append(asked.Query()).Where(p => p.Length > 0));

    private static string Code(Geography geography) =>
        geography switch { Geography.Since2025 => "since-2025", Geography.Until2025 => "until-2025", _ => "as-was" };
}
