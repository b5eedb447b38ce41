using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Analyse.Disclosure;

/// <summary>
/// Decides which cells of a family of tables are hidden, coarse tables before fine ones, so that a table is hidden alike whatever finer one
/// it is the sum of. First what is small, then as little else as serves: for every hidden cell of the table and of its sums a world must be
/// found in which it is otherwise by as much as declared and everything shown is as it is. Where none is found, the table is withheld.
/// </summary>
internal sealed class Suppressor(IReadOnlyList<Axis> axes, DisclosureFile rule, int region = Suppressor.None,
    CancellationToken stop = default)
{
    public const int None = -1;

    /// <summary>On the axis of parts: the measure itself, and what of the whole it leaves over, which is never shown.</summary>
    public const int Part = 0, Rest = 1;

    /// <summary>
    /// Decides tables in order; those <paramref name="above"/> are decided already. Tells whether anything more was hidden than before.
    /// </summary>
    public bool Decide(IReadOnlyList<Layer> layers, IReadOnlyList<Layer> above)
    {
        var (decided, more) = (above.ToList(), false);
        foreach (var layer in layers)
        {
            var coarser = decided.Where(d => Contains(d, layer)).ToArray();
            var (before, withheld) = (layer.Hidden.Count(h => h), layer.Withheld);
            layer.Withheld = withheld || coarser.Any(c => c.Withheld) || layer.Values.Length < layer.Cells
                || !(Protect(layer, coarser, near: layer.Told is null) || (layer.Told is not null && ProtectWidely(layer, coarser)));
            more |= layer.Withheld != withheld || layer.Hidden.Count(h => h) != before;
            decided.Add(layer);
        }
        return more;
    }

    private bool Contains(Layer coarse, Layer fine) =>
        Enumerable.Range(0, axes.Count).All(u => axes[u].Contains(coarse.Levels[u], fine.Levels[u]));

    /// <summary>
    /// Where hiding little does not serve for the sake of a compartment: all that may be hidden is, and what is always shown stays.
    /// </summary>
    private bool ProtectWidely(Layer layer, Layer[] coarser)
    {
        for (var c = 0; c < layer.Values.Length; c++) layer.Hidden[c] |= Enumerable.Range(0, axes.Count)
            .Any(u => axes[u].Open is { } open && layer.Levels[u] > 0 && !open[layer.Levels[u]][layer.At(c, u)]);
        return Protect(layer, coarser, near: true);
    }

    private bool Protect(Layer layer, Layer[] coarser, bool near)
    {
        for (var c = 0; c < layer.Values.Length; c++)
        {
            layer.Small[c] |= layer.Values[c] > 0 && layer.Values[c] < rule.K * Layer.One && layer.IsTold(c);
            layer.Hidden[c] |= layer.Small[c] || IsRest(layer, c);
        }
        if (IsSparse(layer)) return false;
        var moves = new Moves(axes, layer, coarser, near);
        var needs = new Queue<(Layer Of,
            int Cell)>(coarser.Append(layer)
            .SelectMany(l => Enumerable.Range(0, l.Values.Length)
            .Where(c => l.Hidden[c] && (l.Small[c] || (l.Told is null && !IsRest(l, c)))).Select(c => (l, c)))
            .OrderBy(n => n.l.Small[n.c] ? 0 : 1));
        while (needs.TryDequeue(out var need))
        {
            stop.ThrowIfCancellationRequested();
            if ((layer.Told is null ? Secure(moves, need.Of, need.Cell) : Deny(moves, need.Of, need.Cell)) is not { } hidden)
                return false;
            if (layer.Told is null) foreach (var c in hidden) needs.Enqueue((layer, c));
        }
        return true;
    }

    /// <summary>Makes a hidden cell safe; gives what else had to be hidden, null when it cannot be done.</summary>
    private List<int>? Secure(Moves moves, Layer of, int cell)
    {
        var value = of.Values[cell];
        if (!of.Small[cell]) return Otherwise(moves, of, cell, rule.Width * Layer.One);
        if (Least(moves, of, cell, rise: true, (rule.K - 1) * Layer.One - value) is not { } up) return null;
        return Least(moves, of, cell, rise: false, value - Layer.One) is { } down ? [.. up, .. down] : null;
    }

    /// <summary>
    /// Makes a small cell that tells of a compartment deniable: it may be nought. What is hidden along with it is no secret and need not be
    /// kept by itself.
    /// </summary>
    private static List<int>? Deny(Moves moves, Layer of, int cell) => Least(moves, of, cell, rise: false, of.Values[cell]);

    private static List<int>? Least(Moves moves, Layer of, int cell, bool rise, long need) =>
        moves.Reach(of, cell, rise, need, free: true) ?? moves.Reach(of, cell, rise, need, free: false);

    private static List<int>? Otherwise(Moves moves, Layer of, int cell, long width)
    {
        foreach (var free in new[] { true, false })
        {
            if (moves.Reach(of, cell, rise: false, width, free) is { } down) return down;
            if (moves.Reach(of, cell, rise: true, width, free) is { } up) return up;
        }
        return null;
    }

    /// <summary>So many cells are small that nothing useful would be left.</summary>
    private bool IsSparse(Layer layer)
    {
        int[] filled = [.. Enumerable.Range(0, layer.Values.Length).Where(c => layer.Values[c] > 0 && !IsRest(layer, c))];
        return filled.Length > rule.FewCells && filled.Count(c => layer.Small[c]) * 100 > filled.Length * rule.MostSmall;
    }

    private bool IsRest(Layer layer, int cell) => region >= 0 && layer.Levels[region] > 0 && layer.At(cell, region) == Rest;
}
