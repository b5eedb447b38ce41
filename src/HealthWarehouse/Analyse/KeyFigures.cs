using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Analyse;

/// <summary>
/// A figure somebody looks at every day: its value, the same days of the period before and of last year, and thirteen months.
/// </summary>
public sealed record KeyFigure(MeasureCard Measure, Period Period, Standing Standing, KeyValue Now, KeyBefore? Previous,
    KeyBefore? LastYear, IReadOnlyList<KeyMonth> Series, Freshness Freshness, string? LeavesOut);

/// <summary>A value; null where it is unknown, has not come, or is hidden.</summary>
public readonly record struct KeyValue(decimal? Value, bool Hidden);

/// <summary>The same days of another period, and by how many percent the value now is above it; null where nothing can be said.</summary>
public sealed record KeyBefore(Period Period, KeyValue Then, decimal? Change);

/// <summary>A month of a series, written 2026-11.</summary>
public sealed record KeyMonth(string Month, decimal? Value, bool Hidden, PeriodState State);

/// <summary>Asks all that cards of key figures show of some measures, in three questions however many they are.</summary>
public static class KeyFigures
{
    private const int Months = 13;

    public static async Task<IReadOnlyList<KeyFigure>> Key(this Figures figures, IReadOnlyList<string> measures, Slice slice,
        IReadOnlyDictionary<string, IReadOnlyList<string>> where, Viewer viewer, CancellationToken stop = default)
    {
        var question = new Question(measures, [], slice, where);
        var last = await figures.KnownTo(slice, viewer, stop) is { } known && known < slice.Period.End ? known : slice.Period.End;
        var series = question with { By = ["month"], Slice = slice with { Period = Period.Ending(last, Months) } };
        var answers = await Task.WhenAll(figures.Ask(question with { Compare = Comparison.Previous }, viewer, stop),
            figures.Ask(question with { Compare = Comparison.LastYear }, viewer, stop), figures.Ask(series, viewer, stop));
        var (previous, lastYear, months) = (answers[0], answers[1], answers[2]);
        var rows = months.Rows.ToDictionary(r => r.Keys[0].Code ?? "");
        return [.. previous.Measures.Select((card, m) => new KeyFigure(card, previous.Period, previous.Standing, Now(previous.Total, m),
            Before(previous, m), Before(lastYear, m), [.. Enumerable.Range(0, Months).Select(i => Month(i, m))], previous.Freshness,
            previous.LeavesOut))];

        KeyMonth Month(int i, int m)
        {
            var month = months.Period.Start.AddMonths(i);
            var code = month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
            var (row, withheld) = (rows.GetValueOrDefault(code), months.Withholds(m));
            return new(code, row is not null ? row.Values[m] : withheld || !previous.Measures[m].IsAdditive ? null : 0,
                row?.Hides(m) ?? withheld, Standing.Of(Period.Month(month.Year, month.Month), last).State);
        }
    }

    private static KeyValue Now(Figure row, int measure) => new(row.Values[measure], row.Hides(measure));

    private static KeyBefore? Before(Answer answer, int m) => answer.Compared is not { } period ? null
        : new(period, new(answer.Total.Before![m], answer.Total.HidesBefore(m)), Change(answer.Total.Values[m], answer.Total.Before[m]));

    private static decimal? Change(decimal? now, decimal? before) =>
        now is { } n && before is { } b and not 0 ? Math.Round((n - b) * 100 / Math.Abs(b), 1) : null;
}
