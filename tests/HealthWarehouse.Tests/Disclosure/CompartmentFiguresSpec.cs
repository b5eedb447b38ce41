using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Demo;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;
using HealthWarehouse.Tests.Demo;

namespace HealthWarehouse.Tests.Disclosure;

/// <summary>
/// Compartments × figures, generated from the declarations. Whoever may read records and does not open a compartment sees, by any dimension
/// that knows its codes, exactly what there is without its records, as many as its lists hold. Whoever may not read records sees no small
/// cell of its codes, cannot work one out, and sees the rest.
/// </summary>
public sealed class CompartmentFiguresSpec(SmallProvince province,
    ITestOutputHelper output) : IClassFixture<SmallProvince>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly Dictionary<string, IReadOnlyList<string>> Everything = [];
    private readonly CatalogueFiles _catalogue = province.House.Catalogue;

    private DisclosureFile Rule => _catalogue.Disclosure;

    public static TheoryData<string> Compartments() => [.. CatalogueFiles.Load(Repo.File("catalogue")).Compartments.All.Select(c => c.Id)];

    [Theory, MemberData(nameof(Compartments))]
    public async Task Whoever_reads_records_sees_exactly_what_there_is_without_a_compartment_closed_to_him_and_lists_hold_as_much(
        string compartment)
    {
        var reader = Reader(_catalogue.Compartments.All.Select(c => c.Id).Where(c => c != compartment));
        var (left, cells) = (0m, 0);
        foreach (var (file, dimension) in Telling())
        {
            var measure = file.Measures.First(m => m.Value is { Sum: "1", IsAdditive: true, Where: null or { Count: 0 } }).Key;
            foreach (var beside in Scale.Full ? new string[][] { [], ["facility"], ["sex"], ["age_band"], ["commune"] } : [[]])
            {
                var question = new Question([measure], [dimension, .. beside],
                    new(Period.Parse("2026-08"), Geography: Geography.Since2025), Everything);
                var (seen, all) =
                    (await province.Figures.Ask(question, reader, Stop), await province.Figures.Ask(question, Guard.Viewer.House, Stop));
                var truth = await Without(compartment, file, question);
                seen.Rows.ToDictionary(Key, r => (long)r.Values[0]!)
                    .ShouldBe(truth, ignoreOrder: true, customMessage: $"{compartment}: {measure} by {string.Join('×', question.By)}");
                (seen.Total.Values[0], seen.IsVeiled, seen.LeavesOut is not null, all.LeavesOut)
                    .ShouldBe((truth.Values.Sum(), false, true, null));
                left += all.Total.Values[0]!.Value - seen.Total.Values[0]!.Value;
                foreach (var row in beside.Length > 0 || file.Episode is null
                    ? [] : seen.Rows.Where(r => r.Keys[0].Code is not null).Take(Scale.Full ? int.MaxValue : 5))
                {
                    var list = await province.Figures.Episodes(question with { By = [], Where = new Dictionary<string,
                        IReadOnlyList<string>> { [dimension] = [row.Keys[0].Code!] } }, 100_000, 0, reader, Stop);
                    list.Sum(e => e.Rows).ShouldBe((long)row.Values[0]!, $"{compartment}: {measure} where {dimension}={row.Keys[0].Code}");
                    cells++;
                }
            }
        }
        output.WriteLine($"{compartment}: {left} rows left out, {cells} lists counted");
        var closed = (await province.House.Warehouse.QueryText<long>(
            "select count(distinct record_key) from std.restricted where compartment = $compartment", new { compartment }, Stop))[0];
        (left > 0).ShouldBe(closed > 0);
        cells.ShouldBeGreaterThan(0);
    }

    /// <summary>What a table is without the records of a compartment, counted here over the facts in a way of its own.</summary>
    private async Task<Dictionary<string, long>> Without(string compartment, MeasureFile file, Question question)
    {
        var all = await province.Figures.Ask(question, Guard.Viewer.House, Stop);
        var closed = (await province.House.Warehouse.QueryText<long>(
            "select distinct record_key from std.restricted where compartment = $compartment", new { compartment }, Stop)).ToHashSet();
        var counts = all.Rows.ToDictionary(Key, r => (long)r.Values[0]!);
        foreach (var key in closed)
        {
            var query = new FactQuery(file, question.Slice, Guard.Viewer.House);
            query.KeepEpisode(key);
            var columns = question.By.Select((d, i) => $"cast({query.Column(d)} as varchar) as d{i}").ToArray();
            foreach (var row in await province.House.Warehouse.ReadText($"select {string.Join(", ", columns)}\n{query.From}",
                query.Arguments, r => string.Join('|', question.By.Select((_, i) => r.IsDBNull(i) ? "-" : r.GetString(i))), Stop))
                counts[row]--;
        }
        return counts.Where(c => c.Value != 0).ToDictionary();
    }

    [Theory, MemberData(nameof(Compartments))]
    public async Task No_small_cell_of_a_compartment_is_told_to_who_neither_opens_it_nor_reads_records(string compartment)
    {
        var (closed, open) = (Viewer(_catalogue.Compartments.All.Select(c => c.Id).Where(c => c != compartment)),
            Viewer(_catalogue.Compartments.All.Select(c => c.Id)));
        int small = 0, shown = 0, withheld = 0, asked = 0;
        foreach (var (file, dimension) in Telling())
        {
            var measure = file.Measures.First(m => m.Value is { Sum: "1", IsAdditive: true, Where: null or { Count: 0 } }).Key;
            var told = await Members(file, dimension, compartment);
            foreach (var beside in Scale.Full
                ? new string[][] { [], ["facility"], ["sex"], ["commune"], ["age_band", "insured"] } : [[], ["commune"]])
                foreach (var period in Scale.Full ? new[] { "2026-08", "2026-Q3", "2026" } : [beside is [] ? "2026" : "2026-08"])
                {
                    var question = new Question([measure], [dimension, .. beside],
                        new(Period.Parse(period), Geography: Geography.Since2025), Everything);
                    var (truth, seen, all) = (await province.Figures.Ask(question, Guard.Viewer.House, Stop),
                        await province.Figures.Ask(question, closed, Stop), await province.Figures.Ask(question, open, Stop));
                    all.Rows.Select(Line).ShouldBe(truth.Rows.Select(Line));
                    var rows = seen.Rows.ToDictionary(Key);
                    withheld += seen.Withholds(0) ? 1 : 0;
                    asked++;
                    var (onlooker, hidden) = (new Onlooker(), new List<(decimal Truth, string Atom)>());
                    foreach (var row in truth.Rows)
                    {
                        var (value, line) = (row.Values[0]!.Value, rows.GetValueOrDefault(Key(row)));
                        var veiled = line?.Hides(0) ?? seen.Withholds(0);
                        if (told.Contains(row.Keys[0].Code ?? "") && value > 0 && value < Rule.K)
                        {
                            small++;
                            veiled.ShouldBeTrue(
                                $"{compartment}: {measure} by {string.Join('×', question.By)} {period}: {Key(row)} = {value} is shown");
                            hidden.Add((value, Key(row)));
                        }
                        if (veiled) continue;
                        line.ShouldNotBeNull();
                        line.Values[0].ShouldBe(value);
                        onlooker.Knows(Key(row), value);
                        shown++;
                    }
                    // What is hidden may be nought: then no row of the truth has it.
                    var atoms = truth.Rows.Concat(seen.Rows).DistinctBy(Key).ToArray();
                    // Where no row is shown, anything might be beside those of the truth.
                    if (seen.Withholds(0))
                        atoms = [.. atoms,
                            .. truth.Rows.DistinctBy(r => string.Join('|', r.Keys.Skip(1).Select(k => k.Code)))
                            .Select(r => r with { Keys = [new("?", "?"), .. r.Keys.Skip(1)] })];
                    if (!seen.Total.Hides(0)) onlooker.Reads(atoms.Select(Key), truth.Total.Values[0]!.Value);
                    var coarse = await province.Figures.Ask(question with { By = beside }, closed, Stop);
                    if (beside.Length > 0)
                        foreach (var row in coarse.Rows.Where(r => !r.Hides(0)))
                            onlooker.Reads(atoms.Where(r => r.Keys.Skip(1).Select(k => k.Code).SequenceEqual(row.Keys.Select(k => k.Code)))
                                .Select(Key), row.Values[0]!.Value);
                    foreach (var (_, atom) in hidden.Take(40))
                    {
                        onlooker.Range([atom]).Least.ShouldBeLessThan(1e-6,
                            $"{compartment}: {measure} by {string.Join('×', question.By)} {period}: {atom} must be nought for all that " +
                                "is told");
                    }
                }
        }
        output.WriteLine($"{compartment}: {small} small cells hidden, {shown} figures shown, {withheld} of {asked} tables withheld");
        shown.ShouldBeGreaterThan(small);
    }

    [Fact]
    public async Task A_filter_shows_what_the_table_shows_and_nothing_more()
    {
        var (closed, hidden) = (Viewer([]), 0);
        foreach (var (dimension, period) in new[] { "category", "icd_group", "icd" }.SelectMany(d =>
            new[] { (d, "2026-08"), (d, "2026-Q2") }))
        {
            var table = await province.Figures.Ask(new(["encounters"], [dimension], new(Period.Parse(period)), Everything), closed, Stop);
            hidden += table.Rows.Count(r => r.Hides(0));
            foreach (var row in table.Rows.Where(r => r.Keys[0].Code is not null))
            {
                var filtered = await province.Figures.Ask(new(["encounters"], [], new(Period.Parse(period)), new Dictionary<string,
                    IReadOnlyList<string>> { [dimension] = [row.Keys[0].Code!] }), closed, Stop);
                (filtered.Total.Values[0], filtered.Total.Hides(0))
                    .ShouldBe((row.Values[0] ?? (row.Hides(0) ? null : 0), row.Hides(0)), $"{dimension}={row.Keys[0].Code} {period}");
            }
        }
        hidden.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_is_not_of_a_compartment_is_shown_to_the_last_one()
    {
        var closed = Viewer([]);
        foreach (var by in new string[][] { ["facility"], ["facility", "sex", "age_band", "insured"], ["commune", "month"] })
        {
            var question = new Question(["encounters", "deaths"], by, new(Period.Parse("2026-08")), Everything);
            (await province.Figures.Ask(question, closed, Stop)).Rows.Select(Line)
                .ShouldBe((await province.Figures.Ask(question, Guard.Viewer.House, Stop)).Rows.Select(Line));
        }
        (await province.Figures.Ask(new(["encounters"], ["category"], new(Period.Parse("2026-08")), Everything), closed,
            Stop)).Rows.ShouldContain(r => r.Values[0] > 0 && r.Values[0] < Rule.K, "small cells of other diseases stay");
        var plain = await province.Figures.Ask(new(["encounters", "deaths"], ["facility"], new(Period.Parse("2026-08")), Everything),
            Reader([]), Stop);
        plain.LeavesOut.ShouldBeNull();
        plain.Rows.Select(Line)
            .ShouldBe((await province.Figures.Ask(new(["encounters", "deaths"], ["facility"], new(Period.Parse("2026-08")), Everything),
            Guard.Viewer.House, Stop)).Rows.Select(Line));
    }

    [Fact]
    public async Task A_measure_that_touches_leaves_out_and_those_asked_beside_it_count_all()
    {
        var question = new Question(["infectious_cases", "diagnoses"], ["facility"], new(Period.Parse("2026")), Everything);
        var (closed, house) =
            (await province.Figures.Ask(question, Reader([]), Stop), await province.Figures.Ask(question, Guard.Viewer.House, Stop));
        closed.Total.Values[0]!.Value.ShouldBeLessThan(house.Total.Values[0]!.Value);
        closed.Total.Values[1].ShouldBe(house.Total.Values[1], string.Join("\n", closed.Plans.Select(p => p.Sql)));
        closed.LeavesOut.ShouldNotBeNull();
    }

    [Fact]
    public async Task Answers_are_kept_apart_by_the_compartments_closed_and_a_session_that_reads_no_records_is_answered_as_one_that_could()
    {
        var question = new Question(["encounters"], ["category"], new(Period.Parse("2026")), Everything);
        string[] all = [.. _catalogue.Compartments.All.Select(c => c.Id)];
        var totals = new List<decimal>();
        foreach (var opened in all.Select(c => all.Where(o => o != c)).Append(all).Append([]))
            totals.Add((await province.Figures.Ask(question, Reader(opened), Stop)).Total.Values[0]!.Value);
        var (whole, least) = (totals[^2], totals[^1]);
        totals.SkipLast(2).ShouldAllBe(t => t <= whole && t >= least);
        least.ShouldBeLessThan(whole);
        (await province.Figures.Ask(question, Viewer([]) with { HoldsRecords = true }, Stop)).Total.Values[0]
            .ShouldBe(least, "lists may be read with another token or grant");
    }

    [Fact]
    public async Task As_it_was_known_nothing_that_touches_is_answered_or_listed_since_compartments_are_known_of_records_as_they_are()
    {
        var question = new Question(["encounters"], [], new(Period.Parse("2026"), KnownAt: DateTimeOffset.UtcNow), new Dictionary<string,
            IReadOnlyList<string>> { ["category"] = ["B24"] });
        province.Figures.Fault(question, Reader([])).ShouldNotBeNull();
        await Should.ThrowAsync<RestrictedException>(() => province.Figures.Episodes(question, 10, 0, Reader([]), Stop));
        province.Figures.Fault(question, Reader(_catalogue.Compartments.All.Select(c => c.Id))).ShouldBeNull();
    }

    [Fact]
    public async Task Every_question_about_a_compartment_is_in_the_audit_before_it_is_answered_remembered_or_not()
    {
        var asker = Viewer([]) with { Account = $"hoi-{Guid.NewGuid():N}" };
        var touching = new Question(["encounters"], ["facility"], new(Period.Parse("2026")), new Dictionary<string,
            IReadOnlyList<string>> { ["category"] = ["B20"] });
        var plain = touching with { Where = Everything };
        for (var i = 0; i < 3; i++) await province.Figures.Ask(touching, asker, Stop);
        for (var i = 0; i < 3; i++) await province.Figures.Ask(plain, asker, Stop);
        var rows = await province.House.Operations.QueryText<AuditRow>("select * from audit where account = $account order by seq",
            new { account = asker.Account }, Stop);
        rows.Select(r => $"{r.Action} {r.ObjectType}")
            .ShouldBe(["ask restricted-figures", "ask restricted-figures", "ask restricted-figures"]);
        rows.ShouldAllBe(r => r.ObjectId.Contains("category=B20"));

        var silent = new Figures(_catalogue, province.House.Warehouse);
        await Should.ThrowAsync<InvalidOperationException>(() => silent.Ask(touching, asker, Stop));
        (await silent.Ask(plain, asker, Stop)).Rows.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_list_of_a_closed_compartment_is_empty_as_its_figure_is_and_a_group_lacks_the_same_in_both()
    {
        foreach (var (dimension, code, narrow) in new[] { ("category", "B20", true), ("category", "B24", true), ("icd_group", "039", true),
            ("chapter", "I", false), ("icd", "F99.9", true), ("category", "J18", false) })
        {
            var question = new Question(["encounters"], [], new(Period.Parse("2026")), new Dictionary<string,
                IReadOnlyList<string>> { [dimension] = [code] });
            var (list, figure) = (await province.Figures.Episodes(question, 100_000, 0, Reader([]), Stop),
                await province.Figures.Ask(question, Reader([]), Stop));
            figure.Total.Values[0].ShouldBe(list.Count, $"{dimension}={code}");
            (list.Count == 0).ShouldBe(narrow, $"{dimension}={code}");
        }
    }

    /// <summary>Dimensions that know diseases, drugs, services or tests, of every fact that counts rows.</summary>
    private IEnumerable<(MeasureFile File, string Dimension)> Telling() =>
        from file in _catalogue.Measures.Values.Where(DisclosureFile.Protects)
            .Where(f => f.Measures.Any(m => m.Value is { Sum: "1", IsAdditive: true, Where: null or { Count: 0 } })
            && f.By.ContainsKey("sex"))
        from dimension in file.By
        where dimension.Value.List is "icd10" or "icd10-group" or "icd10-chapter" || dimension.Key is "drug" or "service" or "test"
        select (file, dimension.Key);

    /// <summary>
    /// Members that tell of a compartment, worked out here in a way of its own: codes by their ranges, names by the declared signs row by
    /// row.
    /// </summary>
    private async Task<HashSet<string>> Members(MeasureFile file, string dimension, string compartment)
    {
        var declared = _catalogue.Compartments.Find(compartment)!;
        var categories = declared.Icd.SelectMany(i => i.Contains('.') ? [i[..3]] : IcdRange.Categories(i)).ToHashSet();
        var column = file.By[dimension].Column;
        if (file.By[dimension].List is null)
        {
            var (code, name) = ($"{column[..^5]}_code", column);
            var signs = (declared.Signs ?? []).Where(s => s.Table == file.Of.Element.Split('/')[0]).ToArray();
            var lines = await province.House.Warehouse.QueryText<(string? Code,
                string? Name)>($"select distinct {code}, {name} from {file.Table} f", null, Stop);
            return [.. lines.Where(l =>
                signs.Any(s => s.Words?.Any(w => l.Name?.Contains(w, StringComparison.OrdinalIgnoreCase) is true) is true
                || s.Codes?.Contains(l.Code) is true)).Select(l => l.Name!)];
        }
        var codes = (await province.House.Warehouse.QueryText<string>("select distinct icd from core.diagnosis union " +
            "select distinct main_icd from core.encounter where main_icd is not null", null, Stop)).ToArray();
        bool Is(string icd) =>
            declared.Icd.Any(i =>
            i.Contains('.') ? icd.StartsWith(i, StringComparison.Ordinal) : IcdRange.Categories(i).Contains(icd[..3]));
        return file.By[dimension].List switch
        {
            "icd10" when dimension == "category" => categories,
            "icd10" => [.. codes.Where(Is)],
            "icd10-group" =>
                [.. Rows("icd10-groups.csv", "codes").Where(g => IcdRange.Categories(g.Codes).All(categories.Contains)).Select(g => g.Key)],
            _ => [.. _catalogue.Rows("icd10-chapters.csv") is var c
                ? c.Rows.Where(r => IcdRange.Categories($"{r[c.Index("from")]}-{r[c.Index("to")]}").All(categories.Contains))
                .Select(r => r[c.Index("chapter")]!) : []],
        };

        IEnumerable<(string Key, string Codes)> Rows(string list, string codesIn) =>
            _catalogue.Rows(list) is var r ? r.Rows.Select(row => (row[0]!, row[r.Index(codesIn)]!)) : [];
    }

    private static Viewer Viewer(IEnumerable<string> compartments) => new("an", "An", "specialist")
    {
        Rights = new HashSet<Right> { Right.Figures, Right.SmallCells }, Compartments = compartments.ToHashSet(),
    };

    private static Viewer Reader(IEnumerable<string> compartments) =>
        Viewer(compartments) with { Rights = new HashSet<Right> { Right.Figures, Right.SmallCells, Right.Records } };

    private static string Key(Figure row) => string.Join('|', row.Keys.Select(k => k.Code ?? "-"));

    private static string Line(Figure row) => $"{Key(row)}={string.Join(',', row.Values)}{string.Concat(row.Hidden ?? [])}";
}
