using HealthWarehouse.Analyse.Disclosure;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse;

/// <summary>
/// The one door to figures: answers questions to declared measures and indicators. Scope, boundaries and knowledge are those of <see
/// cref="FactQuery"/>.
/// </summary>
public sealed class Figures : IDisposable
{
    private readonly CatalogueFiles catalogue;
    private readonly Warehouse warehouse;
    private readonly IAuditLog? _audit;
    private readonly Limits? _limits;
    private readonly Screen _screen;

    public Figures(CatalogueFiles catalogue, Warehouse warehouse, IAuditLog? audit = null, Limits? limits = null)
    {
        (this.catalogue, this.warehouse, _audit, _limits, Book) = (catalogue, warehouse, audit, limits, new(catalogue));
        _screen = new(catalogue, warehouse, Book, IsSteady);
        _answers = new(warehouse, MostCells, a => Room.Row + (a.Rows.Count + 1) * (Room.Row + (a.Measures.Count * 2) + a.By.Count));
        _fresh = new(warehouse, MostPeriods, _ => 1);
    }

    public void Dispose()
    {
        _answers.Dispose();
        _fresh.Dispose();
        _screen.Dispose();
    }

    /// <summary>What can be asked.</summary>
    public MeasureBook Book { get; }

    /// <summary>What is wrong with a question, in words for the asker; null when it can be answered.</summary>
    public string? Fault(Question question)
    {
        if (question.Measures.Count == 0) return "Chọn ít nhất một chỉ số.";
        if (question.Measures.FirstOrDefault(m => !Book.IsKnown(m)) is { } unknown)
            return $"Không có chỉ số '{unknown}'. Xem các chỉ số ở trang Chỉ số, chỉ tiêu.";
        var dimensions = Book.Dimensions(question.Measures);
        return question.By.Concat(question.Where.Keys).FirstOrDefault(d => dimensions.All(k => k.Code != d)) is { } dimension
            ? $"Không có chiều '{dimension}' cho {string.Join(", ", question.Measures)}. Có: " +
                $"{string.Join(", ", dimensions.Select(d => d.Code))}."
            : null;
    }

    /// <summary>
    /// What is wrong with a question of somebody: besides <see cref="Fault(Question)"/>, that it would tell too much of a compartment, or
    /// that only published tables are for him.
    /// </summary>
    public string? Fault(Question question, Viewer viewer) => Fault(question) ?? _screen.Fault(question, viewer);

    /// <summary>
    /// Throws when a question names a facility its asker does not see: a nought there would pass for a figure of that facility.
    /// </summary>
    public void Demand(Slice slice, IReadOnlyDictionary<string, IReadOnlyList<string>> where, Viewer viewer)
    {
        var named = where.GetValueOrDefault("facility") ?? [];
        foreach (var facility in slice.Facility is { } one ? named.Prepend(one) : named)
            if (facility != Question.Unknown && !viewer.Sees(facility))
                throw new OutOfScopeException(
                    $"Cơ sở {catalogue.NameOf("facility", facility, slice.Period.End)} ({facility}) ngoài phạm vi của tài khoản này.");
    }

    /// <summary>
    /// Whether something may be hidden from a viewer in the answer to a question: small cells of compartments closed to it.
    /// </summary>
    public bool Screens(Question question, Viewer viewer) => _screen.Screens(question, viewer);

    /// <summary>Whether a question is answered to a viewer without the records of compartments closed to it.</summary>
    public bool LeavesOut(Question question, Viewer viewer) => _screen.LeavesOut(question, viewer);

    /// <summary>
    /// Asks; a question with a <see cref="Fault"/> is the caller's mistake. Who asks the same of the same scope before the next commit is
    /// given the same answer. A question that touches a restricted compartment is noted before it is answered, whether worked out or
    /// remembered.
    /// </summary>
    public async Task<Answer> Ask(Question question, Viewer viewer, CancellationToken stop = default)
    {
        if (Fault(question, viewer) is { } fault) throw new RefusedException(fault);
        Demand(question.Slice, question.Where, viewer);
        await Note(question, viewer, stop);
        return await Answer(question, viewer, stop);
    }

