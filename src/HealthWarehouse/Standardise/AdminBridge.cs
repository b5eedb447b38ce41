using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>
/// Works out what every administrative unit is on the boundaries of every tree. Forward the declared weights hold; backward a new unit is
/// divided among the parts it was made of, by their population where all of them have one, else as if all old units were alike.
/// </summary>
internal sealed class AdminBridge
{
    private readonly Dictionary<string, Unit> _units;
    private readonly ILookup<string, Change> _forward;
    private readonly ILookup<string, Change> _backward;
    private readonly ILookup<string, Unit> _leaves;
    private readonly ILookup<string, Unit> _provinces;

    private AdminBridge(CodeRows units, CodeRows changes)
    {
        int key = units.Index("unit_key"), code = units.Index("code"), level = units.Index("level"), from = units.Index("valid_from"), to =
            units.Index("valid_to"), parent = units.Index("parent"), province = units.Index("province"), people = units.Index("population");
        _units = units.Rows.Select(r =>
            new Unit(r[key]!, r[code]!, r[level]!, r[from]!, r[to], r[parent], r[province],
            people < 0 || r[people] is not { } p ? null : decimal.Parse(p, CultureInfo.InvariantCulture))).ToDictionary(u => u.Key);
        int old = changes.Index("old_key"), next = changes.Index("new_key"), weight = changes.Index("weight"), on = changes.Index("on");
        var all = changes.Rows.Select(r => new Change(r[old]!, r[next]!, decimal.Parse(r[weight]!, CultureInfo.InvariantCulture)))
            .Where(c => c.Old != c.New).ToArray();
        (_forward, _backward) = (all.ToLookup(c => c.Old), all.ToLookup(c => c.New));
        Trees = [.. TreesOf(changes.Rows.Select(r => r[on]!),
            units.Rows.Select(r => r[from]!).DefaultIfEmpty("2004-07-08").Min(StringComparer.Ordinal)!)];
        _provinces = _units.Values.Where(u => u.Level == "province").OrderBy(u => u.From, StringComparer.Ordinal).ToLookup(u => u.Code);
        _leaves = Leaves();
    }

    private sealed record Unit(string Key, string Code, string Level, string From, string? To, string? Parent, string? Province,
        decimal? People)
    {
        public bool HoldsOn(string day) => string.CompareOrdinal(From, day) <= 0 && (To is null || string.CompareOrdinal(To, day) >= 0);
    }

    private sealed record Change(string Old, string New, decimal Weight);

    /// <summary>A tree and the day it is looked at: its first, the oldest tree its last.</summary>
    private sealed record Tree(string Name, string First, string? Last, string Day);

    private sealed record Part(string Key, decimal Weight, bool Placed);

    private IReadOnlyList<Tree> Trees { get; }

    /// <summary>Rows of dim.admin_tree and dim.admin_bridge.</summary>
    public static (ColumnBatch Trees, ColumnBatch Bridge) Build(CodeRows units, CodeRows changes)
    {
        var bridge = new AdminBridge(units, changes);
        var trees = new ColumnBatch(new("dim.admin_tree",
            [new("tree", ColumnType.Text), new("first_day", ColumnType.Date), new("last_day", ColumnType.Date)]));
        var rows = new ColumnBatch(new("dim.admin_bridge",
            [new("tree", ColumnType.Text), new("from_key", ColumnType.Text), new("to_key", ColumnType.Text),
            new("weight", ColumnType.Number, 6), new("province_key", ColumnType.Text), new("placed", ColumnType.Flag)]));
        foreach (var tree in bridge.Trees)
        {
            trees.Row().Put(tree.Name).Put(Day(tree.First)).Put(tree.Last is null ? null : Day(tree.Last));
            bridge.Write(tree, rows);
        }
        return (trees, rows);
    }

    private void Write(Tree tree, ColumnBatch rows)
    {
        var provinces = _units.Values.Where(u => u.Level == "province").ToDictionary(u => u.Key, u => Provinces(u, tree));
        foreach (var unit in _units.Values)
        {
            var parts = unit.Level == "province" ? provinces[unit.Key] : Parts(unit, tree);
            foreach (var part in parts)
                rows.Row().Put(tree.Name).Put(unit.Key).Put(part.Key).Put((long)(part.Weight * 1_000_000))
                    .Put(part.Placed ? ProvinceOf(_units[part.Key], tree.Day)?.Key : Nearest(unit, tree, provinces)).Put(part.Placed);
        }
    }

    /// <summary>Parts of a commune or district on a tree, rounded to weights that add up to one.</summary>
    private Part[] Parts(Unit unit, Tree tree) => Rounded(unit.HoldsOn(tree.Day) ? [new(unit.Key, 1, true)]
        : Go(unit, tree) is { Length: > 0 } parts ? parts : Over(_leaves[unit.Key], tree) is { Length: > 0 } below
            ? below : [new(unit.Key, 1, false)]);

