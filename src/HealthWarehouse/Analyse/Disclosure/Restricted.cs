using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse.Disclosure;

/// <summary>
/// Which figures tell who is in a restricted compartment: measures whose conditions name its codes, and members of dimensions that are its
/// codes or little more. Worked out from the declarations; which drugs, services and tests bear a code of a compartment is looked up among
/// the facts.
/// </summary>
internal sealed partial class Restricted(CatalogueFiles catalogue, Warehouse warehouse, MeasureBook book) : IDisposable
{
    public static readonly IReadOnlySet<string> None = new HashSet<string>();
    private readonly CommitMemory<IReadOnlyDictionary<string, IReadOnlySet<string>>> _named = new(warehouse, 100_000, n => 10 + n.Count);
    private readonly ConcurrentDictionary<string, Touch> _touches = new();

    public void Dispose() => _named.Dispose();

    /// <summary>Compartments something tells of: <c>Narrow</c> of hardly anything else, <c>Any</c> at least among others.</summary>
    private sealed record Touch(IReadOnlySet<string> Narrow, IReadOnlySet<string> Any)
    {
        public static readonly Touch Nothing = new(None, None);
    }

    /// <summary>How a dimension tells of compartments: by codes of diseases, by names of a column, or by its own words.</summary>
    private sealed record Tells(string? List, string? Column, IReadOnlySet<string> Of, Touch Words);

    public IReadOnlySet<string> All => field ??= catalogue.Compartments.All.Select(c => c.Id).ToHashSet();

    public IReadOnlySet<string> ClosedTo(Viewer viewer) => viewer.OpensAll ? None : All.Where(c => !viewer.Opens(c)).ToHashSet();

    /// <summary>
    /// Whether a question is of a kind that tells of any of some compartments: by a measure, or by a dimension it is split or filtered by.
    /// </summary>
    public bool Touches(Question question, IReadOnlySet<string> compartments) => compartments.Count > 0 && Files(question).Any(f =>
        Dimensions(question, f)
            .Any(d => TellsOf(f, d) is { } tells && (tells.Of.Overlaps(compartments) || tells.Words.Narrow.Overlaps(compartments)))
        || Measures(question).Where(m => book.FileOf(m) == f)
            .Any(m => OfMeasure(f, f.Measures[m].Where ?? []).Narrow.Overlaps(compartments)));

    /// <summary>
    /// The measures behind a question that tell of any of some compartments, were it among however many others: by what they count, or by a
    /// dimension whose members tell of any compartment at all, whatever the values (who is in one has drugs and services of the others'
    /// kind too).
    /// </summary>
    public IReadOnlySet<string> Touched(Question question, IReadOnlySet<string> compartments) =>
        compartments.Count == 0 ? None : Measures(question).Where(m => IsTouched(question, m, compartments)).ToHashSet();

    private bool IsTouched(Question question, string measure, IReadOnlySet<string> compartments)
    {
        var file = book.FileOf(measure);
        return Dimensions(question, file).Any(d => TellsOf(file, d) is not null)
            || OfMeasure(file, file.Measures[measure].Where ?? []).Any.Overlaps(compartments);
    }

    /// <summary>What of the tables behind a question is protected for the sake of some compartments.</summary>
    public async Task<Shield> ShieldOf(Question question, IReadOnlySet<string> compartments, CancellationToken stop)
    {
        var named = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlySet<string>>>();
        var tells = new Dictionary<string, Tells>();
        foreach (var file in Files(question))
            foreach (var dimension in Dimensions(question, file)
                .SelectMany(d => catalogue.Disclosure.Around(d).Where(file.By.ContainsKey).Prepend(d)).Distinct())
                if (TellsOf(file, dimension) is { } found)
                {
                    tells[dimension] = found;
                    if (found.Column is not null) named[dimension] = await Named(file, found, stop);
                }
        return new(string.Join(',', compartments.Order(StringComparer.Ordinal)), catalogue.Compartments.Figures,
            (dimension, code) => code is not null && tells.TryGetValue(dimension, out var t) && (t.Words.Narrow.Overlaps(compartments)
                || (t.List is { } list && OfCode(list, code).Narrow.Overlaps(compartments))
                    || (named.TryGetValue(dimension, out var names) && names.TryGetValue(code, out var of) && of.Overlaps(compartments))),
            tells.ContainsKey, count => OfMeasure(count.File, count.Where).Narrow.Overlaps(compartments));
    }

    private IEnumerable<string> Measures(Question question) =>
        question.Measures.Where(book.IsKnown).Select(book.TermOf).SelectMany(t => t.Numerator.Concat(t.Denominator ?? [])).Distinct();

    private IEnumerable<MeasureFile> Files(Question question) => book.FilesOf(question.Measures);

    private static IEnumerable<string> Dimensions(Question question, MeasureFile file) =>
        question.By.Concat(question.Where.Keys).Where(file.By.ContainsKey).Distinct();