    /// <summary>Writes down that somebody asks about a restricted compartment; other questions leave no trace.</summary>
    internal async Task Note(Question question, Viewer viewer, CancellationToken stop)
    {
        if (Fault(question) is not null || !_screen.Touches(question)) return;
        if (_audit is null && viewer.Role == Viewer.House.Role) return;
        if (_audit is null) throw new InvalidOperationException("Câu hỏi đụng tới ngăn hạn chế mà không có nhật ký để ghi.");
        await _audit.Write(new(viewer.Account, "ask", "restricted-figures", question.Words, Source: viewer.Source,
            Detail: $"{viewer.Role}; {viewer.ScopeKey}"), stop);
    }

    /// <summary>A table of the whole province as it may leave the house: small figures, by which persons are told, are hidden.</summary>
    public async Task<Answer> Protected(Question question, CancellationToken stop = default)
    {
        if (ProtectedFault(question) is { } fault) throw new RefusedException(fault);
        return await Answer(question with { Protected = true }, Viewer.House, stop);
    }

    /// <summary>Why a table cannot be protected, in words; null when it can.</summary>
    public string? ProtectedFault(Question question) => Fault(question) ?? _screen.Fault(question);

    /// <summary>The answer to a question without fault that was noted.</summary>
    internal Task<Answer> Answer(Question question, Viewer viewer, CancellationToken stop) =>
        _answers.Get(KeyOf(question, viewer), token => Work(question, viewer, token), stop);

    /// <summary>All that an answer depends on: two with the same are the same.</summary>
    internal string KeyOf(Question question, Viewer viewer) => $"{question.Key}|{viewer.ScopeKey}|{_screen.KeyOf(question, viewer)}";

    private async Task<Answer> Work(Question question, Viewer viewer, CancellationToken stop)
    {
        question = question with { OnlyOpen = _screen.OnlyOpen(question, viewer) };
        var shield = await _screen.ShieldOf(question, viewer, stop);
        if (shield is not null) question = _screen.Safe(question);
        var fresh = await Fresh(question.Slice, viewer, Book.ContractOf(question.Measures), stop);
        var known = fresh.KnownTo(question.Slice);
        var standing = Standing.Of(question.Slice.Period, known);
        var compared = Compared(question, standing, wholeMonths: shield is not null);
        var (now, veil, before, veilBefore) = await Read(question, compared, viewer, shield, stop);
        var cards = question.Measures.Select(Book.Card).ToArray();
        var dimensions = question.By.Select(d => Book.FileOf(Book.TermOf(question.Measures[0]).Numerator[0]).By[d]).ToArray();
        var (names, month) = (new Dictionary<(int, string?), Member>(), question.By.ToList().IndexOf("month"));
        var rows = now.Keys.Concat(veil?.Keys ?? [])
            .Concat((before?.Keys ?? []).Concat(veilBefore?.Keys ?? []).Select(k => Shifted(k, question, compared!, forward: true)))
            .Distinct()
            .Select(key => Row(key, now, before, veil, veilBefore, question, compared, cards, dimensions, names, State(key)))
                .Where(r => question.By.Count == 0 || IsTold(r)).ToArray();
        var sorted = Sorted(rows, question);
        if (question.WithOthers && await Others(question, rows.Length, sorted, [.. rows.Select(r => r.Figure)], viewer, stop) is { } others)
            sorted = [.. sorted, others];
        string[] withheld = veil is null || question.By.Count == 0 ? [] : [.. question.Measures.Where(veil.Withholds)];
        var unknown = fresh.IsTold ? ToCome(standing.State) : new decimal?[cards.Length];
        var total = Masked(new Figure([], unknown ?? now.Total, before?.Total), question, new([]), new([]), veil,
            veilBefore).Figure;
        return new(question.Slice.Period, compared, cards,
            [.. Book.Dimensions(question.Measures).IntersectBy(question.By, d => d.Code)
            .OrderBy(d => question.By.ToList().IndexOf(d.Code))],
            sorted, total, fresh, [.. now.Plans, .. before?.Plans ?? []])
        {
            Standing = standing,
            IsVeiled = withheld.Length > 0 || sorted.Append(total)
                .Any(r => (r.Hidden ?? r.HiddenBefore) is not null), Withheld = withheld.Length > 0 ? withheld : null,
            LeavesOut = question.OnlyOpen.Count > 0 ? Analyse.Answer.OnlyOpenWords : null,
            ClosedMember = question.OnlyOpen.Count > 0 ? await _screen.ClosedMembers(question, viewer, stop) : null,
        };

        PeriodState State(FigureKey key) => month >= 0 && key.Codes[month] is { } code
            ? Standing.Of(Concepts.Period.Parse(code), known).State : standing.State is PeriodState.NotCome ? PeriodState.NotCome : default;

        decimal?[]? ToCome(PeriodState state) => state is PeriodState.NotCome ? new decimal?[question.Measures.Count] : null;
    }