    /// <summary>Parts of a province: the provinces its communes belong to on the tree.</summary>
    private Part[] Provinces(Unit province, Tree tree)
    {
        if (province.HoldsOn(tree.Day)) return [new(province.Key, 1, true)];
        var parts = Over(_leaves[province.Key], tree).Select(p => (Province: ProvinceOf(_units[p.Key], tree.Day), p.Weight))
            .Where(p => p.Province is not null)
            .GroupBy(p => p.Province!.Key).Select(g => new Part(g.Key, g.Sum(p => p.Weight), true)).ToArray();
        return Rounded(parts.Length > 0 ? parts : [new(province.Key, 1, false)]);
    }

    /// <summary>Follows the changes, forward or backward, until the tree is reached; nothing where the trail ends.</summary>
    private Part[] Go(Unit unit, Tree tree)
    {
        if (unit.HoldsOn(tree.Day)) return [new(unit.Key, 1, true)];
        var forward = string.CompareOrdinal(unit.To ?? "9999", tree.Day) < 0;
        var steps = forward ? _forward[unit.Key].Select(c => (To: _units[c.New], c.Weight)).ToArray() : Back(unit);
        return Merged(steps.Where(s => s.Weight > 0 && s.To != unit)
            .SelectMany(s => Go(s.To, tree).Select(p => p with { Weight = p.Weight * s.Weight })));
    }

    private (Unit To, decimal Weight)[] Back(Unit unit)
    {
        var made = _backward[unit.Key].Select(c => (To: _units[c.Old], c.Weight)).ToArray();
        var known = made.All(m => m.To.People is not null);
        var weights = Shares.Of([.. made.Select(m => m.Weight * (known ? m.To.People!.Value : 1))]);
        return [.. made.Zip(weights, (m, w) => (m.To, w))];
    }

    private Part[] Over(IEnumerable<Unit> units, Tree tree)
    {
        var placed = units.Select(u => (Unit: u, Parts: Go(u, tree))).Where(u => u.Parts.Length > 0).ToArray();
        if (placed.Length == 0) return [];
        var known = placed.All(p => p.Unit.People is not null);
        var weights = Shares.Of([.. placed.Select(p => known ? p.Unit.People!.Value : 1)]);
        return Merged(placed.Zip(weights, (p, w) => p.Parts.Select(x => x with { Weight = x.Weight * w })).SelectMany(p => p));
    }

    private static Part[] Merged(IEnumerable<Part> parts) =>
        [.. parts.GroupBy(p => p.Key).Select(g => new Part(g.Key, g.Sum(p => p.Weight), g.All(p => p.Placed)))];

    private static Part[] Rounded(Part[] parts) =>
        [.. parts.Zip(Shares.Of([.. parts.Select(p => p.Weight)]), (p, w) => p with { Weight = w }).Where(p => p.Weight > 0)];

    /// <summary>The province of a unit on a day.</summary>
    private Unit? ProvinceOf(Unit unit, string day) =>
        unit.Province is { } code ? _provinces[code].FirstOrDefault(p => p.HoldsOn(day)) : null;

    /// <summary>Where nothing is known of a unit: the province most of its own went to.</summary>
    private string? Nearest(Unit unit, Tree tree, Dictionary<string, Part[]> provinces) =>
        unit.Province is { } code && _provinces[code].LastOrDefault(p => string.CompareOrdinal(p.From, unit.From) <= 0) is { } own
            ? provinces[own.Key].MaxBy(p => p.Weight)?.Key : null;

    /// <summary>Communes (and districts that have none) under each unit of their own days.</summary>
    private ILookup<string, Unit> Leaves()
    {
        var byCode = _units.Values.ToLookup(u => u.Code);
        var parents = _units.Values.Where(u => u.Parent is not null)
            .ToDictionary(u => u.Key, u =>
            byCode[u.Parent!].Where(p => string.CompareOrdinal(p.From, u.From) <= 0).MaxBy(p => p.From, StringComparer.Ordinal));
        var above = parents.Values.OfType<Unit>().Select(u => u.Key).ToHashSet();
        return _units.Values.Where(u => !above.Contains(u.Key) && u.Level != "province").SelectMany(u => Above(u).Select(a => (a, u)))
            .ToLookup(p => p.a, p => p.u);

        IEnumerable<string> Above(Unit unit)
        {
            for (var at = parents.GetValueOrDefault(unit.Key); at is not null; at = parents.GetValueOrDefault(at.Key)) yield return at.Key;
        }
    }

    private static IEnumerable<Tree> TreesOf(IEnumerable<string> days, string origin)
    {
        var changes = days.Distinct().Order(StringComparer.Ordinal).ToArray();
        if (changes.Length == 0) yield return new(origin[..4], origin, null, "9999-12-31");
        else yield return new(origin[..4], origin, Before(changes[0]), Before(changes[0]));
        for (var i = 0; i < changes.Length; i++)
        {
            var another = i > 0 && changes[i - 1][..4] == changes[i][..4];
            yield return new(another ? changes[i] : changes[i][..4], changes[i], i + 1 < changes.Length ? Before(changes[i + 1]) : null,
                changes[i]);
        }
    }

    private static string Before(string day) => Day(day).AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
