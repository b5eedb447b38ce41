using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse.Disclosure;

/// <summary>
/// Stands between figures and viewers not let into a compartment a question touches, and between tables and their publication: says which
/// questions may be asked, and which figures of an answer are hidden. What is hidden is decided on the whole table a question is a part of,
/// never on the part, and kept until something is committed.
/// </summary>
internal sealed class Screen(CatalogueFiles catalogue, Warehouse warehouse, MeasureBook book, Func<Period, bool> isSteady) : IDisposable
{
    private const int MostKept = 300, MostYears = 12;
    private readonly Counts _counts = new(catalogue);
    private readonly CommitMemory<Cube> _kept = new(warehouse, MostKept, _ => 1);

    private readonly Restricted _restricted = new(catalogue, warehouse, book);

    private DisclosureFile Rule => catalogue.Disclosure;

    public void Dispose()
    {
        _kept.Dispose();
        _restricted.Dispose();
    }

    /// <summary>Whether something may be hidden from a viewer in the answer to a question.</summary>
    public bool Screens(Question question, Viewer viewer) => question.Protected || HidesClosed(question, viewer);

    /// <summary>
    /// The measures of a question that are answered over the records open to the viewer only: they touch a closed compartment, and the
    /// viewer can count lists, which leave its records out, so that figure less list would be theirs.
    /// </summary>
    public IReadOnlySet<string> OnlyOpen(Question question, Viewer viewer) =>
        _restricted.Touched(question, viewer.ListsRecords ? _restricted.ClosedTo(viewer) : Restricted.None);

    /// <summary>
    /// Which members of dimensions are of closed compartments and hardly anything else: where records are left out theirs are not zero but
    /// not told, whether or not there are any.
    /// </summary>
    public async Task<Func<string, string?, bool>> ClosedMembers(Question question, Viewer viewer, CancellationToken stop) =>
        (await _restricted.ShieldOf(question, _restricted.ClosedTo(viewer), stop)).Member;

    public bool LeavesOut(Question question, Viewer viewer) => OnlyOpen(question, viewer).Count > 0;

    /// <summary>
    /// Whether a question touches a closed compartment of a viewer without lists: all is counted for it, and small cells are hidden.
    /// </summary>
    private bool HidesClosed(Question question, Viewer viewer) =>
        !viewer.ListsRecords && _restricted.Touches(question, _restricted.ClosedTo(viewer));

    /// <summary>Whether a question touches any restricted compartment.</summary>
    public bool Touches(Question question) => _restricted.Touches(question, _restricted.All);

    /// <summary>What is protected of the tables behind a question; null where nothing is.</summary>
    public async Task<Shield?> ShieldOf(Question question, Viewer viewer, CancellationToken stop) =>
        question.Protected ? Shield.Everything : HidesClosed(question, viewer)
            ? await _restricted.ShieldOf(question, _restricted.ClosedTo(viewer), stop) : null;

    /// <summary>All of what is protected from a viewer that the answer to a question depends on.</summary>
    public string KeyOf(Question question, Viewer viewer) => LeavesOut(question, viewer)
        ? $"open: {Closed(viewer)}" : question.Protected ? "protected" : HidesClosed(question, viewer) ? Closed(viewer) : "";

    private string Closed(Viewer viewer) => string.Join(',', _restricted.ClosedTo(viewer).Order(StringComparer.Ordinal));

    /// <summary>Why a question of somebody would tell too much, in words; null when it may be asked.</summary>
    public string? Fault(Question question, Viewer viewer) => !viewer.SeesSmallCells ? OnlyPublished
        : Screens(question, viewer) ? Fault(question)
        : question.Slice.KnownAt is not null && LeavesOut(question, viewer) ? NotAsKnown : null;

    private const string OnlyPublished = "Tài khoản này chỉ đọc các bảng đã công bố (trang Bảng đã công bố, API /api/v1/published).";

    /// <summary>Which compartment a record is in is known of it as it is now, not as it was.</summary>
    private const string NotAsKnown =
        "Số liệu theo thời điểm biết của câu hỏi theo bệnh, thuốc, dịch vụ chỉ dành cho người được cấp các ngăn hạn chế.";

