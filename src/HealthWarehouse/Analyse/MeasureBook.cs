using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Analyse;

/// <summary>What can be asked: every declared measure and indicator, what it means, and how it can be split.</summary>
public sealed class MeasureBook(CatalogueFiles catalogue)
{
    public IEnumerable<MeasureCard> Measures => catalogue.Measures.Values.SelectMany(file => file.Measures.Keys.Select(Card));

    public IEnumerable<MeasureCard> Indicators => catalogue.Indicators.Keys.Select(Card);

    /// <summary>Dimensions of the facts behind some measures: those all of them can be split by.</summary>
    public IReadOnlyList<DimensionCard> Dimensions(IEnumerable<string> measures)
    {
        var files = measures.Where(IsKnown).SelectMany(m => TermOf(m).Numerator).Select(FileOf).Distinct().ToArray();
        return files.Length == 0
            ? [] : [.. files[0].By.Where(d => files.All(f => f.By.ContainsKey(d.Key)))
            .Select(d => new DimensionCard(d.Key, d.Value.Name, d.Value.Ordered))];
    }

    /// <summary>What is said of a rate whose denominator knows nothing of what it is split or filtered by; null where it does.</summary>
    public string? Undivided(string measure, Question question)
    {
        foreach (var part in TermOf(measure).Denominator ?? [])
            if (question.By.Concat(question.Where.Keys)
                .FirstOrDefault(d => d != "month" && !FileOf(part).By.ContainsKey(d)) is { } dimension)
                return $"Không tách {Card(measure).Name} theo {NameOfDimension(dimension)} được: {Name(part)} không có theo chiều này.";
        return null;
    }

    /// <summary>Whether a measure counts episodes or things of theirs, so that a figure can be followed to them.</summary>
    public bool HasEpisodes(string measure) =>
        EvidenceOf(measure) is Evidence.Episode;

    /// <summary>
    /// The contract whose deliveries tell how complete some measures are (those that follow from lists are always); null where it is the
    /// usual one, or there are several.
    /// </summary>
    public string? ContractOf(IEnumerable<string> measures) =>
        FilesOf(measures).Select(f => f.Of.Fresh).OfType<string>().Distinct().ToArray() is [var only]
            && only != catalogue.Usual.Code ? only : null;

    /// <summary>Whether a figure of a measure opens to anything.</summary>
    public bool Opens(string measure) => EvidenceOf(measure) is not Evidence.None;

    /// <summary>The declared table a row of a measure came in; empty where it is told by <see cref="ElementOf"/>.</summary>
    public string TableOf(string measure) => FileOf(TermOf(measure).Numerator[0]).Of.Element.Split('/')[0];

    /// <summary>What a figure of a measure opens to.</summary>
    public Evidence EvidenceOf(string measure) => IsKnown(measure) ? FileOf(TermOf(measure).Numerator[0]).Of.Evidence : Evidence.None;

    /// <summary>Table and field of the message where a row of a measure shows.</summary>
    public string ElementOf(string measure) => FileOf(TermOf(measure).Numerator[0]).Of.Element;

    /// <summary>Members a dimension can have, for filters; empty when they are many or only the data tell.</summary>
    public IReadOnlyList<Member> MembersOf(string dimension, DateOnly day)
    {
        if (catalogue.Measures.Values.Select(f => f.By.GetValueOrDefault(dimension)).FirstOrDefault(d => d is not null) is not { } declared)
            return [];
        if (declared.Names is { } names) return [.. names.Select(n => new Member(n.Key, n.Value))];
        if (declared.List is not { } list) return [];
        var entries = catalogue.Lists[list].Entries.Where(e => e.ValidFrom <= day && (e.ValidTo is null || e.ValidTo >= day))
            .DistinctBy(e => e.Code).ToArray();
        return entries.Length > Many ? [] : [.. entries.Select(e => new Member(e.Code, e.Name))];
    }

    private const int Many = 60;

    /// <summary>
    /// What is said of a value that is none of its dimension: which there are, or where they stand; null when it is one. What a list that
    /// is only begun does not know may be a value all the same: it is told when nothing was <paramref name="found"/>.
    /// </summary>
    public string? Strange(Question question, bool found = true)
    {
        foreach (var (code, values) in question.Where)
            if (DeclaredOf(code) is { } dimension
                && values.FirstOrDefault(v => v != Question.Unknown && !Knows(dimension, v)) is { } strange)
                return $"'{strange}' không phải là giá trị của {dimension.Name}. {ValuesOf(code, dimension, question.Slice.Period.End)}";
        return null;

        bool Knows(Dimension dimension, string value) => dimension.Names?.ContainsKey(value)
            ?? (dimension.List is not { } list || Finds(list, value)
                || (found && !catalogue.Lists[list].Declaration.CompleteOn(question.Slice.Period.End)));

        bool Finds(string list, string value)
        {
            catalogue.Lists[list].Find(value, question.Slice.Period.End, out var known);
            return known;
        }
    }

    private string ValuesOf(string code, Dimension dimension, DateOnly day) =>
        MembersOf(code, day) is { Count: > 0 } members ? $"Có: {string.Join(", ", members.Select(m => $"{m.Code} ({m.Name})"))}."
            : $"Xem danh mục {catalogue.Lists[dimension.List!].Declaration.Name} ở trang Danh mục.";

    /// <summary>How a dimension is declared: of which list, with which names.</summary>
    public Dimension? DeclaredOf(string dimension) =>
        catalogue.Measures.Values.Select(f => f.By.GetValueOrDefault(dimension)).FirstOrDefault(d => d is not null);

    public string NameOfDimension(string dimension) =>
        catalogue.Measures.Values.Select(f => f.By.GetValueOrDefault(dimension)).FirstOrDefault(d => d is not null)?.Name ?? dimension;

    /// <summary>What a measure or an indicator is.</summary>
    public MeasureCard Card(string code)
    {
        if (catalogue.Indicators.TryGetValue(code, out var i))
            return new(code, i.Name, i.Meaning, i.Basis, i.Unit, "Tỷ lệ", [], [.. Dimensions([code]).Select(d => d.Code)], false,
                [.. i.Numerator.Select(Name)], [.. i.Denominator.Select(Name)], i.Per, i.Owner, i.Review, i.Better);
        var file = FileOf(code);
        var m = file.Measures[code];
        return new(code, m.Name, m.Meaning, m.Basis, m.Unit, file.Of.Grain, [.. (m.Where ?? []).Select(c => file.Holds[c].Name)],
            [.. file.By.Keys], m.IsAdditive);
    }

    private string Name(string measure) => FileOf(measure).Measures[measure].Name;

    public bool IsKnown(string code) =>
        catalogue.Indicators.ContainsKey(code) || catalogue.Measures.Values.Any(f => f.Measures.ContainsKey(code));

    internal MeasureFile FileOf(string measure) => catalogue.Measures.Values.First(f => f.Measures.ContainsKey(measure));

    /// <summary>Facts behind some measures, denominators included.</summary>
    internal IEnumerable<MeasureFile> FilesOf(IEnumerable<string> measures) =>
        measures.Where(IsKnown).Select(TermOf).SelectMany(t => t.Numerator.Concat(t.Denominator ?? [])).Select(FileOf).Distinct();

    internal Term TermOf(string code) => catalogue.Indicators.TryGetValue(code, out var indicator)
        ? new(indicator.Numerator, indicator.Denominator, indicator.Per) : new([code], null, 1);
}
