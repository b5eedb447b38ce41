using System.Collections.Concurrent;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Analyse.Disclosure;

/// <summary>
/// The family of tables of one shape, fact and year with what is hidden in each, for every count asked about and those it is part of.
/// </summary>
internal sealed class Cube
{
    private const int MostRounds = 4;
    private static readonly Axis Parts = new([[0, 0], [0, 1]], [1, 2], (_, _) => true);
    private readonly DisclosureFile _rule;
    private readonly Counts _counts;
    private readonly Axis[] _axes;
    private readonly Dictionary<string, int>[][] _members;
    private readonly string?[][][][] _codes;
    private readonly List<(int[] Rows, Func<string, long> Value)> _records = [];
    private readonly ConcurrentDictionary<string, IReadOnlyList<Layer>> _layers = [];
    private readonly int[][] _combinations;
    private readonly Shield _shield;
    private readonly bool[][][] _told;

    /// <summary>
    /// Values by the columns of a shape and month, of counts of rows; <paramref name="widest"/> is the count of most of them.
    /// </summary>
    public Cube(DisclosureFile rule, Counts counts, Shape shape, int timeLevel,
        IReadOnlyList<(IReadOnlyList<string?> Codes, int Month, Func<string, long> Value)> rows, Shield shield, string widest)
    {
        (_rule, _counts, _shield, _told) = (rule, counts, shield, new bool[shape.Lines.Count + 1][][]);
        _axes = new Axis[shape.Lines.Count + 1];
        _members = new Dictionary<string, int>[shape.Lines.Count][];
        _codes = new string?[shape.Lines.Count][][][];
        var at = new Dictionary<string, int>[shape.Lines.Count];
        for (int i = 0, first = 0; i < shape.Lines.Count; first += shape.Lines[i].Columns.Count, i++)
        {
            var (line, from) = (shape.Lines[i], first);
            var tuples = rows.Select(r => r.Codes.Skip(from).Take(line.Columns.Count).ToArray()).DistinctBy(Key)
                .OrderBy(Key, StringComparer.Ordinal).ToArray();
            at[i] = tuples.Select((t, n) => (Key(t), n)).ToDictionary(t => t.Item1, t => t.n);
            var weights = new long[tuples.Length];
            foreach (var row in rows) weights[at[i][Key(row.Codes.Skip(from).Take(line.Columns.Count).ToArray())]] += row.Value(widest);
            var kept = Kept(line, tuples, weights);
            var of = line.Levels.Select(level =>
                Together(tuples.Select(t => level.Select(c => t[line.Columns.ToList().IndexOf(c)]).ToArray()).ToArray(), kept)).ToArray();
            _members[i] = [.. of.Select(level => level.DistinctBy(Key).OrderBy(Key, StringComparer.Ordinal).Select((c, n) => (Key(c), n))
                .ToDictionary(c => c.Item1, c => c.n))];
            _codes[i] = [.. of.Select(level => level.DistinctBy(Key).OrderBy(Key, StringComparer.Ordinal).ToArray())];
            var members = _members[i];
            _axes[i] = new([.. of.Select((level, l) => level.Select(c => members[l][Key(c)]).ToArray())],
                [.. members.Select((m, l) => l == 0 ? 1 : m.Count)],
                (coarse, fine) => Shape.IsAround(rule, line.Levels[coarse], line.Levels[fine])) { Open = kept is null
                    ? null : [.. of.Select((level, l) => Opened(level, kept, members[l]))] };
            _told[i] = [.. line.Levels.Select((level, l) =>
                _codes[i][l].Select(codes => level.Zip(codes).Any(c => shield.Member(c.First, c.Second))).ToArray())];
        }
        _axes[^1] = Months.Axis(timeLevel);
        _told[^1] = [.. Enumerable.Range(0, timeLevel + 1).Select(_ => Array.Empty<bool>())];
        foreach (var (codes, month, value) in rows)
        {
            var first = 0;
            _records.Add(([.. shape.Lines.Select((l, i) => at[i][Key(codes.Skip(first).Take(Next(l)).ToArray())]), month], value));

            int Next(Shape.Line line)
            {
                first += line.Columns.Count;
                return line.Columns.Count;
            }
        }
        IEnumerable<int[]> combinations = [[]];
        foreach (var axis in _axes)
            combinations = combinations.SelectMany(c => Enumerable.Range(0, axis.Sizes.Length).Select(l => (int[])[.. c, l]));
        _combinations = [.. combinations.OrderBy(c => c.Sum())];
    }