    /// <summary>Why a question would tell too much of what is protected, in words; null when it may be asked.</summary>
    public string? Fault(Question question)
    {
        if (question.Slice.KnownAt is not null) return NotAsKnown;
        if (question.Slice.Unit is { } unit && (question.Slice.Place is Place.Facility || !IsCommune(unit)))
            return "Theo đơn vị hành chính, chỉ hỏi được từng xã nơi ở, trên địa giới hiện nay (place=residence).";
        if (!question.Slice.Period.IsWholeMonths || (question.Slice.Period.Months > MostYears * 12 && !question.By.Contains("month")))
            return "Kỳ phải là các tháng trọn, không quá 12 năm.";
        if (question.Where.ContainsKey("month")) return "Chọn tháng bằng kỳ báo cáo, không bằng bộ lọc.";
        // Weeks cross months, and quarters are made of them: what is hidden by one could be worked out by the other.
        if (question.By.Concat(question.Where.Keys).Any(d => book.DeclaredOf(d) is { OfTime: true }))
            return "Theo ngày, tuần, quý thì không giữ kín được số nhỏ: hãy chia theo tháng.";
        if (book.FilesOf(question.Measures).Any(f => DisclosureFile.Protects(f) && f.Of is { Time: FactTime.Span, HasVersions: true }))
            return "Số người theo danh sách từ ngày đến ngày chưa giữ kín được số nhỏ nên không đưa ra ngoài.";
        var safe = Safe(question);
        if (Shape.Dimensions(safe).Count > Rule.Dimensions)
            return $"Chia và lọc theo quá {Rule.Dimensions} chiều thì số liệu chi tiết tới mức biết được từng người. Hãy bớt chiều.";
        return book.FilesOf(question.Measures).Any(f => DisclosureFile.Protects(f) && Shape.Of(safe, Rule, f) is null)
            ? "Các chiều này cắt chéo nhau; hãy chọn một trong số đó." : null;
    }

    /// <summary>The question on the one tree of units, a commune as a member of its dimension.</summary>
    public Question Safe(Question question)
    {
        var where = question.Slice.Unit is { } unit ? question.Where.Where(w => w.Key != FactQuery.Commune)
            .Append(new(FactQuery.Commune, [unit])).ToDictionary(w => w.Key, w => w.Value) : question.Where;
        return question with { Where = where,
            Slice = question.Slice with { Unit = null, Place = Place.Facility,
            Geography = Rule.Geography == "since-2025" ? Geography.Since2025 : Geography.Until2025 } };
    }

    /// <summary>
    /// Reads what must be looked at to tell what is hidden in the answer to a safe question; deciding comes after, so that nothing need be
    /// decided while the warehouse moves on.
    /// </summary>
    public async Task<Func<Veil>> Look(Question question, IEnumerable<FigureKey> keys, Viewer viewer, Shield shield,
        CancellationToken stop)
    {
        var period = question.Slice.Period;
        var month = question.By.ToList().IndexOf("month");
        Months.Span[] spans = month < 0
            ? [.. Months.Of(period)]
            : [.. keys.Select(k => k.Codes[month]).OfType<string>().Select(m => Months.OfMonth(m).Year).Distinct()
            .SelectMany(y => Enumerable.Range(0, 12).Select(m => new Months.Span(y, Months.Month, m))).Where(s => Months.Holds(period, s))];
        var (parts, read) = (new Dictionary<string, (Shape Shape, Dictionary<int, Cube> Cubes, bool Loose)>(), new List<(Count, Cube)>());
        foreach (var count in question.Measures.SelectMany(m => book.TermOf(m) is var t ? t.Numerator.Concat(t.Denominator ?? []) : [])
            .Select(_counts.Of).OfType<Count>().DistinctBy(c => c.Key))
        {
            if (!question.By.Concat(Shape.Dimensions(question)).All(count.File.By.ContainsKey)) continue;
            var shape = Shape.Of(question, Rule, count.File)!;
            var cubes = new Dictionary<int, Cube>();
            foreach (var year in spans.GroupBy(s => s.Year))
                cubes[year.Key] =
                    await Kept(question, period, shape, year.Key, Math.Max(year.Max(s => s.Level), 0), count, viewer, shield, stop);
            read.AddRange(cubes.Values.Select(c => (count, c)));
            parts[count.Key] = (shape, cubes, count.Distinct is not null && month < 0 && spans.Length != 1);
        }
        return () =>
        {
            foreach (var (count, cube) in read) cube.Decide(count, stop);
            return new(question, book, _counts, spans, parts);
        };
    }