    /// <summary>
    /// The table of a question and that compared, each with what is hidden in it; where something may be, all of it is read between two
    /// commits.
    /// </summary>
    private async Task<(FigureTable Now, Veil? Veil, FigureTable? Before, Veil? VeilBefore)> Read(Question question,
        Concepts.Period? compared, Viewer viewer, Shield? shield, CancellationToken stop)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var commit = await warehouse.CommitNumber(stop);
            var (now, look) = await Part(question);
            var (before, lookBefore) = compared is null
                ? (null, null) : await Part(question with { Slice = question.Slice with { Period = compared } });
            if (shield is null || await warehouse.CommitNumber(stop) == commit) return (now, look?.Invoke(), before, lookBefore?.Invoke());
        }
        throw new RefusedException("Dữ liệu đang được nạp liên tục nên chưa ẩn được số nhỏ của câu hỏi này; hãy hỏi lại sau ít giây.");

        async Task<(FigureTable Table, Func<Veil>? Look)> Part(Question of)
        {
            var table = await FigureTable.Read(warehouse, of, [.. of.Measures.Select(Book.TermOf)], Book.FileOf, IsSteady(of.Slice.Period),
                viewer, stop);
            return (table, shield is null ? null : await _screen.Look(of, table.Keys, viewer, shield, stop));
        }
    }

    private const int MostTries = 20;

    /// <summary>Whether a row has a case, or something hidden in it.</summary>
    private static bool IsTold((Figure Figure, bool Hides) row) =>
        row.Hides || row.Figure.Values.Concat(row.Figure.Before ?? []).Any(v => v is not null and not 0);

    /// <summary>
    /// Episodes that count in a measure (of an indicator: in its numerator), newest first, without identity. The caller reads them through
    /// Guard. Those of compartments closed to the viewer, and of persons whose data are restricted on their request, are left out; a figure
    /// that touches such a compartment leaves the former out too.
    /// </summary>
    public async Task<IReadOnlyList<CellEpisode>> Episodes(Question question, int limit, int offset, Viewer viewer,
        CancellationToken stop = default)
    {
        if (Fault(question) is null && question.Slice.KnownAt is not null && _screen.LeavesOut(question, viewer))
            throw new RestrictedException(
                "Danh sách theo thời điểm biết sau số liệu theo bệnh, thuốc, dịch vụ chỉ dành cho người được cấp các ngăn hạn chế.");
        return Behind(question, viewer) is { } query
            ? await query.Ask(warehouse, question, limit, offset, viewer, _limits is null ? "" : await _limits.Listed(stop), stop) : [];
    }

    /// <summary>
    /// Rows that count in a measure whose figures open to rows, as their fact shows them; read and left out as <see cref="Episodes"/>.
    /// </summary>
    public async Task<CellRows> Rows(Question question, int limit, int offset, Viewer viewer, CancellationToken stop = default)
    {
        if (Fault(question) is { } fault) throw new RefusedException(fault);
        Demand(question.Slice, question.Where, viewer);
        var numerator = Book.TermOf(question.Measures[0]).Numerator;
        var file = Book.FileOf(numerator[0]);
        return file.Of.Evidence is Evidence.Row && FactQuery.CanAnswer(file, question.Slice, viewer)
            ? await new RowQuery(file, [.. numerator.Where(m => Book.FileOf(m) == file)]).Ask(warehouse, question, limit, offset, viewer,
                _limits is null ? "" : await _limits.Listed(stop), stop)
            : new([], [], 0, null);
    }

    private EpisodeQuery? Behind(Question question, Viewer viewer)
    {
        if (Fault(question) is { } fault) throw new RefusedException(fault);
        Demand(question.Slice, question.Where, viewer);
        if (!Book.HasEpisodes(question.Measures[0])) return null;
        var numerator = Book.TermOf(question.Measures[0]).Numerator;
        var file = Book.FileOf(numerator[0]);
        return FactQuery.CanAnswer(file, question.Slice, viewer)
            ? new EpisodeQuery(file, [.. numerator.Where(m => Book.FileOf(m) == file)]) : null;
    }

    /// <summary>
    /// For every measure of every fact: whether an episode counts in it, and which conditions it does not meet. The caller reads it through
    /// Guard.
    /// </summary>
    public async Task<IReadOnlyList<Explanation>> Explain(long episode, Viewer viewer, CancellationToken stop = default)
    {
        var verdicts = new List<Explanation>();
        foreach (var file in catalogue.Measures.Values.Where(f =>
            f.Of.Evidence is Evidence.Episode && FactQuery.CanAnswer(f, new(Concepts.Period.Ever), viewer)))
            verdicts.AddRange(await new ExplainQuery(file).Ask(warehouse, episode, viewer, Book.Card, stop));
        return verdicts;
    }

    /// <summary>How fresh and complete a period is, all the viewer may see.</summary>
    public Task<Freshness> Fresh(Concepts.Period period, Viewer viewer, CancellationToken stop = default) =>
        Fresh(new Slice(period), viewer, stop);

    /// <summary>
    /// How fresh and complete a slice is: of the facilities open in its period, in the slice and the viewer's scope, how many have sent.
    /// Without the number of episodes to who may not see small cells: it is a figure like others.
    /// </summary>
    public Task<Freshness> Fresh(Slice slice, Viewer viewer, CancellationToken stop = default) => Fresh(slice, viewer, null, stop);

    /// <summary>The same of deliveries of one contract alone; null: of any.</summary>
    public async Task<Freshness> Fresh(Slice slice, Viewer viewer, string? contract, CancellationToken stop = default) =>
        await FreshOf(slice, viewer, contract, stop) is var fresh && viewer.SeesSmallCells ? fresh : fresh with { Episodes = null };

    /// <summary>The last day figures of a slice can tell of; null where nothing ever came in.</summary>
    public async Task<DateOnly?> KnownTo(Slice slice, Viewer viewer, CancellationToken stop = default) =>
        (await FreshOf(slice, viewer, null, stop)).KnownTo(slice);

    /// <summary>How fresh and complete a slice is; what was read is given again until something is committed.</summary>
    private Task<Freshness> FreshOf(Slice slice, Viewer viewer, string? contract, CancellationToken stop)
    {
        var asked = new
        {
            start = slice.Period.Start, finish = slice.Period.End, allowed = Scope(viewer.Facilities), residents = Scope(viewer.Communes),
            facility = slice.Facility ?? "", contract, unit = slice.Place is Place.Facility ? slice.Unit ?? "" : "",
            tree = slice.Geography switch { Geography.Since2025 => "2025", Geography.Until2025 => "2004", _ => "" },
        };
        var scope = string.Join('|', asked.allowed, asked.residents, asked.facility, asked.unit, asked.tree, contract);
        return _fresh.Get(string.Create(CultureInfo.InvariantCulture, $"{asked.start:yyyy-MM-dd}~{asked.finish:yyyy-MM-dd}|{scope}"),
            async token => (await warehouse.Query<Freshness>(contract is null ? "ask/report/freshness" : "ask/report/freshness-of", asked,
                token))[0], stop);
    }

    /// <summary>Cells of all answers that are kept, some 100 bytes each; a row weighs a little beside its cells.</summary>
    private const long MostCells = 600_000;

    private static class Room
    {
        public const int Row = 2;
    }

    private const int MostPeriods = 500;
    private readonly CommitMemory<Answer> _answers;
    private readonly CommitMemory<Freshness> _fresh;

    /// <summary>
    /// Which facilities have sent for a period, those without anything first; how much is not told to who may not see small cells.
    /// </summary>
    public async Task<IReadOnlyList<Sending>> Sendings(Concepts.Period period, Viewer viewer, CancellationToken stop = default)
    {
        var found = await warehouse.Query<Sending>("ask/report/sending",
            new { start = period.Start, finish = period.End, allowed = Scope(viewer.Facilities), residents = Scope(viewer.Communes) },
                stop);
        Sending[] sendings = [.. found.Select(s => s with { DueOn = s.LastReceived is { } last
            ? DateOnly.FromDateTime(last.UtcDateTime.AddHours(7)).AddDays(catalogue.Sending.DaysOf(s.Kind)) : null })];
        return viewer.SeesSmallCells ? sendings
            : [.. sendings.Select(s => s with { Episodes = null }).OrderBy(s => s.FacilityCode, StringComparer.Ordinal)];
    }

    /// <summary>What binds a question: a;b, empty = all; bound to none at all is a list of nothing that exists.</summary>
    public static string Scope(IReadOnlyList<string>? bound) => bound is null ? "" : bound.Count == 0 ? "-" : string.Join(';', bound);

    /// <summary>Whether facilities begin and end with a month wherever they do so within a period.</summary>
    private bool IsSteady(Concepts.Period period) => catalogue.Lists["facility"].Entries.All(e =>
        (e.ValidFrom.Day == 1 || e.ValidFrom < period.Start || e.ValidFrom > period.End)
            && (e.ValidTo is not { } last || last.AddDays(1).Day == 1 || last < period.Start || last > period.End));

    private (Figure Figure, bool Hides) Row(FigureKey key, FigureTable now, FigureTable? before, Veil? veil, Veil? veilBefore,
        Question question, Concepts.Period? compared, MeasureCard[] cards, Dimension[] dimensions, Dictionary<(int, string?), Member> names,
        PeriodState state)
    {
        var (values, then) = (state is PeriodState.NotCome ? new decimal?[cards.Length] : now.Values(key),
            before is null ? key : Shifted(key, question, compared!, forward: false));
        var shares = cards.Select((c, i) => c.IsAdditive && now.Total[i] is > 0 and var whole && veil?.Of(c.Code, new([])) is null
            or Veiled.Shown ? values[i] * 100 / whole : null).ToArray();
        var row = new Figure([.. dimensions.Select((d, i) => Name(i, d))], values, before?.Values(then), shares) { State = state };
        return Masked(row, question, key, then, veil, veilBefore);

        Member Name(int i, Dimension dimension) => names.TryGetValue((i, key.Codes[i]), out var known) ? known
            : names[(i, key.Codes[i])] = Member(dimension, key.Codes[i],
                question.By[i] == FactQuery.Commune ? DayOfNames(question.Slice) : question.Slice.Period.End);
    }

    /// <summary>A row without what is hidden in it, and whether that alone is reason to show it.</summary>
    private static (Figure Figure, bool Hides) Masked(Figure row, Question question, FigureKey key, FigureKey then, Veil? veil,
        Veil? veilBefore)
    {
        if (veil is null) return (row, false);
        Veiled[] states = [.. question.Measures.Select(m => veil.Of(m, key))], earlier = veilBefore is null
            ? [] : [.. question.Measures.Select(m => veilBefore.Of(m, then))];
        return (row with
        {
            Values = Without(row.Values, states), Before = row.Before is { } before
                ? Without(before, earlier) : null, Shares = row.Shares is { } shares ? Without(shares, states) : null,
            Hidden = Marks(states), HiddenBefore = Marks(earlier),
        }, states.Concat(earlier).Contains(Veiled.Hidden));

        static decimal?[] Without(IReadOnlyList<decimal?> values, Veiled[] states) =>
            [.. values.Select((v, i) => states[i] is Veiled.Shown ? v : null)];

        static bool[]? Marks(Veiled[] states) => states.All(s => s is Veiled.Shown) ? null : [.. states.Select(s => s is not Veiled.Shown)];
    }

    /// <summary>
    /// The period to compare with, the same days of it while the one asked for still runs; null where only whole months may be shown and
    /// those days are none.
    /// </summary>
    private static Concepts.Period? Compared(Question question, Standing standing, bool wholeMonths)
    {
        var period = question.Slice.Period;
        var other = question.Compare switch { Comparison.Previous => period.Previous, Comparison.LastYear => period.LastYear, _ => null };
        return other is not null && standing.Compared(period, other) is var same && (same.IsWholeMonths || !wholeMonths) ? same : null;
    }

    /// <summary>
    /// A key of the compared period at its place in this one: months stand a whole number of months later, everything else where it is.
    /// </summary>
    private static FigureKey Shifted(FigureKey key, Question question, Concepts.Period compared, bool forward)
    {
        var months = (question.Slice.Period.Start.Year - compared.Start.Year) * 12
            + question.Slice.Period.Start.Month - compared.Start.Month;
        return new([.. key.Codes.Select((code, i) => question.By[i] != "month" || code is null ? code
            : DateOnly.ParseExact($"{code}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture).AddMonths(forward ? months : -months)
                .ToString("yyyy-MM", CultureInfo.InvariantCulture))]);
    }

    /// <summary>By place, or the largest first; what is hidden stands last, by place, so that the order tells nothing of it.</summary>
    private static IReadOnlyList<Figure> Sorted(IReadOnlyList<(Figure Figure, bool Hides)> all, Question question)
    {
        var rows = all.Select(r => r.Figure).ToArray();
        var ordered = rows.OrderBy(r => r.Keys.Any(k => k.Code is null))
            .ThenBy(r => string.Join('\u0001', r.Keys.Select(k => k.Code)), StringComparer.Ordinal);
        return question.Top is not { } top ? [.. ordered]
            : [.. (all.Any(r => r.Hides) ? ordered : rows.AsEnumerable()).Where(r => r.Keys.All(k => k.Code is not null))
                .OrderBy(r => r.Hides(0)).ThenByDescending(r => r.Values[0] ?? 0).Take(top)];
    }

    /// <summary>
    /// The row of what is not among the largest: a question of its own, since distinct numbers, averages and ratios do not follow from
    /// total and parts. None where all members stand already, nor where members are months.
    /// </summary>
    private async Task<Figure?> Others(Question question, int all, IReadOnlyList<Figure> largest, Figure[] rows, Viewer viewer,
        CancellationToken stop)
    {
        if (question.By is not [var by] || by == "month" || all == largest.Count) return null;
        string[] rest = [.. rows.Except(largest).Select(r => r.Keys[0].Code ?? Question.Unknown)];
        var where = new Dictionary<string, IReadOnlyList<string>>(question.Where) { [by] = rest };
        var others = question with { By = [], Where = where, Top = null, WithOthers = false };
        if (_screen.Fault(others, viewer) is not null) return null;
        var answer = await Answer(others, viewer, stop);
        var shares = answer.Measures.Select((m, i) => m.IsAdditive && answer.Total.Values[i] is { } part
            && largest.FirstOrDefault(r => r.Shares?[i] > 0) is { } known ? part * known.Shares![i] / known.Values[i] : null).ToArray();
        return answer.Total with { Keys = [new(Question.Others, $"Khác ({rest.Length})")], Shares = shares };
    }

    private static DateOnly DayOfNames(Slice slice) => slice.Geography switch
    {
        Geography.Since2025 when slice.Period.End < Geographies.Change => Geographies.Change,
        Geography.Until2025 when slice.Period.End >= Geographies.Change => Geographies.Change.AddDays(-1),
        _ => slice.Period.End,
    };

    private Member Member(Dimension dimension, string? code, DateOnly day) =>
        new(code, code is null ? "Chưa rõ" : dimension.Names?.GetValueOrDefault(code)
            ?? (dimension.List is { } list ? catalogue.NameOf(list, code, day) : code));

}

/// <summary>Whether an episode counts in a measure, in how many rows, and what speaks against it.</summary>
public sealed record Explanation(MeasureCard Measure, bool Counts, long Rows, IReadOnlyList<string> Against);
