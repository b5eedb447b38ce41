using System.Numerics;

namespace HealthWarehouse.Analyse.Disclosure;

/// <summary>
/// A way a table could be otherwise without any shown figure being otherwise: the corners of a box over some axes go up and down in turn.
/// Found for one cell (or sum of cells) that must be able to rise or fall; exact, since every table it leads to agrees with all that is
/// shown. <paramref name="near"/>: of a large table a part may be asked for any change; else only boxes are looked for in it.
/// </summary>
internal sealed class Moves(IReadOnlyList<Axis> axes, Layer layer, IReadOnlyList<Layer> coarser, bool near)
{
    private const int MostBases = 12, Unbounded = int.MaxValue, MostWhole = 200, MostCells = 360, MostEquations = 1_000, MostTries = 40;
    private readonly Dictionary<int, long> _world = [];
    private readonly int[] _partner = new int[axes.Count], _best = new int[axes.Count];
    private readonly int[] _corners = new int[1 << axes.Count];
    private double _price;
    private long _capacity;
    private int _bestBase, _bestMask;
    private readonly bool[]?[] _open = [.. axes.Select((a, u) => a.Open?[layer.Levels[u]])];

    /// <summary>
    /// Tries to let a cell of <paramref name="of"/> rise (or fall) by so much; gives the cells that have to be hidden for it, or null when
    /// there is no way.
    /// </summary>
    public List<int>? Reach(Layer of, int cell, bool rise, long need, bool free)
    {
        _world.Clear();
        var (hidden, whole) = (new List<int>(), need);
        for (var steps = 0; need > 0; steps++)
        {
            if (steps == MostBases || !Find(of, cell, rise, need, free))
            {
                foreach (var c in hidden) layer.Hidden[c] = false;
                return free ? null : Anyhow(of, cell, rise, whole);
            }
            var by = Math.Min(need, _capacity);
            Corners(_bestBase, _bestMask, _best);
            for (var s = 0; s <= _bestMask; s++)
            {
                if ((s & ~_bestMask) != 0) continue;
                var c = _corners[s];
                _world[c] = _world.GetValueOrDefault(c) + (BitOperations.PopCount((uint)s) % 2 == 0 == rise ? by : -by);
                if (layer.Hidden[c]) continue;
                layer.Hidden[c] = true;
                hidden.Add(c);
            }
            need -= by;
        }
        return hidden;
    }

    /// <summary>
    /// Where no box serves: the cheapest change of any form, by linear programming over the cells near it; bounded.
    /// </summary>
    private List<int>? Anyhow(Layer of, int cell, bool rise, long need)
    {
        if ((!near && layer.Values.Length > MostWhole) || _tries++ == MostTries) return null;
        int[] order = [.. Near(of, cell, rise).Where(c => !IsOpen(c) && coarser.All(s => s.Withheld || !IsSplit(s, c)))];
        var equations = new Dictionary<(int Layer, int Cell), List<(int, double)>>();
        List<(int, double)> goal = [];
        for (var i = 0; i < order.Length; i++)
        {
            if (Sum(of, order[i]) == cell) goal.AddRange([(2 * i, rise ? 1 : -1), (2 * i + 1, rise ? -1 : 1)]);
            for (var s = 0; s < coarser.Count; s++)
            {
                if (coarser[s].Withheld || Sum(coarser[s], order[i]) is var sum && coarser[s].Hidden[sum]) continue;
                if (!equations.TryGetValue((s, sum), out var terms)) equations[(s, sum)] = terms = [];
                terms.AddRange([(2 * i, 1), (2 * i + 1, -1)]);
            }
        }
        if (goal.Count == 0 || equations.Count > MostEquations) return null;
        var cost = order.Select(c => layer.Hidden[c] ? 1e-3 : Math.Max(1, layer.Values[c] / Layer.One)).SelectMany(c => new[] { c, c })
            .ToArray();
        var bound = order.SelectMany(c => new[] { need * 8.0 / Layer.One, layer.Values[c] / (double)Layer.One }).ToArray();
        var change = LeastChange.Solve(cost, bound,
            [(goal, need / (double)Layer.One), .. equations.Values.Select(e => ((IReadOnlyList<(int, double)>)e, 0.0))]);
        if (change is null) return null;
        int[] more = [.. order.Where((c, i) => !layer.Hidden[c] && Math.Abs(change[2 * i] - change[2 * i + 1]) > 1e-6)];
        foreach (var c in more) layer.Hidden[c] = true;
        return [.. more];
    }

    private int _tries;

