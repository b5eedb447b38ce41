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
/// Compartments × figures, generated from the declarations: whoever does not open a compartment sees no small cell of its codes by any dimension that knows them,
/// cannot work one out from what is shown, and sees the rest. Whoever opens it sees all.
/// </summary>
public sealed class CompartmentFiguresSpec(CompartmentFiguresSpec.Province province, ITestOutputHelper output) : IClassFixture<CompartmentFiguresSpec.Province>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly Dictionary<string, IReadOnlyList<string>> Everything = [];
    private readonly CatalogueFiles _catalogue = province.House.Catalogue;

    private DisclosureFile Rule => _catalogue.Disclosure;

    public sealed class Province : IAsyncLifetime
    {
        private Sent _sent = null!;

        internal HealthWarehouse.Operate.House House => _sent.Test.House;
        internal Figures Figures { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _sent = await Sent.Load(Engine.DuckDb, new() { People = 3000, Months = 6, Errors = 0, EndsOn = new(2026, 9, 30) });
            Figures = new(House.Catalogue, House.Warehouse, House.Audit);
        }

        public async ValueTask DisposeAsync() => await _sent.Test.DisposeAsync();
    }

    public static TheoryData<string> Compartments() => [.. CatalogueFiles.Load(Repo.File("catalogue")).Compartments.All.Select(c => c.Id)];

    [Theory, MemberData(nameof(Compartments))]
    public async Task No_small_cell_of_a_compartment_is_told_to_who_does_not_open_it(string compartment)
    {
        var (closed, open) = (Viewer(_catalogue.Compartments.All.Select(c => c.Id).Where(c => c != compartment)), Viewer(_catalogue.Compartments.All.Select(c => c.Id)));
        int small = 0, shown = 0, withheld = 0, asked = 0;
        foreach (var (file, dimension) in Telling())
        {
            var measure = file.Measures.First(m => m.Value is { Sum: "1", IsAdditive: true, Where: null or { Count: 0 } }).Key;
            var told = await Members(file, dimension, compartment);
            foreach (var beside in Scale.Full ? new string[][] { [], ["facility"], ["sex"], ["commune"], ["age_band", "insured"] } : [[], ["facility"], ["commune"]])
                foreach (var period in Scale.Full ? new[] { "2026-08", "2026-Q3", "2026" } : [beside is ["facility"] ? "2026" : "2026-08"])
                {
                    var question = new Question([measure], [dimension, .. beside], new(Period.Parse(period), Geography: Geography.Since2025), Everything);
                    var (truth, seen, all) = (await province.Figures.Ask(question, Guard.Viewer.House, Stop), await province.Figures.Ask(question, closed, Stop), await province.Figures.Ask(question, open, Stop));
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
                            veiled.ShouldBeTrue($"{compartment}: {measure} by {string.Join('×', question.By)} {period}: {Key(row)} = {value} is shown");
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
                    if (seen.Withholds(0)) atoms = [.. atoms, .. truth.Rows.DistinctBy(r => string.Join('|', r.Keys.Skip(1).Select(k => k.Code))).Select(r => r with { Keys = [new("?", "?"), .. r.Keys.Skip(1)] })];
                    if (!seen.Total.Hides(0)) onlooker.Reads(atoms.Select(Key), truth.Total.Values[0]!.Value);
                    var coarse = await province.Figures.Ask(question with { By = beside }, closed, Stop);
                    if (beside.Length > 0)
                        foreach (var row in coarse.Rows.Where(r => !r.Hides(0)))
                            onlooker.Reads(atoms.Where(r => r.Keys.Skip(1).Select(k => k.Code).SequenceEqual(row.Keys.Select(k => k.Code))).Select(Key), row.Values[0]!.Value);
                    foreach (var (_, atom) in hidden.Take(40))
                    {
                        var (least, most) = onlooker.Range([atom]);
                        var about = $"{compartment}: {measure} by {string.Join('×', question.By)} {period}: {atom} lies within [{least:0.##}, {most:0.##}]";
                        least.ShouldBeLessThan(1e-6, about);
                        most.ShouldBeGreaterThan(Math.Min(Rule.K - 1, Around(atom)) - (seen.Withholds(0) ? Rule.K : 1e-6), about);
                    }

                    double Around(string atom) => (double)(beside.Length == 0 ? truth.Total.Values[0]! : coarse.Rows.First(r => atom.EndsWith($"|{Key(r)}", StringComparison.Ordinal)).Values[0]!) is var total && total >= Rule.K ? total : 1;
                }
        }
        output.WriteLine($"{compartment}: {small} small cells hidden, {shown} figures shown, {withheld} of {asked} tables withheld");
        shown.ShouldBeGreaterThan(small);
    }

    [Fact]
    public async Task A_filter_shows_what_the_table_shows_and_nothing_more()
    {
        var (closed, hidden) = (Viewer([]), 0);
        foreach (var (dimension, period) in new[] { "category", "icd_group", "icd" }.SelectMany(d => new[] { (d, "2026-08"), (d, "2026-Q2") }))
        {
            var table = await province.Figures.Ask(new(["encounters"], [dimension], new(Period.Parse(period)), Everything), closed, Stop);
            hidden += table.Rows.Count(r => r.Hides(0));
            foreach (var row in table.Rows.Where(r => r.Keys[0].Code is not null))
            {
                var filtered = await province.Figures.Ask(new(["encounters"], [], new(Period.Parse(period)), new Dictionary<string, IReadOnlyList<string>> { [dimension] = [row.Keys[0].Code!] }), closed, Stop);
                (filtered.Total.Values[0], filtered.Total.Hides(0)).ShouldBe((row.Values[0] ?? (row.Hides(0) ? null : 0), row.Hides(0)), $"{dimension}={row.Keys[0].Code} {period}");
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
            (await province.Figures.Ask(question, closed, Stop)).Rows.Select(Line).ShouldBe((await province.Figures.Ask(question, Guard.Viewer.House, Stop)).Rows.Select(Line));
        }
        (await province.Figures.Ask(new(["encounters"], ["category"], new(Period.Parse("2026-08")), Everything), closed, Stop)).Rows.ShouldContain(r => r.Values[0] > 0 && r.Values[0] < Rule.K, "small cells of other diseases stay");
    }

    [Fact]
    public async Task Every_question_about_a_compartment_is_in_the_audit_before_it_is_answered_remembered_or_not()
    {
        var asker = Viewer([]) with { Account = $"hoi-{Guid.NewGuid():N}" };
        var touching = new Question(["encounters"], ["facility"], new(Period.Parse("2026")), new Dictionary<string, IReadOnlyList<string>> { ["category"] = ["B20"] });
        var plain = touching with { Where = Everything };
        for (var i = 0; i < 3; i++) await province.Figures.Ask(touching, asker, Stop);
        for (var i = 0; i < 3; i++) await province.Figures.Ask(plain, asker, Stop);
        var rows = await province.House.Operations.QueryText<AuditRow>("select * from audit where account = $account order by seq", new { account = asker.Account }, Stop);
        rows.Select(r => $"{r.Action} {r.ObjectType}").ShouldBe(["ask restricted-figures", "ask restricted-figures", "ask restricted-figures"]);
        rows.ShouldAllBe(r => r.ObjectId.Contains("category=B20"));

        var silent = new Figures(_catalogue, province.House.Warehouse);
        await Should.ThrowAsync<InvalidOperationException>(() => silent.Ask(touching, asker, Stop));
        (await silent.Ask(plain, asker, Stop)).Rows.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Behind_figures_of_a_compartment_there_is_no_list_for_who_does_not_open_it_whether_or_not_there_is_anybody()
    {
        foreach (var (dimension, code) in new[] { ("category", "B20"), ("category", "B24"), ("icd_group", "039"), ("chapter", "I"), ("chapter", "V"), ("icd", "F99.9"), ("category", "O98") })
        {
            var question = new Question(["encounters"], [], new(Period.Parse("2026")), new Dictionary<string, IReadOnlyList<string>> { [dimension] = [code] });
            await Should.ThrowAsync<RestrictedException>(() => province.Figures.Episodes(question, 10, 0, Viewer([]), Stop));
            await province.Figures.Episodes(question, 10, 0, Viewer(_catalogue.Compartments.All.Select(c => c.Id)), Stop);
        }
        var other = new Question(["encounters"], [], new(Period.Parse("2026")), new Dictionary<string, IReadOnlyList<string>> { ["category"] = ["J18"] });
        (await province.Figures.Episodes(other, 10, 0, Viewer([]), Stop)).ShouldNotBeEmpty();
    }

    /// <summary>Dimensions that know diseases, drugs, services or tests, of every fact that counts rows.</summary>
    private IEnumerable<(MeasureFile File, string Dimension)> Telling() =>
        from file in _catalogue.Measures.Values.Where(Rule.Protects).Where(f => f.Measures.Any(m => m.Value is { Sum: "1", IsAdditive: true, Where: null or { Count: 0 } }) && f.By.ContainsKey("sex"))
        from dimension in file.By where dimension.Value.List is "icd10" or "icd10-group" or "icd10-chapter" || dimension.Key is "drug" or "service" or "test"
        select (file, dimension.Key);

    /// <summary>Members that tell of a compartment, worked out here in a way of its own: codes by their ranges, names by the declared signs row by row.</summary>
    private async Task<HashSet<string>> Members(MeasureFile file, string dimension, string compartment)
    {
        var declared = _catalogue.Compartments.Find(compartment)!;
        var categories = declared.Icd.SelectMany(i => i.Contains('.') ? [i[..3]] : IcdRange.Categories(i)).ToHashSet();
        var column = file.By[dimension].Column;
        if (file.By[dimension].List is null)
        {
            var (code, name) = ($"{column[..^5]}_code", column);
            var signs = (declared.Signs ?? []).Where(s => s.Table == file.Element.Split('/')[0]).ToArray();
            var lines = await province.House.Warehouse.QueryText<(string? Code, string? Name)>($"select distinct {code}, {name} from {file.Fact} f", null, Stop);
            return [.. lines.Where(l => signs.Any(s => s.Words?.Any(w => l.Name?.Contains(w, StringComparison.OrdinalIgnoreCase) is true) is true || s.Codes?.Contains(l.Code) is true)).Select(l => l.Name!)];
        }
        var codes = (await province.House.Warehouse.QueryText<string>("select distinct icd from core.diagnosis union select distinct main_icd from core.encounter where main_icd is not null", null, Stop)).ToArray();
        bool Is(string icd) => declared.Icd.Any(i => i.Contains('.') ? icd.StartsWith(i, StringComparison.Ordinal) : IcdRange.Categories(i).Contains(icd[..3]));
        return file.By[dimension].List switch
        {
            "icd10" when dimension == "category" => categories,
            "icd10" => [.. codes.Where(Is)],
            "icd10-group" => [.. Rows("icd10-groups.csv", "codes").Where(g => IcdRange.Categories(g.Codes).All(categories.Contains)).Select(g => g.Key)],
            _ => [.. _catalogue.Rows("icd10-chapters.csv") is var c ? c.Rows.Where(r => IcdRange.Categories($"{r[c.Index("from")]}-{r[c.Index("to")]}").All(categories.Contains)).Select(r => r[c.Index("chapter")]!) : []],
        };

        IEnumerable<(string Key, string Codes)> Rows(string list, string codesIn) => _catalogue.Rows(list) is var r ? r.Rows.Select(row => (row[0]!, row[r.Index(codesIn)]!)) : [];
    }

    private static Viewer Viewer(IEnumerable<string> compartments) => new("an", "An", "specialist")
    {
        Rights = new HashSet<Right> { Right.Figures, Right.SmallCells, Right.Records }, Compartments = compartments.ToHashSet(),
    };

    private static string Key(Figure row) => string.Join('|', row.Keys.Select(k => k.Code ?? "-"));

    private static string Line(Figure row) => $"{Key(row)}={string.Join(',', row.Values)}{string.Concat(row.Hidden ?? [])}";
}
