using Google.OrTools.LinearSolver;

namespace HealthWarehouse.Tests.Disclosure;

/// <summary>
/// Somebody who takes everything that is shown as equations and asks a solver how small and how large each hidden number can still be.
/// Knows nothing of how the house decides what to hide.
/// </summary>
internal sealed class Onlooker
{
    private const double Slack = 1e-6;
    private readonly Solver _solver = Solver.CreateSolver("GLOP");
    private readonly Dictionary<string, Variable> _unknown = [];
    private readonly Dictionary<string, double> _known = [];

    /// <summary>An atom that is shown as such.</summary>
    public void Knows(string atom, decimal value) => _known[atom] = (double)value;

    /// <summary>A sum of atoms that is shown.</summary>
    public void Reads(IEnumerable<string> atoms, decimal value)
    {
        var parts = atoms.ToArray();
        var unknown = parts.Where(a => !_known.ContainsKey(a)).ToArray();
        if (unknown.Length == 0) return;
        var rest = (double)value - parts.Sum(a => _known.GetValueOrDefault(a));
        var equation = _solver.MakeConstraint(rest, rest);
        foreach (var a in unknown) equation.SetCoefficient(Of(a), 1);
    }

    /// <summary>One atom counts only what another counts too.</summary>
    public void IsPart(string part, string whole)
    {
        if (_known.ContainsKey(part) && _known.ContainsKey(whole)) return;
        var bound = _solver.MakeConstraint(_known.GetValueOrDefault(part) - _known.GetValueOrDefault(whole), double.PositiveInfinity);
        if (!_known.ContainsKey(whole)) bound.SetCoefficient(Of(whole), 1);
        if (!_known.ContainsKey(part)) bound.SetCoefficient(Of(part), -1);
    }

    /// <summary>How small and how large a sum of atoms, less another, can be.</summary>
    public (double Least, double Most) Range(IReadOnlyList<string> atoms, string? less = null) =>
        (Solve(atoms, less, false), Solve(atoms, less, true));

    private double Solve(IReadOnlyList<string> atoms, string? less, bool most)
    {
        var goal = _solver.Objective();
        goal.Clear();
        var shown = atoms.Sum(a => _known.GetValueOrDefault(a)) - (less is null ? 0 : _known.GetValueOrDefault(less));
        foreach (var a in atoms.Where(a => !_known.ContainsKey(a))) goal.SetCoefficient(Of(a), 1);
        if (less is not null && !_known.ContainsKey(less)) goal.SetCoefficient(Of(less), -1);
        if (most) goal.SetMaximization();
        else goal.SetMinimization();
        return _solver.Solve() switch
        {
            Solver.ResultStatus.OPTIMAL => goal.Value() + shown,
            Solver.ResultStatus.UNBOUNDED or Solver.ResultStatus.INFEASIBLE when most => double.PositiveInfinity,
            Solver.ResultStatus.UNBOUNDED => 0,
            var other => throw new InvalidOperationException($"The shown figures contradict each other: {other}."),
        };
    }

    private Variable Of(string atom) =>
        _unknown.TryGetValue(atom, out var known) ? known : _unknown[atom] = _solver.MakeNumVar(0, double.PositiveInfinity, atom);

    /// <summary>What is wrong with how far a hidden number can be narrowed down; null when it is as vague as declared.</summary>
    public string? Fault(decimal truth, IReadOnlyList<string> atoms, int k, int width, string? less = null)
    {
        if (truth is > 0 && truth < k)
        {
            var (least, most) = Range(atoms, less);
            return least > 1 + Slack || most < k - 1 - Slack ? $"{string.Join('+', atoms.Take(3))}{(less is null ? "" : $"−{less}")} = " +
                $"{truth:0.##} lies within [{least:0.##}, {most:0.##}]" : null;
        }
        if (less is not null || truth <= 0) return null;
        var range = Range(atoms);
        return range.Most - range.Least < width - Slack
            ? $"{string.Join('+', atoms.Take(3))} = {truth:0.##} lies within [{range.Least:0.##}, {range.Most:0.##}]" : null;
    }
}