    /// <summary>Stands for the members that are always shown.</summary>
    private const string Others = "\u0003";

    /// <summary>
    /// Which rows of a line may be hidden at all: those that tell of a compartment, and beside them, under whatever is around both, all of
    /// the most frequent others. Null where any may.
    /// </summary>
    private bool[]? Kept(Shape.Line line, string?[][] tuples, long[] weights)
    {
        if (_shield.Rule is not { } rule || !line.Columns.Any(_shield.Dimension)) return null;
        bool[] kept = [.. tuples.Select(t => line.Columns.Zip(t).Any(c => _shield.Member(c.First, c.Second)))];
        for (var column = line.Columns.Count - 1; column >= 0; column--)
        {
            var (of, around) = (column, column + 1);
            bool Tells(int t) => _shield.Member(line.Columns[of], tuples[t][of]);
            foreach (var together in Enumerable.Range(0, tuples.Length)
                .GroupBy(t => around < line.Columns.Count ? tuples[t][around] ?? "" : "").Where(g => g.Any(Tells)).ToArray())
                foreach (var partner in together.Where(t => !Tells(t)).GroupBy(t => tuples[t][of] ?? "")
                    .OrderByDescending(m => m.Sum(t => weights[t])).Take(rule.Partners))
                    foreach (var t in partner) kept[t] = true;
        }
        return kept;
    }

    /// <summary>Members of a level; those of which no row may be hidden as one.</summary>
    private static string?[][] Together(string?[][] level, bool[]? kept)
    {
        if (kept is null || level.Length == 0 || level[0].Length == 0) return level;
        var own = level.Where((_, t) => kept[t]).Select(Key).ToHashSet();
        return [.. level.Select(codes => own.Contains(Key(codes)) ? codes : [.. codes.Select(_ => Others)])];
    }

    /// <summary>Members of a level that are always shown, since some of their rows are.</summary>
    private static bool[] Opened(string?[][] level, bool[] kept, Dictionary<string, int> members)
    {
        var open = new bool[members.Count];
        for (var t = 0; t < level.Length; t++) open[members[Key(level[t])]] |= !kept[t];
        return open;
    }

    /// <summary>Tells of different persons in a cell (levels, members) whether they are too few; of a count of such only.</summary>
    public Func<int[], int[], bool>? Few { get; set; }

    /// <summary>Decides a count and all it is part of.</summary>
    public void Decide(Count count, CancellationToken stop)
    {
        lock (_layers)
        {
            stop.ThrowIfCancellationRequested();
            if (!_layers.ContainsKey(count.Key)) DecideNow(count, stop);
        }
    }

    private void DecideNow(Count count, CancellationToken stop)
    {
        if (count.Distinct is not null)
        {
            var rows = _counts.RowsOf(count);
            Decide(rows, stop);
            Layer[] persons = [.. _layers[rows.Key].Select(l => Persons(l, Few!))];
            new Suppressor(_axes, _rule, stop: stop).Decide(persons, []);
            _layers[count.Key] = persons;
            return;
        }
        var above = _counts.Above(count).ToArray();
        foreach (var larger in above) Decide(larger, stop);
        var whole = _shield.Whole(count);
        var layers = _combinations.Select(c => new Layer(c, _axes) { Told = whole ? null : [.. c.Select((level, i) => _told[i][level])] })
            .ToArray();
        foreach (var layer in layers.Where(l => l.Cells <= (_shield.Rule?.MostCells ?? _rule.MostCells)))
            layer.Fill(_axes, _records.Select(r => (r.Rows, r.Value(count.Key))));
        if (above.Length == 0) new Suppressor(_axes, _rule, stop: stop).Decide(layers, []);
        for (var round = 0; above.Aggregate(false, (more, larger) => Divide(_layers[larger.Key], layers, stop) | more)
            && above.Length > 1; round++)
            if (round == MostRounds) foreach (var layer in layers) layer.Withheld = true;
        _layers[count.Key] = layers;
    }

