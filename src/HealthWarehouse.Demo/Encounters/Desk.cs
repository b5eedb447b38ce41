using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Illness;
using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Names;
using HealthWarehouse.Demo.Population;
using HealthWarehouse.Demo.Visits;

namespace HealthWarehouse.Demo.Encounters;

/// <summary>
/// Where visits are written down as the tables XML1–XML15. The same visit and revision always give the same encounter, so that it need not
/// be kept until it is sent.
/// </summary>
internal sealed class Desk
{
    public required Forms Forms { get; init; }
    public required PriceBook Prices { get; init; }
    public required CommonRules Common { get; init; }
    public required Staff Staff { get; init; }
    public required Papers Papers { get; init; }
    public required Communes Communes { get; init; }
    public required NameBook Names { get; init; }
    public required Courses Courses { get; init; }
    public required string Province { get; init; }
    public required IReadOnlyDictionary<string, string> IcdNames { get; init; }

    public Encounter Write(Visit visit, int revision = 0)
    {
        var encounter = new Encounter(visit, revision, Forms);
        var chart = new Chart(visit, encounter, visit.Person.Dice.For(Part.Encounter, visit.Key), this);
        var main = encounter.Add("XML1");
        var items = Treatment.Of(chart);
        Lines.Write(chart, items);
        Results.Write(chart, items);
        MainTable.Write(chart, main);
        Course.Write(chart);
        Certificates.Write(chart, main, items);
        Transfers.Write(chart, main, items);
        Births.Write(chart);
        ProgrammeRecords.Write(chart, main);
        return encounter;
    }

    /// <summary>The check-in (XML0) sent when the patient came.</summary>
    public Encounter CheckIn(Visit visit)
    {
        var encounter = new Encounter(visit, 0, Forms);
        MainTable.CheckIn(new Chart(visit, encounter, visit.Person.Dice.For(Part.Encounter, visit.Key), this), encounter.Add("XML0"));
        return encounter;
    }
}
