using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Illness;
using HealthWarehouse.Demo.Land;

namespace HealthWarehouse.Demo.Encounters;

/// <summary>What is done and given in a visit: examination, tests, procedures, bed, drugs, supplies, each with its times.</summary>
internal static class Treatment
{
    public static IReadOnlyList<Item> Of(Chart chart)
    {
        var items = new List<Item>(12);
        var visit = chart.Visit;
        var care = visit.Type is "01" or "05" or "07" or "08" || visit.Ailment.Profile.In is null
            ? visit.Ailment.Profile.Out : visit.Ailment.Profile.In;
        if (visit.Type is not "07" && (!visit.Inpatient || chart.Dice.Chance(0.55))) Exam(chart, items);
        if (visit.Type is not "07") Services(chart, care, items);
        if (visit.Lying || visit.Type == "04") Bed(chart, items);
        Drugs(chart, care, items);
        if (visit.Type is not "05" and not "07") Supplies(chart, care, items);
        if (chart.Encounter.Revision > 0) Correct(chart, items);
        return items;
    }

    private static void Exam(Chart chart, List<Item> items)
    {
        var visit = chart.Visit;
        var speciality = chart.Age < 16 && visit.Ailment.Profile.Exam.StartsWith("02.", StringComparison.Ordinal)
            ? "03.18" : visit.Ailment.Profile.Exam;
        var classCode = chart.Desk.Common.ExamClasses[visit.Facility.On(visit.Day)?.Class ?? "4"];
        if (chart.Desk.Prices.Exam(speciality, classCode, visit.Day) is { } exam) items.Add(Item(chart, exam, 1, 0.02, 0.04, 0.06));
    }

    private static void Services(Chart chart, Care? care, List<Item> items)
    {
        var operated = false;
        foreach (var (code, chance) in care?.Services ?? new Dictionary<string, double>())
        {
            if (!chart.Dice.Chance(chance) || chart.Desk.Prices.Service(code, chart.Visit.Day) is not { } service
                || !Offered(chart.Visit.Facility.Tier, service))
                continue;
            if (service.Group == "8" && operated) continue;
            operated |= service.Group == "8";
            var start = service.Group == "8" ? 0.2 : 0.06 + 0.1 * chart.Dice.Unit();
            items.Add(Item(chart, service, Times(chart, service), start, start + 0.1, start + 0.3));
        }
    }

    /// <summary>A station does small things, a clinic no operations.</summary>
    private static bool Offered(Tier tier, Service service) => tier switch
    {
        Tier.Station => service.Group == "18" || (service.Group == "1" && service.Price < 60_000),
        Tier.Clinic => service.Group != "8" && service.Price < 700_000,
        _ => true,
    };

    private static int Times(Chart chart, Service service)
    {
        var days = Days(chart);
        if (days <= 1 || service.Group != "18") return 1;
        return service.Code.StartsWith("08.", StringComparison.Ordinal) || service.Code.StartsWith("17.", StringComparison.Ordinal) ? days
            : service.Code.StartsWith("13.", StringComparison.Ordinal) || service.Price > 400_000
                ? 1 : chart.Dice.Between(1, Math.Min(days, 4));
    }

    private static void Bed(Chart chart, List<Item> items)
    {
        var (visit, beds) = (chart.Visit, chart.Desk.Common.Beds);
        var hours = (visit.Left - (visit.Admitted ?? visit.Arrived)).TotalHours;
        if (hours < 4) return;
        var code = visit.Type == "04" ? chart.Desk.Common.DayBed.GetValueOrDefault(visit.Department)
            : !visit.Facility.IsHospital ? chart.Desk.Common.StationBed
            : beds.Special.GetValueOrDefault(visit.Department)
                ?? (beds.Surgical.Contains(visit.Department) ? Own(chart, ".NG2") ?? beds.SurgicalDefault : Own(chart, ".NO2")
                ?? beds.MedicalDefault);
        if (code is null || chart.Desk.Prices.Service(code, visit.Day) is not { } bed) return;
        var days = visit.Type == "04" ? Days(chart) : hours < 24 ? 1 : Math.Max(1, visit.Day.DayNumber - visit.ArrivedOn.DayNumber);
        var number = chart.Dice.Between(1, Math.Max(4, visit.Facility.Department(visit.Department, visit.Day)?.Beds ?? 4));
        var kind = chart.Dice.Chance(0.86) ? 'H' : chart.Dice.Chance(0.7) ? 'T' : chart.Dice.Chance(0.7) ? 'C' : 'K';
        items.Add(Item(chart, bed, days, 0.05, 0.06, 0.98) with { Unit = "Ngày",
            Bed = string.Create(CultureInfo.InvariantCulture, $"{kind}{number:000}") });
    }

