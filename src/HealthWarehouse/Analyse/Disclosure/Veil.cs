namespace HealthWarehouse.Analyse.Disclosure;

/// <summary>What of one answer is hidden, and the rows that are there only because something in them is.</summary>
internal sealed class Veil(Question question, MeasureBook book, Counts counts, IReadOnlyList<Months.Span> spans,
    IReadOnlyDictionary<string, (Shape Shape, Dictionary<int, Cube> Cubes, bool Loose)> parts)
{
    private readonly int _month = question.By.ToList().IndexOf("month");

    /// <summary>How the value of a measure in a row stands; an empty key is the total.</summary>
    public Veiled Of(string measure, FigureKey key)
    {
        var worst = Veiled.Shown;
        foreach (var count in CountsOf(measure))
        {
            if (!parts.TryGetValue(count.Key, out var part)) continue;
            if (part.Loose) return Veiled.Withheld;
            foreach (var span in key.Codes.Count > 0 && _month >= 0 ? key.Codes[_month] is { } month
                ? [Months.OfMonth(month)] : [] : Spans())
                foreach (var members in part.Cubes.ContainsKey(span.Year) ? Members(part.Shape, key) : [])
                    if (part.Cubes[span.Year].Of(count, Levels(part.Shape, key.Codes.Count > 0), members, span) is var state
                        && state > worst)
                        worst = state;
        }
        return worst;
    }

    /// <summary>Whether no row of a measure is shown.</summary>
    public bool Withholds(string measure) => CountsOf(measure)
        .Any(c => parts.TryGetValue(c.Key, out var part)
        && (part.Loose || spans.Any(s => part.Cubes[s.Year].IsWithheld(c, Levels(part.Shape, rows: true), s))));

    /// <summary>Rows with something hidden in them.</summary>
    public IEnumerable<FigureKey> Keys => question.By.Count == 0 ? [] : question.Measures.SelectMany(CountsOf).DistinctBy(c => c.Key)
        .Where(c => parts.ContainsKey(c.Key) && !parts[c.Key].Loose).SelectMany(KeysOf).Distinct();

    private IEnumerable<Count> CountsOf(string measure) =>
        book.TermOf(measure) is var t ? t.Numerator.Concat(t.Denominator ?? []).Select(counts.Of).OfType<Count>() : [];

    /// <summary>The total over months is that of the period, as few spans as make it up.</summary>
    private IEnumerable<Months.Span> Spans() =>
        _month < 0 ? spans : Months.Of(question.Slice.Period).Where(s => spans.Any(o => o.Year == s.Year));

    private static int[] Levels(Shape shape, bool rows) => [.. shape.Lines.Select(l => rows ? l.OfRows : l.OfTotal)];

    private IEnumerable<FigureKey> KeysOf(Count count)
    {
        var (shape, cubes, _) = parts[count.Key];
        foreach (var span in spans)
            foreach (var members in cubes[span.Year].Hidden(count, Levels(shape, rows: true), span))
            {
                var codes = new Dictionary<string, string?>();
                for (var i = 0; i < members.Length; i++) foreach (var (column, code) in shape.Lines[i].Levels[shape.Lines[i].OfRows]
                    .Zip(members[i])) codes[column] = code;
                if (codes.All(c => Allowed(c.Key, c.Value)))
                    yield return new([.. question.By.Select(d =>
                        d == "month" ? string.Create(CultureInfo.InvariantCulture, $"{span.Year:0000}-{span.Member + 1:00}") : codes[d])]);
            }
    }

    private bool Allowed(string dimension, string? code) =>
        (!question.Where.TryGetValue(dimension, out var values) || values.Contains(code ?? Question.Unknown))
            && (dimension != "facility" || question.Slice.Facility is null || code == question.Slice.Facility);

    /// <summary>The cells of the whole table a row is the sum of: one, or one for each of several values filtered by.</summary>
    private IEnumerable<IReadOnlyList<string?>[]> Members(Shape shape, FigureKey key)
    {
        IEnumerable<IReadOnlyList<string?>[]> all = [[]];
        foreach (var line in shape.Lines)
        {
            IEnumerable<string?[]> own = [[]];
            foreach (var column in line.Levels[key.Codes.Count > 0 ? line.OfRows : line.OfTotal])
            {
                var at = key.Codes.Count > 0 ? question.By.ToList().IndexOf(column) : -1;
                IEnumerable<string?> values = at >= 0 ? [key.Codes[at]] : question.Where.TryGetValue(column, out var where)
                    ? where.Select(v => v == Question.Unknown ? null : v) : [question.Slice.Facility];
                own = own.SelectMany(o => values.Select(v => (string?[])[.. o, v]));
            }
            all = all.SelectMany(a => own.Select(o => (IReadOnlyList<string?>[])[.. a, o]));
        }
        return all;
    }
}
