using Google.OrTools.LinearSolver;

namespace HealthWarehouse.Analyse.Disclosure;

/// <summary>The cheapest amounts from nought to a bound that meet every equation: the linear programme of secondary suppression.</summary>
internal static class LeastChange
{
    /// <summary>The amounts, or null where there are none.</summary>
    public static double[]? Solve(double[] cost, double[] bound,
        IReadOnlyList<(IReadOnlyList<(int Amount, double Factor)> Terms, double Right)> equations)
    {
        using var solver = Solver.CreateSolver("GLOP");
        Variable[] amounts = [.. bound.Select((b, i) => solver.MakeNumVar(0, b, string.Empty))];
        foreach (var (terms, right) in equations)
        {
            using var equation = solver.MakeConstraint(right, right);
            foreach (var term in terms.GroupBy(t => t.Amount)) equation.SetCoefficient(amounts[term.Key], term.Sum(t => t.Factor));
        }
        using var goal = solver.Objective();
        for (var i = 0; i < cost.Length; i++) goal.SetCoefficient(amounts[i], cost[i]);
        goal.SetMinimization();
        return solver.Solve() is Solver.ResultStatus.OPTIMAL ? [.. amounts.Select(a => a.SolutionValue())] : null;
    }
}
