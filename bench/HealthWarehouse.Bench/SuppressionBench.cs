using System.Diagnostics;
using System.Globalization;
using HealthWarehouse.Analyse.Disclosure;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Bench;

/// <summary>
/// What the search for boxes is kept for: made-up tables of disease (in chapters) × facility × quarter, hidden as a publication hides them,
/// beside the linear programme alone, one for each side of a few of the same small cells over the whole table.
/// </summary>
internal static class SuppressionBench
{
    private const int Looked = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<int> Run(string[] args)
    {
        var most = Array.IndexOf(args, "--cells") is var at and >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : 20_000;
        var rule = CatalogueFiles.Load(Path.Combine(AppContext.BaseDirectory, "catalogue")).Disclosure;
        Console.WriteLine("ô | nhỏ | bị giấu | cả họ bảng, s | một bài toán quy hoạch, s | chỉ quy hoạch cho mọi ô nhỏ, s | tỷ số");
        foreach (var (diseases, facilities) in new[] { (5, 5), (10, 10), (20, 20), (40, 30), (60, 60), (100, 100) })
        {
            if (diseases * facilities * 4 > most) break;
            Compare(diseases, facilities, rule);
        }
        Console.WriteLine($"bộ nhớ cao nhất {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB");
        return Task.FromResult(0);
    }

    private static void Compare(int diseases, int facilities, DisclosureFile rule)
    {
        Axis[] axes = [Chapters(diseases), Flat(facilities), Months.Axis(Months.Quarter)];
        var random = new Random(diseases);
        (int[] Rows, long Value)[] cells = [.. from d in Enumerable.Range(0, diseases)
            from f in Enumerable.Range(0, facilities)
            from q in Enumerable.Range(0, 4)
            select (new[] { d, f, 3 * q }, random.Next(5) == 0 ? 0 : (long)(2000 * Math.Pow(random.NextDouble(), 2)) * Layer.One)];
        Layer[] layers = [.. Levels(axes).OrderBy(l => l.Sum()).Select(l =>
        {
            var layer = new Layer(l, axes);
            layer.Fill(axes, cells);
            return layer;
        })];
        var clock = Stopwatch.StartNew();
        new Suppressor(axes, rule).Decide(layers, []);
        var family = clock.Elapsed;
        var (finest, small, hidden) = (layers[^1], layers.Sum(l => l.Small.Count(s => s)), layers.Sum(l => l.Hidden.Count(h => h)));

        clock.Restart();
        var solved = 0;
        foreach (var cell in Enumerable.Range(0, finest.Values.Length).Where(c => finest.Small[c]).Take(Looked))
        {
            Change(axes, finest, layers[..^1], cell, rise: true);
            Change(axes, finest, layers[..^1], cell, rise: false);
            solved += 2;
            if (clock.Elapsed > Patience) break;
        }
        var one = clock.Elapsed / Math.Max(1, solved);
        var alone = one * 2 * small;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{finest.Cells} | {small} | " +
                $"{hidden}{(layers.Count(l => l.Withheld) is > 0 and var w ? $" ({w}/{layers.Length} bảng không công bố)" : "")} | " +
                $"{family.TotalSeconds:f2} | {one.TotalSeconds:f3} | {alone.TotalSeconds:f1} | {alone / family:f0}×"));
    }

    /// <summary>The cheapest change of the finest table that moves one cell by one and leaves all shown sums as they are.</summary>
    private static void Change(Axis[] axes, Layer layer, Layer[] coarser, int cell, bool rise)
    {
        List<(IReadOnlyList<(int, double)>, double)> equations = [([(2 * cell, rise ? 1 : -1), (2 * cell + 1, rise ? -1 : 1)], 1)];
        foreach (var coarse in coarser)
        {
            var sums = new List<(int, double)>[coarse.Values.Length];
            for (var c = 0; c < layer.Values.Length; c++)
            {
                var sum = 0;
                for (var u = 0; u < axes.Length; u++)
                    sum += axes[u].Up(layer.Levels[u], coarse.Levels[u], layer.At(c, u)) * coarse.Stride(u);
                (sums[sum] ??= []).AddRange([(2 * c, 1), (2 * c + 1, -1)]);
            }
            for (var s = 0; s < sums.Length; s++) if (!coarse.Hidden[s]) equations.Add((sums[s], 0));
        }
        double[] cost = [.. Both(layer, c => layer.Hidden[c] ? 1e-3 : Math.Max(1, layer.Values[c] / Layer.One))];
        double[] bound = [.. Enumerable.Range(0, layer.Values.Length).SelectMany(c => new[] { 8.0, layer.Values[c] / (double)Layer.One })];
        LeastChange.Solve(cost, bound, equations);
    }

    private static IEnumerable<double> Both(Layer layer, Func<int, double> of) =>
        Enumerable.Range(0, layer.Values.Length).SelectMany(c => new[] { of(c), of(c) });

    private static Axis Flat(int members) => new([new int[members], [.. Enumerable.Range(0, members)]], [1, members], (_, _) => true);

    private static Axis Chapters(int members) =>
        new([new int[members], [.. Enumerable.Range(0, members).Select(m => m / 5)], [.. Enumerable.Range(0, members)]],
        [1, (members + 4) / 5, members], (_, _) => true);

    private static IEnumerable<int[]> Levels(Axis[] axes) => axes.Aggregate((IEnumerable<int[]>)[[]],
        (all, axis) => all.SelectMany(l => Enumerable.Range(0, axis.Sizes.Length).Select(level => (int[])[.. l, level])));
}
