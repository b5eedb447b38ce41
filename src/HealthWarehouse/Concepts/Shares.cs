namespace HealthWarehouse.Concepts;

/// <summary>
/// Divides one into parts of a millionth that add up exactly: what rounding leaves goes to those it cut most, the first of equals first.
/// </summary>
public static class Shares
{
    private const int One = 1_000_000;

    /// <summary>Shares in proportion to the weights; equal ones where all weights are zero.</summary>
    public static decimal[] Of(IReadOnlyList<decimal> weights)
    {
        var sum = weights.Sum();
        var exact = weights.Select(w => sum == 0 ? (decimal)One / weights.Count : w / sum * One).ToArray();
        var whole = exact.Select(e => (int)decimal.Floor(e)).ToArray();
        var left = One - whole.Sum();
        foreach (var i in Enumerable.Range(0, exact.Length).OrderByDescending(i => exact[i] - whole[i]).ThenBy(i => i).Take(left))
            whole[i]++;
        return [.. whole.Select(w => (decimal)w / One)];
    }
}
