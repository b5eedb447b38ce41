using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse;

/// <summary>A tree of administrative units by the year it began ("2004", "2025") and the days it holds; open when it is today's.</summary>
public sealed record AdminTree
{
    public required string Tree { get; init; }
    public DateOnly FirstDay { get; init; }
    public DateOnly? LastDay { get; init; }
}

/// <summary>An administrative unit in its own span of time; <c>UnitKey</c> is code@first day, since codes are used again.</summary>
public sealed record AdminUnit
{
    public required string UnitKey { get; init; }
    public required string Code { get; init; }
    public required string Level { get; init; }
    public required string Name { get; init; }
    public string? Kind { get; init; }
    public string? Parent { get; init; }
    public string? Province { get; init; }
    public DateOnly ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }
}

/// <summary>A part of a unit on the boundaries of a tree. Not placed: nothing says what became of the unit, so it stays itself and only its province is known.</summary>
public sealed record UnitPart
{
    public required string UnitKey { get; init; }
    public required string Code { get; init; }
    public required string Level { get; init; }
    public required string Name { get; init; }
    public decimal Weight { get; init; }
    public string? ProvinceCode { get; init; }
    public string? ProvinceName { get; init; }
    public bool Placed { get; init; }
}

/// <summary>A value at a place as it was sent: the code and the day that tells which unit it meant.</summary>
public readonly record struct PlacedValue(string? Code, DateOnly Day, decimal Value);

/// <summary>A value on the boundaries of a tree; without a unit, what came from codes that are no unit's.</summary>
public sealed record RestatedValue(AdminUnit? Unit, decimal Value);

/// <summary>
/// Geography: which unit a code meant on a day, and figures on the boundaries of either tree. Restating keeps totals: what is split is divided by
/// weights that add up to one, and what cannot be placed stays in view.
/// </summary>
public sealed class Boundaries(Database warehouse)
{
    public Task<IReadOnlyList<AdminTree>> Trees(CancellationToken stop = default) => warehouse.Query<AdminTree>("ask/geography/trees", null, stop);

    /// <summary>The unit a code meant on a day. A code sent after its unit ended still means that unit, unless another has the code by then.</summary>
    public Task<AdminUnit?> Unit(string code, DateOnly day, CancellationToken stop = default) => warehouse.One<AdminUnit>("ask/geography/unit", new { code, day }, stop);

    /// <summary>What a unit is on the boundaries of a tree; the weights add up to one.</summary>
    public Task<IReadOnlyList<UnitPart>> Parts(string unitKey, string tree, CancellationToken stop = default) =>
        warehouse.Query<UnitPart>("ask/geography/parts", new { key = unitKey, tree }, stop);

    /// <summary>Units of a level on a tree, under one unit or all.</summary>
    public Task<IReadOnlyList<AdminUnit>> Units(string tree, string level, string? parent = null, CancellationToken stop = default) =>
        warehouse.Query<AdminUnit>("ask/geography/units", new { tree, level, parent = parent ?? "" }, stop);

    /// <summary>Values summed on the boundaries of a tree, by unit or rolled up to its provinces.</summary>
    public async Task<IReadOnlyList<RestatedValue>> Restate(IEnumerable<PlacedValue> values, string tree, bool byProvince = false, CancellationToken stop = default)
    {
        var places = (await warehouse.Query<Place>("ask/geography/places", new { tree }, stop)).ToLookup(p => p.Code);
        var units = (await warehouse.Query<AdminUnit>("ask/geography/names", null, stop)).ToDictionary(u => u.UnitKey);
        var sums = new Dictionary<string, decimal>();
        foreach (var value in values)
        {
            var parts = value.Code is null ? [] : places[value.Code].Where(p => value.Day >= p.FromOn && value.Day <= p.ToOn).ToArray();
            if (parts.Length == 0) Add("", value.Value);
            foreach (var part in parts) Add((byProvince ? part.ProvinceKey : part.ToKey) ?? "", value.Value * part.Weight);
        }
        return [.. sums.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new RestatedValue(units.GetValueOrDefault(s.Key), s.Value))];

        void Add(string key, decimal value) => sums[key] = sums.GetValueOrDefault(key) + value;
    }

    private sealed record Place
    {
        public required string Code { get; init; }
        public DateOnly FromOn { get; init; }
        public DateOnly ToOn { get; init; }
        public required string ToKey { get; init; }
        public decimal Weight { get; init; }
        public string? ProvinceKey { get; init; }
    }
}
