using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Report;

/// <summary>Computes declared reports from the semantic layer and lists the episodes behind each cell.</summary>
public sealed class Reports(CatalogueFiles catalogue, Figures figures, Geographies geographies)
{
    public IEnumerable<ReportDeclaration> All => catalogue.Reports.Values;

    public ReportDeclaration? Find(string code) => catalogue.Reports.GetValueOrDefault(code);

    /// <summary>The version of a form that holds at the end of a period.</summary>
    public ReportDeclaration InForce(ReportDeclaration report, Period period) => catalogue.ReportOn(report.Code, period.End);

    public async Task<ReportResult> Compute(ReportDeclaration report, Slice slice, Viewer viewer, CancellationToken stop = default)
    {
        report = InForce(report, slice.Period);
        var columns = ReportColumns.Flat(report).ToArray();
        var measures = columns.Select(c => c.Measure).OfType<string>().Distinct().ToArray();
        string[] by = report.Rows.Under is { } under ? [under, report.Rows.Dimension] : [report.Rows.Dimension];
        var question = new Question(measures, by, slice, new Dictionary<string, IReadOnlyList<string>>());
        var answer = await figures.Ask(question, viewer, stop);
        var heads = report.Rows.Under is null || !figures.Screens(question, viewer)
            ? null : await figures.Ask(new(measures, [report.Rows.Under], slice, new Dictionary<string, IReadOnlyList<string>>()), viewer,
            stop);
        var rows = report.Rows.GroupFile is null ? Members(answer, heads, columns) : Groups(report, slice.Period, answer, columns);
        return new(report, slice, geographies.ScopeOf(slice, viewer), columns, rows,
            Row(answer, answer.Total, columns, null, report.Rows.Total),
            answer.Freshness) { LeavesOut = answer.LeavesOut, Standing = answer.Standing };
    }

    /// <summary>Episodes behind a cell, newest first; without a row, of the whole column. The caller reads them through Guard.</summary>
    public Task<IReadOnlyList<CellEpisode>> Episodes(ReportDeclaration report, Slice slice, string? row, string column, int limit,
        int offset, Viewer viewer, CancellationToken stop = default) =>
        figures.Episodes(Behind(InForce(report, slice.Period), slice, row, column), limit, offset, viewer, stop);

    /// <summary>The question a cell answers.</summary>
    public static Question Behind(ReportDeclaration report, Slice slice, string? row, string column)
    {
        var measure = ReportColumns.Flat(report).FirstOrDefault(c => c.Id == column)?.Measure
            ?? throw new RefusedException($"Biểu {report.Code} không có cột '{column}'.");
        var where = new Dictionary<string, IReadOnlyList<string>>();
        if (row is { Length: > 0 } && row.StartsWith(Head, StringComparison.Ordinal)) where[report.Rows.Under!] = [row[Head.Length..]];
        else if (row is { Length: > 0 }) where[report.Rows.Dimension] = [row == Unclassified ? Question.Unknown : row];
        return new([measure], [], slice, where);
    }

    /// <summary>Stands for the row of what no group holds in addresses and arguments.</summary>
    public const string Unclassified = "none";

    /// <summary>Begins the code of a row that is a sum, in addresses and arguments.</summary>
    public const string Head = "head:";

    private IReadOnlyList<ReportRow> Groups(ReportDeclaration report, Period period, Answer answer, ReportColumn[] columns)
    {
        var found = answer.Rows.ToDictionary(r => r.Keys[0].Code ?? "");
        var groups = catalogue.Rows(report.Rows.GroupFile!);
        int code = groups.Index("group"), name = groups.Index("name"), codes = groups.Index("codes"), chapter = groups.Index("chapter"),
            from = groups.Index("valid_from"), to = groups.Index("valid_to");
        var end = period.End.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return [.. groups.Rows.Where(r =>
            string.CompareOrdinal(r[from], end) <= 0 && (r[to] is null || string.CompareOrdinal(r[to], end) >= 0))
            .Select(r => Row(answer, found.GetValueOrDefault(r[code]!), columns, r[code], r[name]!, r[codes], r[chapter]))
            .Append(Row(answer, found.GetValueOrDefault(""), columns, null, report.Rows.Unclassified!))];
    }

    /// <summary>
    /// Members under their heads; a head is the sum of its members, or as the table of heads alone shows it where something may be hidden.
    /// </summary>
    private static IReadOnlyList<ReportRow> Members(Answer answer, Answer? heads, ReportColumn[] columns)
    {
        if (answer.By.Count == 1) return [.. answer.Rows.Select(r => Of(r.Keys[0], r))];
        return [.. answer.Rows.GroupBy(r => r.Keys[0]).SelectMany(group => group.Select(r => Of(r.Keys[1], r)).Prepend(
            Of(group.Key,
                heads is null ? Sum(group) : heads.Rows.FirstOrDefault(h => h.Keys[0].Code == group.Key.Code)) with { Code =
                $"{Head}{group.Key.Code}", IsHead = true }))];

        ReportRow Of(Member member, Figure? figure) => Row(answer, figure, columns, member.Code ?? Unclassified, member.Name);

        Figure Sum(IEnumerable<Figure> group) =>
            new([], [.. answer.Measures.Select((_, i) => group.Any(r => r.Values[i] is null) ? null : group.Sum(r => r.Values[i]))]);
    }

    private static ReportRow Row(Answer answer, Figure? figure, ReportColumn[] columns, string? code, string name, string? codes = null,
        string? chapter = null)
    {
        var measures = answer.Measures.Select(m => m.Code).ToList();
        // A row of a compartment closed to who asks is not zero: whether there are any is not told.
        var isClosed = figure is null && code is not null && answer.ClosedMember?.Invoke(answer.By[0].Code, code) is true;
        return new(code, name, codes, chapter,
            [.. columns.Select(c => c.Measure is null ? (decimal?)null : figure is not null
            ? figure.Values[measures.IndexOf(c.Measure)] : isClosed ? null : None(measures.IndexOf(c.Measure)))])
        {
            Hidden = isClosed ? [.. columns.Select(c => c.Measure is not null)]
                : figure?.Hidden is null && (figure is not null || answer.Withheld is null)
                ? null : [.. columns.Select(c =>
                c.Measure is not null && measures.IndexOf(c.Measure) is var m && (figure?.Hides(m) ?? answer.Withholds(m)))],
        };

        decimal? None(int measure) => answer.Withholds(measure) || answer.Standing.State is PeriodState.NotCome ? null : 0;
    }
}