    private static string? Own(Chart chart, string kind) =>
        chart.Desk.Prices.KnowsService(chart.Visit.Department + kind) ? chart.Visit.Department + kind : null;

    private static void Drugs(Chart chart, Care? care, List<Item> items)
    {
        var given = 0;
        foreach (var (code, chance) in care?.Drugs ?? new Dictionary<string, double>())
            if (chart.Dice.Chance(chance) || (given == 0 && chance >= 0.9 && chart.Visit.MedicineDays > 0))
            {
                items.Add(Drug(chart, code));
                given++;
            }
    }

    private static Item Drug(Chart chart, string code)
    {
        var (drug, dose) = (chart.Desk.Prices.Drug(code), chart.Desk.Common.Dosing[code]);
        var days = dose.Once ? 1 : chart.Visit.Inpatient
            || chart.Visit.Type == "06" ? Math.Max(1, Math.Min(dose.Days > 1 ? 30 : 7, Days(chart)))
            : chart.Visit.MedicineDays > 0 && dose.Days >= 14 ? chart.Visit.MedicineDays : dose.Days;
        var daily = dose.Each * dose.Times;
        var unit = drug.Unit.ToLowerInvariant();
        return new(ItemKind.Drug, code, drug.Name, drug.Unit, "4", daily * days, drug.Price, chart.At(0.4), chart.At(0.5), chart.At(0.5))
        {
            Drug = drug, Use = dose.Use, Dose =
                string.Create(CultureInfo.InvariantCulture,
                $"{dose.Each} {unit}/lần * {dose.Times} lần/ngày * {days} ngày [{daily} {unit}/ngày]"),
        };
    }

    private static void Supplies(Chart chart, Care? care, List<Item> items)
    {
        foreach (var (code, chance) in care?.Supplies ?? new Dictionary<string, double>())
        {
            if (!chart.Dice.Chance(chance)) continue;
            var supply = chart.Desk.Common.Supplies[code];
            items.Add(new(ItemKind.Supply, code, supply.Name, supply.Unit, "10", supply.Price > 100_000 ? 1 : chart.Dice.Between(1, 4),
                supply.Price, chart.At(0.2), chart.At(0.3), chart.At(0.3)));
        }
    }

    /// <summary>What a later correction changes: a quantity, or a test that was not done after all.</summary>
    private static void Correct(Chart chart, List<Item> items)
    {
        var dice = chart.Visit.Person.Dice.For(Part.Correction, Dice.KeyOf(chart.Visit.Key, (ulong)chart.Encounter.Revision));
        var test = items.FindLastIndex(i => i.Group is "1" or "2");
        var drug = items.FindIndex(i => i.Kind is ItemKind.Drug);
        if (test >= 0 && (drug < 0 || dice.Chance(0.5))) items.RemoveAt(test);
        else if (drug >= 0) items[drug] = items[drug] with { Quantity = items[drug].Quantity + dice.Between(1, 5) };
    }

    private static int Days(Chart chart) => chart.Visit.Inpatient
        || chart.Visit.Type is "02" or "06" ? Math.Max(1,
        chart.Visit.Day.DayNumber - chart.Visit.ArrivedOn.DayNumber + (chart.Visit.Type is "02" or "04" ? 1 : 0)) : 1;

    private static Item Item(Chart chart, Service service, int times, double ordered, double done, double result) =>
        new(ItemKind.Service, service.Code, service.Name, "Lần", service.Group, times, service.Price, chart.At(ordered), chart.At(done),
            chart.At(result));
}
