using CsCheck;
using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Demo;
using HealthWarehouse.Guard;
using HealthWarehouse.Report;
using HealthWarehouse.Store;
using HealthWarehouse.Tests.Demo;

namespace HealthWarehouse.Tests.Disclosure;

/// <summary>
/// The tables of every report and every tile of the made-up province, and random ones, as they would be published: an onlooker who writes
/// all that is shown as equations cannot narrow a hidden figure below what is declared, no small figure is shown, and not all is hidden.
/// </summary>
public sealed class SuppressionSpec(SmallProvince province, ITestOutputHelper output) : IClassFixture<SmallProvince>
{
    private static readonly Viewer Leader = new("lanh-dao", "Lãnh đạo", "leader")
    {
        Rights = CatalogueFiles.Load(Repo.File("catalogue")).Access.RightsOf("leader", DataClass.Aggregate),
    };
    private static readonly Viewer Outside = new("so-khac", "Sở khác", "system")
    {
        Rights = CatalogueFiles.Load(Repo.File("catalogue")).Access.RightsOf("system", DataClass.Pseudonymous),
    };
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly Dictionary<string, IReadOnlyList<string>> Everything = [];
    private readonly CatalogueFiles _catalogue = province.House.Catalogue;
    private readonly Figures _figures = province.Figures;
    private int _large, _largeHidden;

    private static readonly string[] Dimensions =
        ["facility", "sex", "age_band", "insured", "visit_type", "facility_kind", "commune", "chapter", "category"],
        Measured = ["encounters", "inpatient_cases", "outpatient_female", "deaths", "people_seen", "hospital_amount", "average_stay"],
            Periods = ["2026", "2026-Q2", "2026-08", "2026-H1"];

    /// <summary>Random questions asked; KHOYTE_SUPPRESSION_QUESTIONS sets it.</summary>
    private static readonly int Questions =
        int.TryParse(Environment.GetEnvironmentVariable("KHOYTE_SUPPRESSION_QUESTIONS"), out var questions) ? questions : 12;

    private DisclosureFile Rule => _catalogue.Disclosure;

    /// <summary>A year and a month; with KHOYTE_TESTS=full a quarter too.</summary>
    public static TheoryData<string> Shown => Scale.Full ? ["2026", "2026-Q2", "2026-07"] : ["2026", "2026-07"];

    [Theory, MemberData(nameof(Shown))]
    public async Task Every_form_keeps_what_it_hides(string period)
    {
        foreach (var report in _catalogue.Reports.Values)
        {
            string[] measures = [.. ReportColumns.Flat(report).Select(c => c.Measure).OfType<string>().Distinct()];
            string[] by = report.Rows.Under is { } under ? [under, report.Rows.Dimension] : [report.Rows.Dimension];
            await Look($"{report.Code} {period}", new(measures, by, new(Period.Parse(period)), Everything));
        }
    }

    [Theory, InlineData("2026"), InlineData("2026-Q3"), InlineData("2026-08")]
    public async Task Every_tile_of_every_dashboard_keeps_what_it_hides(string period)
    {
        var dashboards = new Dashboards(_catalogue, _figures);
        foreach (var dashboard in dashboards.All)
            foreach (var where in period != "2026" ? new[] { Everything } : [Everything, new() { ["sex"] = ["2"] }])
                foreach (var tile in await dashboards.Compute(dashboard, new(Period.Parse(period)), where, Viewer.House, Stop))
                {
                    var question = tile.Question with { Compare = null, Top = null };
                    if (_figures.ProtectedFault(question) is null) await Look($"{dashboard.Code}/{tile.Tile.Id} {period}", question);
                }
        _largeHidden.ShouldBeLessThan(_large * 9 / 10, "not all may be hidden, even of so few people");
    }

    private async Task Look(string what, Question question) => Look(what,
        await _figures.Ask(question with { Slice = question.Slice with { Geography = Geography.Since2025 } }, Viewer.House, Stop),
        await _figures.Protected(question, Stop), whole: true);

