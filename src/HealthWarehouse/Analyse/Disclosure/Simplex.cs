namespace HealthWarehouse.Analyse.Disclosure;

/// <summary>
/// The simplex method with upper bounds: the cheapest amounts from nought to a bound that meet every equation, whose right sides are not
/// negative.
/// </summary>
internal sealed class Simplex
{
    private const double Tiny = 1e-9, Dear = 1e7;
    private const int MostPivots = 3000, Patience = 300;
    private readonly double[][] _rows;
    private readonly double[] _cost, _bound;
    private readonly bool[] _turned;
    private readonly int[] _basis;
    private readonly int _amounts, _width;

    private Simplex(int amounts, double[] cost, double[] bound,
        IReadOnlyList<(IReadOnlyList<(int Amount, double Factor)> Terms, double Right)> equations)
    {
        (_amounts, _width) = (amounts, amounts + equations.Count);
        _basis = [.. Enumerable.Range(amounts, equations.Count)];
        _bound = [.. bound, .. equations.Select(_ => double.PositiveInfinity)];
        _turned = new bool[_width];
        _cost = new double[_width + 1];
        cost.CopyTo(_cost, 0);
        _rows = new double[equations.Count][];
        for (var i = 0; i < equations.Count; i++)
        {
            var row = _rows[i] = new double[_width + 1];
            foreach (var (amount, factor) in equations[i].Terms) row[amount] += factor;
            (row[amounts + i], row[_width]) = (1, equations[i].Right);
            for (var j = 0; j <= _width; j++) if (j != amounts + i) _cost[j] -= Dear * row[j];
        }
    }

    /// <summary>The amounts, or null where there are none or they are too hard to find.</summary>
    public static double[]? Solve(double[] cost, double[] bound,
        IReadOnlyList<(IReadOnlyList<(int Amount, double Factor)> Terms, double Right)> equations)
    {
        var simplex = new Simplex(cost.Length, cost, bound, equations);
        for (var pivots = 0; pivots < MostPivots; pivots++)
        {
            if (simplex.Entering(cheapest: pivots < Patience) is not { } entering) return simplex.Amounts();
            if (!simplex.Step(entering)) return null;
        }
        return null;
    }

    private double[]? Amounts()
    {
        var amounts = new double[_width];
        for (var i = 0; i < _rows.Length; i++) amounts[_basis[i]] = _rows[i][_width];
        for (var j = 0; j < _width; j++) if (_turned[j]) amounts[j] = _bound[j] - amounts[j];
        return amounts.Skip(_amounts).Any(a => a > 1e-6) ? null : amounts[.._amounts];
    }

    /// <summary>The amount whose change helps most; after a while the first that helps, so that the search ends.</summary>
    private int? Entering(bool cheapest)
    {
        int? best = null;
        for (var j = 0; j < _amounts; j++)
        {
            if (_cost[j] >= -1e-7 || (best is { } b && _cost[j] >= _cost[b])) continue;
            best = j;
            if (!cheapest) break;
        }
        return best;
    }

    private bool Step(int entering)
    {
        var (least, leaving, upper) = (_bound[entering], -1, false);
        for (var i = 0; i < _rows.Length; i++)
        {
            var factor = _rows[i][entering];
            if (Math.Abs(factor) < Tiny) continue;
            var limit = factor > 0 ? _rows[i][_width] / factor : (_bound[_basis[i]] - _rows[i][_width]) / -factor;
            if (limit < least - Tiny || (leaving >= 0 && limit < least + Tiny && _basis[i] < _basis[leaving]))
                (least, leaving, upper) = (Math.Max(0, limit), i, factor < 0);
        }
        if (double.IsPositiveInfinity(least)) return false;
        if (leaving < 0) Turn(entering);
        else
        {
            if (upper) TurnBasic(leaving);
            Pivot(leaving, entering);
        }
        return true;
    }

    /// <summary>Counts an amount outside the basis down from its bound instead of up from nought.</summary>
    private void Turn(int j)
    {
        foreach (var row in _rows) (row[_width], row[j]) = (row[_width] - row[j] * _bound[j], -row[j]);
        (_cost[_width], _cost[j]) = (_cost[_width] - _cost[j] * _bound[j], -_cost[j]);
        _turned[j] = !_turned[j];
    }

    private void TurnBasic(int i)
    {
        var (row, basic) = (_rows[i], _basis[i]);
        for (var j = 0; j < _width; j++) if (j != basic) row[j] = -row[j];
        row[_width] = _bound[basic] - row[_width];
        _turned[basic] = !_turned[basic];
    }

    private void Pivot(int leaving, int entering)
    {
        var pivot = _rows[leaving];
        var factor = pivot[entering];
        for (var j = 0; j <= _width; j++) pivot[j] /= factor;
        foreach (var row in _rows) if (row != pivot) Subtract(row, pivot, row[entering]);
        Subtract(_cost, pivot, _cost[entering]);
        _basis[leaving] = entering;
    }

    private static void Subtract(double[] row, double[] pivot, double times)
    {
        if (times == 0) return;
        for (var j = 0; j < row.Length; j++) row[j] -= times * pivot[j];
    }
}