    /// <summary>Whether a cell is hidden or withheld: a member of the level of every line, and a span of time.</summary>
    public Veiled Of(Count count, int[] levels, IReadOnlyList<string?>[] members, Months.Span span)
    {
        var layer = Find(count, levels, span);
        if (layer.Withheld) return Veiled.Withheld;
        var cell = span.Member;
        for (var i = 0; i < levels.Length; i++)
        {
            if (!_members[i][levels[i]].TryGetValue(Key(members[i]), out var member)) return Veiled.Shown;
            cell += member * layer.Stride(i);
        }
        return layer.Hidden[cell] ? Veiled.Hidden : Veiled.Shown;
    }

    public bool IsWithheld(Count count, int[] levels, Months.Span span) => Find(count, levels, span).Withheld;

    /// <summary>The hidden cells of a table, by the codes of their members on each line.</summary>
    public IEnumerable<string?[][]> Hidden(Count count, int[] levels, Months.Span span)
    {
        var layer = Find(count, levels, span);
        if (layer.Withheld) yield break;
        for (var c = 0; c < layer.Hidden.Length; c++)
            if (layer.Hidden[c] && layer.At(c, levels.Length) == span.Member)
                yield return [.. levels.Select((l, i) => _codes[i][l][layer.At(c, i)])];
    }

    private Layer Find(Count count, int[] levels, Months.Span span) =>
        _layers[count.Key].First(l => l.Levels[^1] == span.Level && l.Levels.AsSpan(0, levels.Length).SequenceEqual(levels));

    /// <summary>
    /// A count as a part of a larger one: what it leaves over is a count too. Where the larger one is hidden the part is as well, unless it
    /// is nought: else each part shown would say how large it must be at least, and so what another part leaves over.
    /// </summary>
    private bool Divide(IReadOnlyList<Layer> whole, IReadOnlyList<Layer> part, CancellationToken stop)
    {
        Axis[] axes = [.. _axes, Parts];
        Layer[] above = [.. whole.Select(w => new Layer([.. w.Levels, 0], axes)
        {
            Values = w.Values, Hidden = w.Hidden, Small = w.Small, Withheld = w.Withheld, Told = w.Told is null ? null : [.. w.Told, []],
        })];
        Layer[] both = [.. part.Select((p, i) => new Layer([.. p.Levels, 1], axes)
        {
            Values = Woven(p.Values, n => Math.Max(0, whole[i].Values[n] - p.Values[n])), Hidden =
                Woven([.. p.Hidden.Select((h, n) => h || (p.Values[n] > 0 && whole[i].Hidden[n]))], _ => false),
                Small = Woven(p.Small, _ => false), Withheld = p.Withheld || p.Values.Length < p.Cells,
            Told = p.Told is null ? null : [.. p.Told, []],
        })];
        var more = new Suppressor(axes, _rule, _axes.Length, stop).Decide(both, above);
        var changed = false;
        foreach (var (p, b) in part.Zip(both))
        {
            changed |= p.Withheld != b.Withheld;
            p.Withheld = b.Withheld;
            for (var n = 0; n < p.Values.Length; n++)
            {
                changed |= p.Hidden[n] != b.Hidden[2 * n];
                (p.Hidden[n], p.Small[n]) = (b.Hidden[2 * n], b.Small[2 * n]);
            }
        }
        return more && changed;
    }

    private static T[] Woven<T>(T[] own, Func<int, T> rest) => [.. own.SelectMany((v, n) => new[] { v, rest(n) })];

    private Layer Persons(Layer rows, Func<int[], int[], bool> few)
    {
        var layer = new Layer(rows.Levels, _axes) { Values = rows.Values, Hidden = [.. rows.Hidden], Small = [.. rows.Small],
            Withheld = rows.Withheld, Told = rows.Told };
        for (var c = 0; c < layer.Values.Length; c++) layer.Hidden[c] |= layer.IsTold(c)
            && few(layer.Levels, [.. layer.Levels.Select((_, i) => layer.At(c, i))]);
        return layer;
    }

    /// <summary>The member of a level on a line, by its codes; null where no row has it.</summary>
    public int? MemberOf(int line, int level, IReadOnlyList<string?> codes) =>
        _members[line][level].TryGetValue(Key(codes), out var member) ? member : null;

    private static string Key(IReadOnlyList<string?> codes) => string.Join('\u0001', codes.Select(c => c ?? "\u0002"));
}

/// <summary>How a figure stands to a viewer who may not see small cells.</summary>
public enum Veiled { Shown, Hidden, Withheld }