    private Tells? TellsOf(MeasureFile file, string dimension)
    {
        var declared = file.By[dimension];
        var words = OfSql(file, declared.Column);
        if (declared.List is Diseases or Groups or Chapters
            || (declared.List is null && words.Any.Count == 0 && DiseaseColumn().IsMatch(declared.Column)))
            return new(declared.List ?? Diseases, null,
                catalogue.Compartments.All.Where(c => c.Icd.Count > 0).Select(c => c.Id).ToHashSet(), words);
        var signs = declared.Join is null && OwnColumn().Match(declared.Column) is { Success: true } own
            ? SignsOf(file, own.Groups[1].Value).Select(r => r.Compartment).ToHashSet() : None;
        return signs.Count > 0 ? new(null, declared.Column, signs, words) : words.Any.Count > 0 ? new(null, null, words.Any, words) : null;
    }

    /// <summary>Rules of compartments over a column of a fact or its other half: a code beside its name.</summary>
    private IEnumerable<CompartmentRule> SignsOf(MeasureFile file, string column) =>
        catalogue.Compartments.Rules.Where(r => r is { Tests.Count: > 0 } && r.Table == TableOf(file) && r.Tests[0].Field.List != Diseases
            && Stem(r.Tests[0].Field.To) == Stem(column));

    private static string Stem(string column) =>
        column.EndsWith("_code", StringComparison.Ordinal) || column.EndsWith("_name", StringComparison.Ordinal) ? column[..^5] : column;

    private static string TableOf(MeasureFile file) => file.Of.Element.Split('/')[0];

    /// <summary>Members of a dimension that bear a code or a word of a compartment anywhere among the facts.</summary>
    private Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> Named(MeasureFile file, Tells tells, CancellationToken stop) =>
        _named.Get($"{file.Code}|{tells.Column}", async token =>
    {
        var parts = file.Table.Split('.');
        var columns = (await warehouse.QueryText<string>("select column_name from information_schema.columns where table_schema = " +
            "$schema and table_name = $name", new { schema = parts[0], name = parts[^1] }, token)).ToHashSet();
        var found = new Dictionary<string, HashSet<string>>();
        foreach (var rules in SignsOf(file, OwnColumn().Match(tells.Column!).Groups[1].Value)
            .Where(r => columns.Contains(r.Tests[0].Field.To)).GroupBy(r => r.Compartment))
        {
            var holds = string.Join(" or ",
                rules.Select(r => $"coalesce(matches(cast(f.{r.Tests[0].Field.To} as varchar), '{r.Tests[0].Pattern}'), false)"));
            foreach (var name in await warehouse.QueryText<string>($"select distinct cast({tells.Column} as varchar) from {file.Table} f " +
                $"where {tells.Column} is not null and ({holds})", null, token))
                (found.TryGetValue(name, out var of) ? of : found[name] = []).Add(rules.Key);
        }
        return found.ToDictionary(f => f.Key, f => (IReadOnlySet<string>)f.Value);
    }, stop);

    /// <summary>What the conditions of a measure name, and the table its rows come from.</summary>
    private Touch OfMeasure(MeasureFile file, IEnumerable<string> conditions)
    {
        Touch[] all = [.. conditions.Where(file.Holds.ContainsKey).Select(c => OfSql(file, file.Holds[c].Sql))];
        var whole = catalogue.Compartments.All.Where(c => c.Tables?.Contains(TableOf(file)) is true).Select(c => c.Id).ToArray();
        return all.Length == 0 && whole.Length == 0
            ? Touch.Nothing
            : new(all.SelectMany(t => t.Narrow).Concat(whole).ToHashSet(), all.SelectMany(t => t.Any).Concat(whole).ToHashSet());
    }

    private Touch OfSql(MeasureFile file, string sql) => _touches.GetOrAdd($"sql|{file.Code}|{sql}", _ =>
    {
        string[] texts = [.. Text().Matches(sql).Select(m => m.Groups[1].Value)];
        var codes = DiseaseColumn().IsMatch(sql) ? CodesIn(sql, texts) : [];
        var (narrow, any) = Judged(codes);
        foreach (var compartment in catalogue.Compartments.All)
            if ((compartment.Signs ?? [])
                .Any(s => (s.Table == catalogue.Usual.Main || s.Table == TableOf(file)) && Regex.IsMatch(sql, $@"\b{s.Column}\b")
                && texts.Any(t => Says(s, t))))
                (narrow, any) = ([.. narrow, compartment.Id], [.. any, compartment.Id]);
        return new(narrow, any);
    });