    /// <summary>
    /// The table, or of a large one as large a part as the programme bears: along each axis the members a cell is summed up with, those of
    /// its own group first, then the hidden, then the full ones. A change inside the part is one of the table.
    /// </summary>
    private IEnumerable<int> Near(Layer of, int cell, bool rise)
    {
        if (layer.Values.Length <= MostCells) return Enumerable.Range(0, layer.Values.Length);
        if (Bases(of, cell, rise).Cast<int?>().FirstOrDefault() is not { } a) return [];
        IEnumerable<int> near = [0];
        var (left, axesLeft) = ((double)MostCells, axes.Count);
        foreach (var u in Enumerable.Range(0, axes.Count).OrderBy(u => axes[u].Sizes[layer.Levels[u]]))
        {
            var members = Beside(a, u, (int)Math.Pow(left, 1.0 / axesLeft--)).ToArray();
            left /= members.Length;
            near = [.. near.SelectMany(c => members.Select(m => c + m * layer.Stride(u)))];
        }
        return near;
    }

    private IEnumerable<int> Beside(int a, int u, int most)
    {
        var (level, own, stride) = (layer.Levels[u], layer.At(a, u), layer.Stride(u));
        return Enumerable.Range(0, axes[u].Sizes[level])
            .OrderBy(m => m == own ? 0 : 1)
            .ThenByDescending(m => Enumerable.Range(1, level).Count(l =>
                axes[u].Contains(l, level) && axes[u].Up(level, l, m) == axes[u].Up(level, l, own)))
            .ThenBy(m => layer.Hidden[a + (m - own) * stride] ? 0 : 1)
            .ThenByDescending(m => (_hiddenAbove ??= HiddenAbove())[u][m])
            .ThenByDescending(m => layer.Values[a + (m - own) * stride])
            .Take(most);
    }

    private int[][]? _hiddenAbove;

    /// <summary>Of each member of each axis the hidden sums of coarser tables it is in: along them a change found there goes on.</summary>
    private int[][] HiddenAbove() => [.. axes.Select((axis, u) =>
    {
        var hidden = new int[axis.Sizes[layer.Levels[u]]];
        foreach (var sum in coarser.Where(s => !s.Withheld))
        {
            var of = new int[axis.Sizes[sum.Levels[u]]];
            for (var c = 0; c < sum.Hidden.Length; c++) if (sum.Hidden[c]) of[sum.At(c, u)]++;
            for (var m = 0; m < hidden.Length; m++)
                if (axis.Up(layer.Levels[u], sum.Levels[u], m) is var up and not Axis.Split) hidden[m] += of[up];
        }
        return hidden;
    })];

    /// <summary>A cell that is always shown, or has parts that are: it is what it is in every world.</summary>
    private bool IsOpen(int cell)
    {
        for (var u = 0; u < _open.Length; u++) if (_open[u]?[layer.At(cell, u)] is true) return true;
        return false;
    }

    private bool IsSplit(Layer sum, int cell) =>
        Enumerable.Range(0, axes.Count).Any(u => axes[u].Up(layer.Levels[u], sum.Levels[u], layer.At(cell, u)) == Axis.Split);

    private int Sum(Layer sum, int cell)
    {
        var at = 0;
        for (var u = 0; u < axes.Count; u++) at += axes[u].Up(layer.Levels[u], sum.Levels[u], layer.At(cell, u)) * sum.Stride(u);
        return at;
    }

    private bool Find(Layer of, int cell, bool rise, long need, bool free)
    {
        _price = double.MaxValue;
        var allowed = 0;
        for (var u = 0; u < axes.Count; u++) if (of.Levels[u] > 0 && axes[u].Sizes[layer.Levels[u]] > 1) allowed |= 1 << u;
        foreach (var a in Bases(of, cell, rise))
            for (var mask = 0; mask <= allowed && !IsGood(need, free); mask++)
                if ((mask & ~allowed) == 0) Try(of, cell, a, mask, rise, need, free);
        return _price < double.MaxValue;
    }

    /// <summary>Nothing could be better: it costs nothing more and serves in one go.</summary>
    private bool IsGood(long need, bool free) => free && _price < double.MaxValue && _capacity >= need;

    private void Try(Layer of, int cell, int a, int mask, bool rise, long need, bool free)
    {
        var chosen = Enumerable.Range(0, axes.Count).Where(u => (mask & 1 << u) != 0).ToArray();
        var most = chosen.Length switch { <= 1 => Unbounded, 2 => 24, 3 => 10, _ => 5 };
        var choices = Array.ConvertAll(chosen, u => Partners(of, cell, a, u, rise, need, free, most));
        if (Array.Exists(choices, c => c.Length == 0)) return;
        Walk(0);

        void Walk(int i)
        {
            if (i == chosen.Length)
            {
                Weigh(a, mask, rise, need, free);
                return;
            }
            foreach (var p in choices[i])
            {
                if (IsGood(need, free)) return;
                _partner[chosen[i]] = p;
                Walk(i + 1);
            }
        }
    }

