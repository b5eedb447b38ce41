using HealthWarehouse.Catalogue;
using HealthWarehouse.Demo.Chance;

namespace HealthWarehouse.Demo.Land;

/// <summary>A commune in one span of time; before 01/07/2025 it stands in a district.</summary>
internal sealed record Commune(string Code, string Name, string Kind, int People, Span Span, string? District, string? DistrictName);

/// <summary>Where a household lives: its commune under the old boundaries and under the new ones.</summary>
internal readonly record struct Home(Commune Old, Commune New, string Hamlet, int House)
{
    public Commune On(DateOnly day) => Old.Span.Holds(day) || New == Old ? Old : New.Span.Holds(day) ? New : Old;

    /// <summary>Area it belongs to for its nearest hospital: the old district, or the commune where there was none.</summary>
    public string Area => Old.District ?? Old.Code;
}

/// <summary>The communes of the province as dated in catalogue/codes/admin-units.csv and admin-changes.csv.</summary>
internal sealed class Communes
{
    private readonly Odds<Commune> _base;
    private readonly Dictionary<Commune, Odds<Commune>> _next = [];

    public Communes(CatalogueFiles catalogue, string province)
    {
        var units = catalogue.Table("admin-units.csv").ToArray();
        var districts = units.Where(u => u("level") == "district")
            .ToDictionary(u => u("code")!, u => (Name: u("name")!, Province: u("parent")));
        var communes = units.Where(u => u("level") == "commune")
            .Where(u => u("parent") == province || (districts.TryGetValue(u("parent")!, out var d) && d.Province == province))
            .Select(u =>
                new Commune(u("code")!, u("name")!, u("kind")!, CatalogueTable.Number(u("population")), CatalogueTable.Span(u),
                districts.ContainsKey(u("parent")!) ? u("parent") : null, districts.GetValueOrDefault(u("parent")!).Name))
            .ToArray();
        All = communes;
        Province = units.First(u => u("level") == "province" && u("code") == province)("name")!;
        var ended = communes.Where(c => c.Span.To < DateOnly.MaxValue).ToArray();
        var first = ended.Length > 0 ? ended : communes;
        var counted = first.All(c => c.People > 0);
        _base = new(first.Select(c => KeyValuePair.Create(c, counted ? c.People : Crowd(c.Kind))));
        People = first.Sum(c => c.People);
        var changes = catalogue.Table("admin-changes.csv").ToLookup(c => c("old_code")!);
        foreach (var old in ended)
            _next[old] = new(changes[old.Code].Where(c => CatalogueTable.Day(c("on")) == old.Span.To.AddDays(1))
                .Select(c =>
                    KeyValuePair.Create(communes.First(n => n.Code == c("new_code") && n.Span.From > old.Span.To),
                    double.Parse(c("weight")!, CultureInfo.InvariantCulture))));
    }

    public IReadOnlyList<Commune> All { get; }

    /// <summary>People the catalogue counts in the province.</summary>
    public int People { get; }

    /// <summary>Name of the province, as addresses end.</summary>
    public string Province { get; }

    public (Commune Old, Commune New) Draw(ref Dice dice)
    {
        var old = _base.Pick(ref dice);
        return (old, _next.TryGetValue(old, out var next) && !next.IsEmpty ? next.Pick(ref dice) : old);
    }

    /// <summary>Where the catalogue does not count the people: towns hold more than villages.</summary>
    private static double Crowd(string kind) => kind switch { "Phường" => 2.6, "Thị trấn" => 1.8, _ => 1.0 };
}