    private static bool Says(RowSign sign, string text) => sign.Codes?.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase) is true
        || sign.Words?.Any(w =>
            text.Contains(w, StringComparison.OrdinalIgnoreCase) || (Pattern(text) is { } pattern && pattern.IsMatch(w))) is true;

    /// <summary>Codes of diseases a condition names: one by one, from one to another, or by a pattern.</summary>
    private HashSet<string> CodesIn(string sql, string[] texts)
    {
        HashSet<string> codes =
            [.. Between().Matches(sql).SelectMany(m => IcdRange.Categories($"{m.Groups[1].Value}-{m.Groups[2].Value}"))];
        foreach (var text in texts)
            if (Icd10.TryParse(text, out var icd)) codes.Add(icd.Code);
            else if (text.Length > 1
                && Pattern(text.Contains('%')
                ? $"^{Regex.Escape(text).Replace("%", ".*", StringComparison.Ordinal)}$" : text) is { } pattern)
                codes.UnionWith(Every.Where(c => pattern.IsMatch(c)));
        return codes;
    }

    /// <summary>Every category there can be, and the finer codes compartments name.</summary>
    private string[] Every =>
        field ??= [.. IcdRange.Categories("A00-Z99"), .. catalogue.Compartments.All.SelectMany(c => c.Icd).Where(c => c.Contains('.'))];

    private static Regex? Pattern(string text)
    {
        try
        {
            return new(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private const string Diseases = "icd10", Groups = "icd10-group", Chapters = "icd10-chapter";

    /// <summary>What a member of a list of diseases, of their groups or chapters tells of.</summary>
    private Touch OfCode(string list, string code) =>
        _touches.GetOrAdd($"{list}|{code}|{(list == Diseases ? "" : catalogue.Digest)}", _ => list switch
    {
        Groups => Of(Ranges("icd10-groups.csv", "group", r => r("codes"), code)),
        Chapters => Of(Ranges("icd10-chapters.csv", "chapter", r => $"{r("from")}-{r("to")}", code)),
        _ => Of([code]),
    });

    private IEnumerable<string> Ranges(string file, string key, Func<Func<string, string?>, string?> codes, string member)
    {
        var rows = catalogue.Rows(file);
        return rows.Rows.Where(r => r[rows.Index(key)] == member).Select(r => codes(c => r[rows.Index(c)])).OfType<string>()
            .SelectMany(IcdRange.Categories);
    }

    private Touch Of(IEnumerable<string> codes) => Judged([.. codes]) is var (narrow, any) ? new(narrow, any) : Touch.Nothing;

    /// <summary>Compartments some codes belong to; narrowly where few categories of others are among them.</summary>
    private (HashSet<string> Narrow, HashSet<string> Any) Judged(HashSet<string> codes)
    {
        var (narrow, any) = (new HashSet<string>(), new HashSet<string>());
        foreach (var compartment in catalogue.Compartments.All)
        {
            var others = codes.Where(c => !IsOf(compartment, c)).Select(c => c[..Math.Min(3, c.Length)]).Distinct().Count();
            if (codes.All(c => !IsOf(compartment, c))) continue;
            any.Add(compartment.Id);
            if (others < catalogue.Compartments.Figures.Breadth) narrow.Add(compartment.Id);
        }
        return (narrow, any);
    }

    /// <summary>Whether a code is one of a compartment; a category is when any finer code of it is.</summary>
    private static bool IsOf(RestrictedCompartment compartment, string code) =>
        Icd10.TryParse(code, out var icd) && compartment.Icd.Any(i =>
        i.Contains('.') ? icd.Code.StartsWith(i, StringComparison.Ordinal) || icd.Code == i[..3] : Within(i, icd.Category));

    private static bool Within(string range, string category) =>
        string.CompareOrdinal(category, range[..3]) >= 0 && string.CompareOrdinal(category, range[^3..]) <= 0;

    [GeneratedRegex(@"\b(main_|any_)?(icd|category)\b")] private static partial Regex DiseaseColumn();

    [GeneratedRegex(@"^f\.(\w+)$")] private static partial Regex OwnColumn();

    [GeneratedRegex("'([^']*)'")] private static partial Regex Text();

    [GeneratedRegex(@"between\s+'([A-Z]\d\d)'\s+and\s+'([A-Z]\d\d)'", RegexOptions.IgnoreCase)] private static partial Regex Between();
}

/// <summary>
/// What of a table is protected from a viewer: every small cell, or only those that tell of compartments closed to it. <c>Member</c> says
/// whether a member of a dimension does, <c>Dimension</c> whether any member may, <c>Whole</c> whether all of a count does.
/// </summary>
internal sealed record Shield(string Key, RestrictedFigures? Rule, Func<string, string?, bool> Member, Func<string, bool> Dimension,
    Func<Count, bool> Whole)
{
    public static readonly Shield Everything = new("", null, (_, _) => true, _ => true, _ => true);

    /// <summary>Every small cell is protected, whatever it tells of.</summary>
    public bool IsEverything => Rule is null;
}