    /// <summary>Members of an axis a cell may be set against, the cheapest first.</summary>
    private int[] Partners(Layer of, int cell, int a, int u, bool rise, long need, bool free, int most)
    {
        var (own, whole, stride) = (layer.At(a, u), of.At(cell, u), layer.Stride(u));
        var found = new List<(long Cost, int Member)>();
        for (var p = 0; p < axes[u].Sizes[layer.Levels[u]]; p++)
        {
            if (p == own || _open[u]?[p] is true || axes[u].Up(layer.Levels[u], of.Levels[u], p) == whole) continue;
            var c = a + (p - own) * stride;
            var value = World(c);
            if ((rise && value == 0) || (free && !layer.Hidden[c])) continue;
            found.Add((layer.Hidden[c] ? -Math.Min(value, need) : !rise || value >= need
                ? Math.Max(value, Layer.One) : long.MaxValue - value, p));
        }
        found.Sort();
        return [.. found.Take(most).Select(f => f.Member)];
    }

    private void Weigh(int a, int mask, bool rise, long need, bool free)
    {
        Corners(a, mask, _partner);
        long capacity = long.MaxValue, cost = 0;
        for (var s = 0; s <= mask; s++)
        {
            if ((s & ~mask) != 0) continue;
            var value = World(_corners[s]);
            if (BitOperations.PopCount((uint)s) % 2 == 0 != rise) capacity = Math.Min(capacity, value);
            if (!layer.Hidden[_corners[s]]) cost += Math.Max(value, Layer.One);
        }
        if (capacity <= 0 || (free && cost > 0)) return;
        var price = (double)cost / Math.Min(capacity, need) - (capacity >= need ? 1e-9 : 0);
        if (price >= _price || !IsSilent(a, mask)) return;
        (_price, _capacity, _bestBase, _bestMask) = (price, capacity, a, mask);
        _partner.CopyTo(_best, 0);
    }

    /// <summary>Whether no figure shown in a coarser table changes.</summary>
    private bool IsSilent(int a, int mask)
    {
        foreach (var sum in coarser)
        {
            if (sum.Withheld) continue;
            var (cancels, split, at) = (false, false, 0);
            for (var u = 0; u < axes.Count && !cancels; u++)
            {
                var own = axes[u].Up(layer.Levels[u], sum.Levels[u], layer.At(a, u));
                split |= own == Axis.Split;
                at += own * sum.Stride(u);
                if ((mask & 1 << u) == 0) continue;
                var other = axes[u].Up(layer.Levels[u], sum.Levels[u], _partner[u]);
                split |= other == Axis.Split;
                cancels = own == other && own != Axis.Split;
            }
            if (cancels) continue;
            if (split) return false;
            for (var s = 0; s <= mask; s++)
            {
                if ((s & ~mask) != 0) continue;
                var c = at;
                for (var u = 0; u < axes.Count; u++)
                    if ((s & 1 << u) != 0)
                        c += (axes[u].Up(layer.Levels[u], sum.Levels[u], _partner[u]) - axes[u]
                            .Up(layer.Levels[u], sum.Levels[u], layer.At(a, u))) * sum.Stride(u);
                if (!sum.Hidden[c]) return false;
            }
        }
        return true;
    }

    /// <summary>Cells of the table a sum is made of, those with something in them first.</summary>
    private IEnumerable<int> Bases(Layer of, int cell, bool rise)
    {
        if (of == layer) return [cell];
        IEnumerable<int> cells = [0];
        for (var u = 0; u < axes.Count; u++)
        {
            var (axis, parts) = (u, axes[u].Parts(layer.Levels[u], of.Levels[u], of.At(cell, u)));
            cells = cells.SelectMany(c => parts.Select(p => c + p * layer.Stride(axis)));
        }
        var full = new List<int>();
        var empty = new List<int>();
        foreach (var c in cells)
            if (IsOpen(c)) continue; else if (World(c) > 0) full.Add(c); else if (rise && empty.Count < MostBases) empty.Add(c);
        return full.OrderBy(c => layer.Hidden[c] ? 0 : 1).ThenBy(World).Take(MostBases)
            .Concat(empty.OrderBy(c => layer.Hidden[c] ? 0 : 1).Take(4));
    }

    private void Corners(int a, int mask, int[] partner)
    {
        for (var s = 0; s <= mask; s++)
        {
            if ((s & ~mask) != 0) continue;
            var c = a;
            for (var u = 0; u < axes.Count; u++) if ((s & 1 << u) != 0) c += (partner[u] - layer.At(a, u)) * layer.Stride(u);
            _corners[s] = c;
        }
    }

    private long World(int cell) => layer.Values[cell] + _world.GetValueOrDefault(cell);
}
