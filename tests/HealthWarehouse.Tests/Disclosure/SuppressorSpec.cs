using HealthWarehouse.Analyse.Disclosure;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Tests.Disclosure;

/// <summary>
/// Random tables of up to three dimensions, flat and with groups, with all their totals: an onlooker with a solver cannot narrow a hidden
/// cell.
/// </summary>
public sealed class SuppressorSpec(ITestOutputHelper output)
{
    private static readonly DisclosureFile Rule = CatalogueFiles.Load(Repo.File("catalogue")).Disclosure;

    [Fact]
    public void No_hidden_cell_of_a_random_table_can_be_narrowed_and_not_all_is_hidden()
    {
        var (random, faults) = (new Random(5), new List<string>());
        int cells = 0, small = 0, hidden = 0, withheld = 0, layers = 0, across = 0;
        for (var n = 0; n < 60; n++)
        {
            var table = Table.Random(random);
            new Suppressor(table.Axes, Rule).Decide(table.Layers, []);
            faults.AddRange(table.Faults(Rule).Select(f => $"table {n}: {f}"));
            across += table.FaultsOfAll(Rule).Count();
            layers += table.Layers.Length;
            withheld += table.Layers.Count(l => l.Withheld);
            foreach (var layer in table.Layers)
                for (var c = 0; c < layer.Values.Length; c++)
                {
                    if (layer.Values[c] == 0) continue;
                    cells++;
                    if (layer.Values[c] < Rule.K * Layer.One) small++;
                    if (layer.Hides(c)) hidden++;
                }
        }
        output.WriteLine($"{cells} cells, {small} small, {hidden} hidden; {withheld} of {layers} tables withheld; {across} hidden cells " +
            "narrowed across tables no shown table joins");
        faults.ShouldBeEmpty();
        hidden.ShouldBeLessThan(cells * 6 / 10);
        withheld.ShouldBeLessThan(layers / 6);
        across.ShouldBeLessThan(hidden / 40);
    }

