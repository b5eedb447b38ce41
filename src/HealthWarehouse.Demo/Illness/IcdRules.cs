using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Demo.Land;

namespace HealthWarehouse.Demo.Illness;

/// <summary>Which codes may be given to whom (catalogue/codes/icd10-flags.csv).</summary>
internal sealed class IcdRules
{
    private readonly Dictionary<string, (Sex? Only, int Least, int Most, bool NotPrincipal)> _rules = [];

    public IcdRules(CatalogueFiles catalogue)
    {
        foreach (var row in catalogue.Table("icd10-flags.csv"))
        {
            var (code, rule) = (row("code")!, _rules.GetValueOrDefault(row("code")!, (null, 0, int.MaxValue, false)));
            _rules[code] = row("flag") switch
            {
                "female-only" => rule with { Only = Sex.Female },
                "male-only" => rule with { Only = Sex.Male },
                "not-principal" => rule with { NotPrincipal = true },
                _ => rule with { Least = CatalogueTable.Number(row("min_days")),
                    Most = row("max_days") is { } most ? CatalogueTable.Number(most) : int.MaxValue },
            };
        }
    }

    public bool Allows(string code, Sex sex, int days, bool principal) =>
        !_rules.TryGetValue(code, out var rule)
            || ((rule.Only is null || rule.Only == sex) && days >= rule.Least && days <= rule.Most && !(principal && rule.NotPrincipal));

    /// <summary>A code that only the other sex may have; used to plant errors.</summary>
    public string? Forbidden(Sex sex, int days) =>
        _rules.Where(r => r.Value.Only is { } only && only != sex && days >= r.Value.Least && days <= r.Value.Most
            && !r.Value.NotPrincipal).Select(r => r.Key).Order(StringComparer.Ordinal).FirstOrDefault();
}
