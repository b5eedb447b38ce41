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

/// <summary>
/// A part of a unit on the boundaries of a tree. Not placed: nothing says what became of the unit, so it stays itself and only its province
/// is known.
/// </summary>
public sealed record UnitPart
{
    public required string FromKey { get; init; }
    public required string UnitKey { get; init; }
    public required string Code { get; init; }
    public required string Level { get; init; }
    public required string Name { get; init; }
    public decimal Weight { get; init; }
    public string? ProvinceCode { get; init; }
    public string? ProvinceName { get; init; }
    public bool Placed { get; init; }
}

/// <summary>
/// Geography: which unit a code meant on a day, and what a unit is on the boundaries of either tree. Figures are restated by
/// dim.admin_bridge in SQL.
/// </summary>
public sealed class Boundaries(Database warehouse)
{
    public Task<IReadOnlyList<AdminTree>> Trees(CancellationToken stop = default) =>
        warehouse.Query<AdminTree>("ask/geography/trees", null, stop);

    /// <summary>
    /// The unit a code meant on a day. A code sent after its unit ended still means that unit, unless another has the code by then.
    /// </summary>
    public Task<AdminUnit?> Unit(string code, DateOnly day, CancellationToken stop = default) =>
        warehouse.One<AdminUnit>("ask/geography/unit", new { code, day }, stop);

    /// <summary>What a unit is on the boundaries of a tree; the weights add up to one.</summary>
    public Task<IReadOnlyList<UnitPart>> Parts(string unitKey, string tree, CancellationToken stop = default) =>
        warehouse.Query<UnitPart>("ask/geography/parts", new { key = unitKey, tree, province = "" }, stop);

    /// <summary>What every commune a province ever had is on the boundaries of a tree.</summary>
    public Task<IReadOnlyList<UnitPart>> PartsOfProvince(string province, string tree, CancellationToken stop = default) =>
        warehouse.Query<UnitPart>("ask/geography/parts", new { key = "", tree, province }, stop);

    /// <summary>Units of a level on a tree, under one unit or all.</summary>
    public Task<IReadOnlyList<AdminUnit>> Units(string tree, string level, string? parent = null, CancellationToken stop = default) =>
        warehouse.Query<AdminUnit>("ask/geography/units", new { tree, level, parent = parent ?? "" }, stop);
}