    [Fact]
    public void Hiding_only_what_is_small_is_caught()
    {
        var random = new Random(6);
        var caught = 0;
        for (var n = 0; n < 20; n++)
        {
            var table = Table.Random(random);
            foreach (var layer in table.Layers)
                for (var c = 0; c < layer.Values.Length; c++) layer.Hidden[c] = layer.Small[c] = layer.Values[c] > 0
                    && layer.Values[c] < Rule.K * Layer.One;
            if (table.Faults(Rule).Any()) caught++;
        }
        caught.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void A_coarse_table_is_hidden_alike_whatever_finer_one_it_is_asked_with()
    {
        var random = new Random(7);
        for (var n = 0; n < 15; n++)
        {
            var table = Table.Random(random);
            var coarse = table.Layers.Where(l => l.Levels[^1] == 0).Select(l => l.Levels).ToArray();
            new Suppressor(table.Axes, Rule).Decide(table.Layers, []);
            var alone = table.Again();
            var some = alone.Layers.Where(l => l.Levels[^1] == 0).ToArray();
            new Suppressor(alone.Axes, Rule).Decide(some, []);
            foreach (var (levels, i) in coarse.Select((l, i) => (l, i)))
                some[i].Hidden.ShouldBe(table.Layers.First(l => l.Levels.SequenceEqual(levels)).Hidden);
        }
    }

    [Fact]
    public void The_least_is_hidden_and_ties_fall_alike()
    {
        Axis[] axes = [Table.Flat(5)];
        bool[] Hide(params long[] values)
        {
            Layer[] layers = [new([0], axes), new([1], axes)];
            foreach (var layer in layers) layer.Fill(axes, values.Select((v, i) => (new[] { i }, v * Layer.One)));
            new Suppressor(axes, Rule).Decide(layers, []);
            return layers[1].Hidden;
        }

        Hide(3, 90, 20, 50, 0).ShouldBe([true, false, true, false, false]);
        Hide(3, 20, 90, 20, 20).ShouldBe([true, true, false, false, false]);
        Hide(10, 20, 30, 0, 0).ShouldBe([false, false, false, false, false]);
        Hide(3, 2, 30, 40, 0).ShouldBe([true, true, false, false, false]);
    }

    /// <summary>Axes, base values, and every table of the family.</summary>
    private sealed class Table(Axis[] axes, (int[] Rows, long Value)[] cells)
    {
        public Axis[] Axes => axes;

        public Layer[] Layers { get; } = [.. Combinations(axes).OrderBy(c => c.Sum()).Select(c =>
        {
            var layer = new Layer(c, axes);
            layer.Fill(axes, cells);
            return layer;
        })];

        public Table Again() => new(axes, cells);

        public static Axis Flat(int members) => new([new int[members], [.. Enumerable.Range(0, members)]], [1, members], (_, _) => true);

        private static Axis Grouped(int members) =>
            new([new int[members], [.. Enumerable.Range(0, members).Select(m => m / 2)], [.. Enumerable.Range(0, members)]],
            [1, (members + 1) / 2, members], (_, _) => true);

        public static Table Random(Random random)
        {
            Axis[] axes = [.. Enumerable.Range(0, random.Next(1, 4))
                .Select(i => i == 0 && random.Next(2) == 0 ? Grouped(random.Next(3, 8)) : i == 1 && random.Next(3) == 0
                ? Months.Axis(Months.Quarter) : Flat(random.Next(2, 6)))];
            IEnumerable<int[]> rows = [[]];
            foreach (var axis in axes)
                rows = rows.SelectMany(r =>
                    Enumerable.Range(0, axis.Rows == 12 ? 4 : axis.Rows).Select(m => (int[])[.. r, axis.Rows == 12 ? 3 * m : m]));
            var size = random.Next(4, 60);
            return new(axes,
                [.. rows.Select(r => (r, random.Next(5) == 0 ? 0 : (long)(size * Math.Pow(random.NextDouble(), 2)) * Layer.One))]);
        }

        /// <summary>Faults in what each shown table tells with all its totals.</summary>
        public IEnumerable<string> Faults(DisclosureFile rule)
        {
            var shown = Layers.Where(l => !l.Withheld).ToArray();
            return shown.Where(l => !shown.Any(f => f != l && IsOf(l, f))).SelectMany(l => Faults(rule, [.. shown.Where(c => IsOf(c, l))]));
        }

        /// <summary>
        /// Faults in what all shown tables tell together, those across which no table is shown included; beyond what is promised.
        /// </summary>
        public IEnumerable<string> FaultsOfAll(DisclosureFile rule) => Faults(rule, [.. Layers.Where(l => !l.Withheld)]);

        private bool IsOf(Layer coarse, Layer fine) =>
            Enumerable.Range(0, axes.Length).All(u => axes[u].Contains(coarse.Levels[u], fine.Levels[u]));

        private IEnumerable<string> Faults(DisclosureFile rule, Layer[] layers)
        {
            var onlooker = new Onlooker();
            foreach (var layer in layers)
                for (var c = 0; c < layer.Values.Length; c++)
                    if (!layer.Hidden[c]) onlooker.Reads(Atoms(layer, c), (decimal)layer.Values[c] / Layer.One);
            foreach (var layer in layers)
                for (var c = 0; c < layer.Values.Length; c++)
                    if (layer.Hidden[c]
                        && onlooker.Fault((decimal)layer.Values[c] / Layer.One, Atoms(layer, c), rule.K, rule.Width) is { } fault)
                        yield return $"[{string.Join(',', layer.Levels)}] {fault}";
        }

        private string[] Atoms(Layer layer, int cell) =>
            [.. cells.Where(a => Enumerable.Range(0, axes.Length).All(i => axes[i].Of(layer.Levels[i], a.Rows[i]) == layer.At(cell, i)))
                .Select(a => string.Join(',', a.Rows))];

        private static IEnumerable<int[]> Combinations(Axis[] axes)
        {
            IEnumerable<int[]> all = [[]];
            foreach (var axis in axes) all = all.SelectMany(c => Enumerable.Range(0, axis.Sizes.Length).Select(l => (int[])[.. c, l]));
            return all;
        }
    }
}