    [Fact]
    public async Task Months_quarters_halves_and_years_together_do_not_tell_what_each_of_them_hides()
    {
        foreach (var (measure, dimensions) in new (string, string[])[] { ("encounters", ["facility"]), ("inpatient_cases", ["age_band"]),
            ("inpatient_female", ["sex"]), ("encounters", ["sex", "insured"]) })
            await Family(measure, dimensions);
    }

    [Fact]
    public async Task A_figure_is_hidden_alike_whatever_way_it_is_asked_for()
    {
        Gen<string[]> dimensions = Gen.Shuffle(Dimensions, 2), measured = Gen.Shuffle(Measured, 2);
        await Gen.Select(dimensions, measured, Gen.Int[0, Periods.Length - 1].Select(i => Periods[i]))
            .SampleAsync(async (by, measures, period) =>
        {
            var slice = new Slice(Period.Parse(period));
            var question = new Question(measures, by, slice, Everything);
            if (_figures.ProtectedFault(question) is not null) return;
            var shown = await _figures.Protected(question, Stop);
            Look($"{string.Join('+', measures)} by {string.Join('×', by)} {period}",
                await _figures.Ask(question with { Slice = slice with { Geography = Geography.Since2025 } }, Viewer.House, Stop), shown,
                whole: true);

            var turned = await _figures.Protected(question with { By = [by[1], by[0]] }, Stop);
            Told(turned, r => $"{r.Keys[1].Code}|{r.Keys[0].Code}")
                .ShouldBe(Told(shown, r => $"{r.Keys[0].Code}|{r.Keys[1].Code}"), $"turned: {string.Join('×', by)}");
            if (shown.Rows.FirstOrDefault(r => r.Keys[0].Code is not null) is not { } some) return;
            var filtered = await _figures.Protected(question with { By = [by[1]], Where = new Dictionary<string,
                IReadOnlyList<string>> { [by[0]] = [some.Keys[0].Code!] } }, Stop);
            Told(filtered, r => $"{r.Keys[0].Code}")
                .ShouldBe(Told(shown with { Rows = [.. shown.Rows.Where(r => r.Keys[0].Code == some.Keys[0].Code)] }, r =>
                $"{r.Keys[1].Code}"), $"filtered: {by[0]}={some.Keys[0].Code}");
        }, iter: Questions, threads: 1);

        static string[] Told(Answer answer, Func<Figure, string> key) =>
            [.. answer.Rows.Select(r => $"{key(r)}: {string.Join(" ", r.Values.Select((v, i) =>
                r.Hides(i) ? "…" : v?.ToString("0.####", CultureInfo.InvariantCulture) ?? "–"))}").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Hiding_only_what_is_small_is_caught()
    {
        Faults(["a"], [new("x", false, [3m]), new("y", false, [20m])], [23m], (row, _) =>
            row == "x" ? (null, true) : (20m, false), _ => (23m, false), true).ShouldHaveSingleItem();
        Faults(["a"], [new("x", false, [3m]), new("y", false, [20m])], [23m], (row, _) =>
            (row == "x" ? 3m : 20m, false), _ => (23m, false), true).ShouldHaveSingleItem();
        Faults(["a"], [new("x", false, [3m]), new("y", false, [20m])], [23m], (_, _) => (null, true), _ => (23m, false), true)
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_leader_sees_all_as_it_is_and_who_is_outside_only_what_is_published()
    {
        var question = new Question(["encounters", "deaths"], ["facility", "sex"], new(Period.Parse("2026-08")),
            Everything) { Compare = Comparison.Previous };
        var (all, house) = (await _figures.Ask(question, Leader, Stop), await _figures.Ask(question, Viewer.House, Stop));
        all.Rows.Select(r => string.Join(',', r.Values.Concat(r.Before!)))
            .ShouldBe(house.Rows.Select(r => string.Join(',', r.Values.Concat(r.Before!))));
        all.IsVeiled.ShouldBeFalse();
        all.Rows.ShouldContain(r => r.Values[0] > 0 && r.Values[0] < Rule.K);
        _figures.Fault(question with { By = ["facility", "sex", "age_band", "insured"] }, Leader).ShouldBeNull();
        (await _figures.Sendings(Period.Parse("2026-08"), Leader, Stop)).ShouldContain(s => s.Episodes > 0 && s.Episodes < Rule.K);

        _figures.Fault(question, Outside)!.ShouldContain("đã công bố");
        await Should.ThrowAsync<RefusedException>(() => _figures.Ask(question, Outside, Stop));
        (await _figures.Sendings(Period.Parse("2026-08"), Outside, Stop)).ShouldAllBe(s => s.Episodes == null);
        (await _figures.Fresh(Period.Parse("2026"), Outside, Stop)).Episodes.ShouldBeNull();
        (await new HealthWarehouse.Analyse.Quality.QualityOffice(province.House.Warehouse)
            .Facilities(new(new(2026, 1, 1), new(2027, 1, 1)), Outside, Stop)).ShouldBeEmpty();
    }

    [Fact]
    public void A_table_that_tells_too_much_cannot_be_published()
    {
        var question = new Question(["encounters", "deaths"], ["facility", "sex"], new(Period.Parse("2026-08")), Everything);
        _figures.ProtectedFault(question with { By = ["facility", "sex", "age_band", "insured"] })!.ShouldContain("quá 3 chiều");
        _figures.ProtectedFault(question with { Slice = question.Slice with { KnownAt = DateTimeOffset.UnixEpoch } })!
            .ShouldContain("thời điểm biết");
        _figures.ProtectedFault(question with { By = ["facility_kind", "ownership"] })!.ShouldContain("cắt chéo");
        _figures.ProtectedFault(question).ShouldBeNull();
    }

    /// <summary>All answers about one thing by month, quarter, half and year, with every total, as one set of equations.</summary>
    private async Task Family(string measure, string[] dimensions)
    {
        var truth = (await _figures.Ask(new([measure], [.. dimensions, "month"], new(Period.Parse("2026"), Geography: Geography.Since2025),
            Everything), Viewer.House, Stop)).Rows.ToDictionary(r =>
            string.Join('|', r.Keys.Select(k => k.Code ?? "-")), r => r.Values[0] ?? 0);
        var members = dimensions.Select((_, i) => truth.Keys.Select(k => k.Split('|')[i]).Distinct().ToArray()).ToArray();
        IEnumerable<string> atoms = [""];
        foreach (var of in members) atoms = atoms.SelectMany(a => of.Select(m => $"{a}{m}|"));
        string[] all = [.. atoms.SelectMany(a => Enumerable.Range(1, 12).Select(m => $"{a}2026-{m:00}"))];
        var (onlooker, hidden) = (new Onlooker(), new List<(decimal Truth, string[] Atoms)>());
        int figures = 0, veiled = 0;
        foreach (var mask in Enumerable.Range(0, 1 << dimensions.Length).OrderDescending())
        {
            string[] by = [.. dimensions.Where((_, i) => (mask & 1 << i) != 0)];
            await Take([.. by, "month"], "2026");
            foreach (var period in new[] { "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026-H1", "2026-H2", "2026" })
                await Take(by, period);
        }
        var faults = hidden.Select(h => onlooker.Fault(h.Truth, h.Atoms, Rule.K, Rule.Width)).OfType<string>().ToArray();
        output.WriteLine(
            $"{measure} by {string.Join('×', dimensions)}: {figures} figures above zero, {veiled} hidden, {hidden.Count} looked at");
        faults.ShouldBeEmpty($"{measure} by {string.Join('×', dimensions)}");
        veiled.ShouldBeLessThan(figures);

        async Task Take(string[] by, string period)
        {
            var answer = await _figures.Protected(new([measure], by, new(Period.Parse(period)), Everything), Stop);
            var rows = answer.Rows.Append(answer.Total).DistinctBy(r => string.Join('|', r.Keys.Select(k => k.Code)))
                .ToDictionary(r => string.Join('|', r.Keys.Select(k => k.Code ?? "-")));
            foreach (var group in all.Where(a => Within(a, period))
                .GroupBy(a =>
                string.Join('|', by.Select(d => d == "month" ? a.Split('|')[^1] : a.Split('|')[Array.IndexOf(dimensions, d)]))))
            {
                var (parts, value) = (group.ToArray(), group.Sum(a => truth.GetValueOrDefault(a)));
                var row = rows.GetValueOrDefault(group.Key);
                if (value > 0) figures++;
                if (row is null ? answer.Withheld is not null : row.Hides(0))
                {
                    if (value > 0) veiled++;
                    if (row is not null && answer.Withheld is null) hidden.Add((value, parts));
                    continue;
                }
                (row?.Values[0] ?? 0).ShouldBe(value);
                (value is > 0 && value < Rule.K).ShouldBeFalse($"{measure} {group.Key} {period} = {value} is shown");
                if (parts.Length == 1) onlooker.Knows(parts[0], value);
                else onlooker.Reads(parts, value);
            }
        }

        static bool Within(string atom, string period) => Period.Parse(period) is var p
            && DateOnly.ParseExact($"{atom.Split('|')[^1]}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture) is var day && day >= p.Start
            && day <= p.End;
    }

    private sealed record Line(string Name, bool IsHead, decimal?[] Values);

    private void Look(string what, Answer truth, Answer shown, bool whole)
    {
        var told = shown.Rows.ToDictionary(Key);
        Look(what, [.. shown.Measures.Select(m => m.Code)], [.. truth.Rows.Select(r => new Line(Key(r), false, [.. r.Values]))],
            [.. truth.Total.Values],
            (row, m) => told.TryGetValue(row, out var r)
                ? (r.Values[m], r.Hides(m)) : (whole && !shown.Withholds(m) ? 0 : null, shown.Withholds(m) || !whole), m =>
                (shown.Total.Values[m], shown.Total.Hides(m)), whole);
        static string Key(Figure row) => string.Join('|', row.Keys.Select(k => k.Code ?? "-"));
    }

    private void Look(string what, string?[] measures, Line[] rows, decimal?[] total, Func<string, int,
        (decimal? Value, bool Hidden)> told, Func<int, (decimal? Value, bool Hidden)> totals, bool whole = true)
    {
        Faults(measures, rows, total, told, totals, whole).ShouldBeEmpty(what);
        var values = rows.SelectMany(r => r.Values.Select((v, m) => (Value: v, Told: told(r.Name, m)))).Where(v => v.Value is > 0)
            .ToArray();
        var (large, hidden) = (values.Count(v => v.Value >= 50), values.Count(v => v.Value >= 50 && v.Told.Hidden));
        (_large, _largeHidden) = (_large + large, _largeHidden + hidden);
        output.WriteLine(
            $"{what}: {values.Length} figures above zero, {values.Count(v => v.Told.Hidden)} hidden; of {large} from 50 on {hidden}");
    }

    /// <summary>
    /// What an onlooker finds out from one table: its rows, heads and totals, and measures that are parts of one another.
    /// </summary>
    private List<string> Faults(string?[] measures, Line[] rows, decimal?[] total, Func<string, int, (decimal? Value, bool Hidden)> told,
        Func<int, (decimal? Value, bool Hidden)> totals, bool whole)
    {
        var (onlooker, faults, hidden) = (new Onlooker(), new List<string>(), new List<(decimal Truth, string Atom)>());
        var counted = Enumerable.Range(0, measures.Length).Where(m => measures[m] is { } code && (code == "a" || Counted(code))).ToArray();
        foreach (var m in counted)
        {
            foreach (var row in rows.Append(new("Σ", false, total)))
            {
                var (value, veiled) = row.Name == "Σ" ? totals(m) : told(row.Name, m);
                if (row.Values[m] is not { } truth) continue;
                if (veiled) hidden.Add((truth, $"{row.Name}/{m}"));
                else if (truth is > 0 && truth < Rule.K) faults.Add($"{row.Name}/{measures[m]} = {truth} is shown");
                else onlooker.Knows($"{row.Name}/{m}",
                    value ?? throw new InvalidOperationException($"{row.Name}/{measures[m]}: neither value nor hidden"));
            }
            if (!whole || !IsAdditive(measures[m]!)) continue;
            Sum(rows.Where(r => !r.IsHead), "Σ", m);
            for (var i = 0; i < rows.Length; i++) if (rows[i].IsHead) Sum(rows.Skip(i + 1).TakeWhile(r => !r.IsHead), rows[i].Name, m);
        }
        foreach (var (part, of) in counted.SelectMany(p => counted.Where(w => IsPart(measures[p]!, measures[w]!)).Select(w => (p, w))))
            foreach (var row in rows.Append(new("Σ", false, total)).Where(r => r.Values[part] is not null && r.Values[of] is not null))
                onlooker.IsPart($"{row.Name}/{part}", $"{row.Name}/{of}");
        // A column withheld whole protects what is small; a larger figure in it may be the total of a group of one, which is shown.
        var withheld = counted.Where(m => rows.All(r => r.IsHead || r.Values[m] is null || told(r.Name, m).Hidden)).ToHashSet();
        faults.AddRange(Some(hidden.Where(h => h.Truth > 0
            && (h.Truth < Rule.K || !withheld.Contains(int.Parse(h.Atom.Split('/')[1], CultureInfo.InvariantCulture)))))
            .Select(h => onlooker.Fault(h.Truth, [h.Atom], Rule.K, Rule.Width)).OfType<string>());
        foreach (var (part, of,
            row) in Some(counted.SelectMany(p => counted.Where(w => IsPart(measures[p]!, measures[w]!))
            .SelectMany(w => rows.Append(new("Σ", false, total)).Where(r => r.Values[w] - r.Values[p] is > 0 and var rest && rest < Rule.K)
            .Select(r => (p, w, r))))))
            if (onlooker.Fault(row.Values[of]!.Value - row.Values[part]!.Value, [$"{row.Name}/{of}"], Rule.K, Rule.Width,
                less: $"{row.Name}/{part}") is { } fault)
                faults.Add($"what {measures[part]} leaves of {measures[of]}: {fault}");
        return faults;

        void Sum(IEnumerable<Line> parts, string name, int m)
        {
            var names = parts.Where(p => p.Values[m] is not null).Select(p => $"{p.Name}/{m}").ToArray();
            var (value, veiled) = name == "Σ" ? totals(m) : told(name, m);
            if (!veiled && value is { } v) onlooker.Reads(names, v);
        }
    }

    /// <summary>Of very many hidden cells of a table some are looked at, drawn by a seed; with KHOYTE_TESTS=full all of them.</summary>
    private static T[] Some<T>(IEnumerable<T> all)
    {
        var cells = all.ToArray();
        if (!Scale.Full && cells.Length > Looked) new Random(cells.Length).Shuffle(cells);
        return Scale.Full || cells.Length <= Looked ? cells : cells[..Looked];
    }

    private const int Looked = 60;

    private bool Counted(string code) =>
        _catalogue.Measures.Values.Any(f =>
        DisclosureFile.Protects(f) && f.Measures.TryGetValue(code, out var m) && (m.Distinct is not null || m is { Sum: "1",
            IsAdditive: true }));

    private bool IsAdditive(string code) =>
        code == "a" || _catalogue.Measures.Values.Any(f => f.Measures.TryGetValue(code, out var m) && m.IsAdditive);

    /// <summary>By the declared conditions alone: a measure with all conditions of another, and more, counts a part of it.</summary>
    private bool IsPart(string part, string whole) => part != whole
        && _catalogue.Measures.Values.Any(f => f.Measures.TryGetValue(part, out var p) && f.Measures.TryGetValue(whole, out var w)
        && p.Distinct is null && w.Distinct is null && (w.Where ?? []).All((p.Where ?? []).Contains));
}
