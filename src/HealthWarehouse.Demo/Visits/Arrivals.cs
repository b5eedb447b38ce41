using HealthWarehouse.Catalogue;
using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Population;

namespace HealthWarehouse.Demo.Visits;

/// <summary>
/// MA_DOITUONG_KCB and the paper behind it. The list changed on 17/10/2025 (QĐ 3276/QĐ-BYT): a code is used only on days it holds.
/// </summary>
internal sealed class Arrivals(CatalogueFiles catalogue)
{
    private readonly CodeList _list = catalogue.Lists["arrival"];

    public (string Code, string? From, string? Paper) Of(VisitPlan plan, Facility facility, string type, Card? card,
        DateOnly day, bool emergency)
    {
        if (plan.Kind is VisitKind.Referred) return (card is null ? "9" : "1.3", plan.From, plan.Paper);
        if (card is null) return ("9", null, null);
        if (plan.Kind is VisitKind.Newborn) return ("1.7", null, null);
        if (emergency || plan.Kind is VisitKind.Terminal) return ("2", null, null);
        if (plan.Kind is VisitKind.Return) return ("1.5", null, plan.Paper);
        if (plan.Kind is VisitKind.Tuberculosis && Holds("1.8", day)) return ("1.8", null, null);
        if (plan.Kind is VisitKind.Hiv && Holds("1.9", day)) return ("1.9", null, null);
        if (type == "07" && Holds("10", day)) return ("10", null, null);
        if (card.Registered == facility.Code) return ("1.1", null, null);
        return facility.Tier switch
        {
            Tier.Station => ("1.2", null, null),
            Tier.Province when type is "03" or "04" or "09" => ("3.2", null, null),
            Tier.Province => (First(day, "1.18", "1.4"), null, null),
            _ when type is "03" or "04" or "09" => (First(day, "1.15", "1.2"), null, null),
            _ => (First(day, "1.12", "1.2"), null, null),
        };
    }

    private string First(DateOnly day, params string[] codes) => codes.FirstOrDefault(c => Holds(c, day)) ?? codes[^1];

    private bool Holds(string code, DateOnly day) => _list.Find(code, day) is not null;
}
