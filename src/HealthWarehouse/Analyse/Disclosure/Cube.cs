using System.Collections.Concurrent;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Analyse.Disclosure;

/// <summary>The family of tables of one shape, fact and year with what is hidden in each, for every count asked about and those it is part of.</summary>
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

    /// <summary>Values by the columns of a shape and month, of counts of rows.</summary>
    public Cube(DisclosureFile rule, Counts counts, Shape shape, int timeLevel, IReadOnlyList<(IReadOnlyList<string?> Codes, int Month, Func<string, long> Value)> rows)
    {
        (_rule, _counts) = (rule, counts);
        _axes = new Axis[shape.Lines.Count + 1];
        _members = new Dictionary<string, int>[shape.Lines.Count][];
        _codes = new string?[shape.Lines.Count][][][];
        var at = new Dictionary<string, int>[shape.Lines.Count];
        for (int i = 0, first = 0; i < shape.Lines.Count; first += shape.Lines[i].Columns.Count, i++)
        {
            var (line, from) = (shape.Lines[i], first);
            var tuples = rows.Select(r => r.Codes.Skip(from).Take(line.Columns.Count).ToArray()).DistinctBy(Key).OrderBy(Key, StringComparer.Ordinal).ToArray();
            at[i] = tuples.Select((t, n) => (Key(t), n)).ToDictionary(t => t.Item1, t => t.n);
            var of = line.Levels.Select(level => tuples.Select(t => level.Select(c => t[line.Columns.ToList().IndexOf(c)]).ToArray()).ToArray()).ToArray();
            _members[i] = [.. of.Select(level => level.DistinctBy(Key).OrderBy(Key, StringComparer.Ordinal).Select((c, n) => (Key(c), n)).ToDictionary(c => c.Item1, c => c.n))];
            _codes[i] = [.. of.Select(level => level.DistinctBy(Key).OrderBy(Key, StringComparer.Ordinal).ToArray())];
            var members = _members[i];
            _axes[i] = new([.. of.Select((level, l) => level.Select(c => members[l][Key(c)]).ToArray())], [.. members.Select((m, l) => l == 0 ? 1 : m.Count)],
                (coarse, fine) => Shape.IsAround(rule, line.Levels[coarse], line.Levels[fine]));
        }
        _axes[^1] = Months.Axis(timeLevel);
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
        foreach (var axis in _axes) combinations = combinations.SelectMany(c => Enumerable.Range(0, axis.Sizes.Length).Select(l => (int[])[.. c, l]));
        _combinations = [.. combinations.OrderBy(c => c.Sum())];
    }

    /// <summary>Decides a count and all it is part of; <paramref name="few"/> tells of different persons in a cell whether they are too few (levels, members), where that is known.</summary>
    public void Decide(Count count, Func<int[], int[], bool>? few = null)
    {
        lock (_layers)
        {
            if (!_layers.ContainsKey(count.Key)) DecideNow(count, few);
        }
    }

    private void DecideNow(Count count, Func<int[], int[], bool>? few)
    {
        if (count.Distinct is not null)
        {
            var rows = _counts.RowsOf(count);
            Decide(rows);
            Layer[] persons = [.. _layers[rows.Key].Select(l => Persons(l, few!))];
            new Suppressor(_axes, _rule).Decide(persons, []);
            _layers[count.Key] = persons;
            return;
        }
        var above = _counts.Above(count).ToArray();
        foreach (var larger in above) Decide(larger);
        var layers = _combinations.Select(c => new Layer(c, _axes)).ToArray();
        foreach (var layer in layers.Where(l => l.Cells <= _rule.MostCells)) layer.Fill(_axes, _records.Select(r => (r.Rows, r.Value(count.Key))));
        if (above.Length == 0) new Suppressor(_axes, _rule).Decide(layers, []);
        for (var round = 0; above.Aggregate(false, (more, larger) => Divide(_layers[larger.Key], layers) | more) && above.Length > 1; round++)
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
            if (layer.Hidden[c] && layer.At(c, levels.Length) == span.Member) yield return [.. levels.Select((l, i) => _codes[i][l][layer.At(c, i)])];
    }

    private Layer Find(Count count, int[] levels, Months.Span span) => _layers[count.Key].First(l => l.Levels[^1] == span.Level && l.Levels.AsSpan(0, levels.Length).SequenceEqual(levels));

    /// <summary>
    /// A count as a part of a larger one: what it leaves over is a count too. Where the larger one is hidden the part is as well, unless it is nought: else
    /// each part shown would say how large it must be at least, and so what another part leaves over.
    /// </summary>
    private bool Divide(IReadOnlyList<Layer> whole, IReadOnlyList<Layer> part)
    {
        Axis[] axes = [.. _axes, Parts];
        Layer[] above = [.. whole.Select(w => new Layer([.. w.Levels, 0], axes) { Values = w.Values, Hidden = w.Hidden, Small = w.Small, Withheld = w.Withheld })];
        Layer[] both = [.. part.Select((p, i) => new Layer([.. p.Levels, 1], axes)
        {
            Values = Woven(p.Values, n => Math.Max(0, whole[i].Values[n] - p.Values[n])), Hidden = Woven([.. p.Hidden.Select((h, n) => h || (p.Values[n] > 0 && whole[i].Hidden[n]))], _ => false), Small = Woven(p.Small, _ => false), Withheld = p.Withheld || p.Values.Length < p.Cells,
        })];
        var more = new Suppressor(axes, _rule, _axes.Length).Decide(both, above);
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
        var layer = new Layer(rows.Levels, _axes) { Values = rows.Values, Hidden = [.. rows.Hidden], Small = [.. rows.Small], Withheld = rows.Withheld };
        for (var c = 0; c < layer.Values.Length; c++) layer.Hidden[c] |= few(layer.Levels, [.. layer.Levels.Select((_, i) => layer.At(c, i))]);
        return layer;
    }

    /// <summary>The member of a level on a line, by its codes; null where no row has it.</summary>
    public int? MemberOf(int line, int level, IReadOnlyList<string?> codes) => _members[line][level].TryGetValue(Key(codes), out var member) ? member : null;

    private static string Key(IReadOnlyList<string?> codes) => string.Join('\u0001', codes.Select(c => c ?? "\u0002"));
}

/// <summary>How a figure stands to a viewer who may not see small cells.</summary>
public enum Veiled { Shown, Hidden, Withheld }