    private Task<Cube> Kept(Question question, Period period, Shape shape, int year, int level, Count count, Viewer viewer,
        Shield shield, CancellationToken stop)
    {
        var key = string.Join('|', count.Distinct is null ? count.File.Code : count.Key, year, level, question.OnFacts,
            string.Join(';', shape.Lines.Select(l => string.Join('/', l.Levels.Select(v => string.Join('+', v))))),
            viewer.Facilities is null ? "*" : string.Join(',', viewer.Facilities.Order()), viewer.Communes is null
                ? "*" : string.Join(',', viewer.Communes.Order()), count.Distinct is null
                ? "" : $"{period.Code}{question.By.Contains("month")}", shield.IsEverything ? "*" : shield.Key, IsOpenOnly(question, count)
                ? Closed(viewer) : "");
        return _kept.Get(key, token => Read(question, period, shape, year, level, count, viewer, shield, token), stop);
    }

    private async Task<Cube> Read(Question question, Period period, Shape shape, int year, int level, Count count, Viewer viewer,
        Shield shield, CancellationToken stop)
    {
        var needed = _counts.RowsIn(count.File.Code);
        string[] by = level == Months.Year ? [.. shape.Columns] : [.. shape.Columns, "month"];
        var terms = needed.ToDictionary(c => c.Key, c => c.Measure);
        var table = await Ask([.. terms.Values], by, Period.Parse($"{year}"));
        var order = terms.Keys.Select((k, i) => (k, i)).ToDictionary(k => k.k, k => k.i);
        var cube = new Cube(Rule, _counts, shape, level, [.. table.Keys.Select(key => (
            (IReadOnlyList<string?>)[.. key.Codes.Take(shape.Columns.Count)], level == Months.Year
                ? 0 : Months.OfMonth(key.Codes[^1]!).Member, Valued(table.Values(key))))], shield, needed.MinBy(c => c.Where.Count)!.Key);
        if (count.Distinct is not null) cube.Few = await Few();
        return cube;

        Func<string, long> Valued(decimal?[] values) => k => (long)Math.Round((values[order[k]] ?? 0) * Layer.One);

        Task<FigureTable> Ask(string[] measures, string[] dimensions, Period of) => FigureTable.Read(warehouse,
            new Question(measures, dimensions, question.Slice with { Period = of, Facility = null }, new Dictionary<string,
                IReadOnlyList<string>>()) { OnFacts = question.OnFacts
                || !needed.All(Counts.IsDeclared), OnlyOpen = IsOpenOnly(question, count) ? measures.ToHashSet() : Restricted.None },
            [.. measures.Select(m => new Term([m], null, 1))], _ => _counts.FileOf(count.File.Code), isSteady(of), viewer, stop);

        // Different persons are not the sum of parts: every table of the family is asked for itself, at the spans the question shows.
        async Task<Func<int[], int[], bool>> Few()
        {
            var monthly = question.By.Contains("month");
            var spans = Months.Of(period).ToArray();
            var few = new HashSet<string>();
            if (!monthly && spans.Length != 1) return (_, _) => false;
            IEnumerable<int[]> tables = [[]];
            foreach (var line in shape.Lines)
                tables = tables.SelectMany(t => Enumerable.Range(0, line.Levels.Count).Select(l => (int[])[.. t, l]));
            foreach (var levels in tables.ToArray())
            {
                string[] columns = [.. levels.SelectMany((l, i) => shape.Lines[i].Levels[l])];
                var persons =
                    await Ask([count.Measure], monthly ? [.. columns, "month"] : columns, monthly ? Period.Parse($"{year}") : period);
                foreach (var key in persons.Keys.Where(k => persons.Values(k)[0] is > 0 and var v && v < Rule.K))
                {
                    var (at, members) = (0, new int?[levels.Length]);
                    for (var i = 0; i < levels.Length; at += shape.Lines[i].Levels[levels[i]].Count, i++)
                        members[i] = cube.MemberOf(i, levels[i], [.. key.Codes.Skip(at).Take(shape.Lines[i].Levels[levels[i]].Count)]);
                    var span = monthly ? Months.OfMonth(key.Codes[^1]!) : spans[0];
                    if (members.All(m => m is not null))
                        few.Add(Name([.. levels, span.Level], [.. members.Select(m => m!.Value), span.Member]));
                }
            }
            return (levels, members) => few.Contains(Name(levels, members));
        }
    }

    private bool IsOpenOnly(Question question, Count count) => question.OnlyOpen.Any(m => book.FileOf(m) == count.File);

    private static string Name(int[] levels, int[] members) => $"{string.Join(',', levels)}|{string.Join(',', members)}";

    private bool IsCommune(string unit) => catalogue.Lists["commune"].Find(unit, DateOnly.MaxValue) is not null;
}
