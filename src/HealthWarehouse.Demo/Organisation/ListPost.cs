using HealthWarehouse.Catalogue;
using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Errors;
using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Visits;

namespace HealthWarehouse.Demo.Organisation;

/// <summary>
/// Lists as they are sent: all of them on the first day; then those of hospitals every quarter, those of small places every half year, the
/// plans of a year in December before it, and the registers of the Department in June, December and every quarter.
/// </summary>
internal sealed class ListPost(Dice root, CatalogueFiles catalogue, Facilities facilities, IReadOnlyList<DemoSender> senders,
    Workforce workforce, Holdings holdings, Registers registers, DemoSettings settings, Horizon horizon)
{
    /// <summary>Who keeps the registers.</summary>
    public static DemoSender Department { get; } = new("SYT-99", "Sở Y tế tỉnh An Bình", ["*"]);

    private const double ErrorsOfUnits = 0.01, ErrorsOfDepartment = 0.1;

    private static readonly string[] OfAll = ["staff", "practitioners"], OfHospitals = ["departments", "equipment"],
        Yearly = ["techniques", "prices"];

    private readonly ListErrorKind[] _kinds = [.. ListErrors.Kinds.Where(k => settings.Kinds?.Contains(k.Code) ?? true)];

    /// <summary>All lists in the order of their sending.</summary>
    public IEnumerable<DemoDelivery> Deliveries()
    {
        for (var day = horizon.First; day <= horizon.Last; day = day.AddDays(1))
            foreach (var (delivery, at) in On(day).Where(d => d.List.Rows.Count > 0).Select((d, i) => (d, i)))
                yield return Sent(delivery.Sender, delivery.List, day.ToDateTime(new TimeOnly(7, 0)).AddSeconds(20 * at));
    }

    private IEnumerable<(string Sender, ListDraft List)> On(DateOnly day)
    {
        var (first, quarter) = (day == horizon.First, day is { Day: 2, Month: 1 or 4 or 7 or 10 });
        if (first || day is { Day: 20, Month: 6 or 12 })
            yield return (Department.Code, Draft("licences", day, registers.Licences(day)));
        if (first || day is { Day: 5, Month: 1 or 4 or 7 or 10 })
            yield return (Department.Code, Draft("pharmacies", day, registers.PharmaciesOn(day)));
        if (!first && !quarter && day is not { Day: 15, Month: 12 }) yield break;
        foreach (var sender in senders)
        {
            Facility[] open = [.. sender.Facilities.Select(c => facilities.ByCode[c]).Where(f => f.On(day) is not null)];
            Facility[] hospitals = [.. open.Where(f => f.IsHospital)];
            if (first || (quarter && (hospitals.Length > 0 || day.Month is 1 or 7)))
                foreach (var contract in OfAll) yield return List(contract, open);
            if (hospitals.Length == 0) continue;
            if (first || quarter)
                foreach (var contract in OfHospitals) yield return List(contract, hospitals);
            if (first || day is { Day: 2, Month: 7 })
                foreach (var contract in Yearly) yield return List(contract, hospitals);
            if (first) yield return (sender.Code, Draft("procurement", day, hospitals.SelectMany(f => Plan(f, day.Year))));
            if (day is { Day: 15, Month: 12 })
                yield return (sender.Code, Draft("procurement", day, hospitals.SelectMany(f => Plan(f, day.Year + 1))));

            (string, ListDraft) List(string contract, Facility[] of) =>
                (sender.Code, Draft(contract, day, of.SelectMany(f => Rows(contract, f, day))));
        }
    }

    private IEnumerable<Dictionary<string, string>> Rows(string contract, Facility facility, DateOnly day) => contract switch
    {
        "staff" => Workforce.StaffRows(facility, workforce.Of(facility, day)),
        "practitioners" => Workforce.PractitionerRows(facility, workforce.Of(facility, day), day),
        "departments" => Holdings.Departments(facility, day),
        "equipment" => holdings.Machines(facility, day),
        "techniques" => holdings.Techniques(facility, day),
        _ => holdings.Prices(facility, day),
    };

    /// <summary>A place plans for a year that it was open at the beginning of.</summary>
    private IEnumerable<Dictionary<string, string>> Plan(Facility facility, int year) =>
        facility.Spans[0].Span.From <= new DateOnly(year, 1, 1) ? holdings.Plan(facility, year) : [];

    private ListDraft Draft(string contract, DateOnly day, IEnumerable<Dictionary<string, string>> rows)
    {
        var list = new ListDraft(catalogue.Contracts[contract], day);
        if (settings.Contracts?.Contains(contract) ?? true) list.Rows.AddRange(rows);
        return list;
    }

    private DemoDelivery Sent(string sender, ListDraft list, DateTime at)
    {
        var name = $"{list.Contract.Code}-{sender}-{at:yyyyMMdd}";
        var dice = root.For(Part.Lists, Dice.KeyOf(name));
        var errors = Plant(list, sender, ref dice);
        var habit = new ListHabit(Dice.KeyOf(sender) % 2 == 0, Dice.KeyOf(sender) % 3 == 0);
        return new(sender, $"{name}{(habit.Workbook ? ".xlsx" : ".csv")}", ListFile.Write(list, habit),
            new DateTimeOffset(at, TimeSpan.FromHours(7)).ToUniversalTime(), name, null, DeliveryKind.List)
        { Contract = list.Contract.Code, Errors = errors };
    }

    /// <summary>Each kind of error at its own chance, in a row of its own.</summary>
    private List<PlantedError> Plant(ListDraft list, string sender, ref Dice dice)
    {
        var (planted, used, count) = (new List<PlantedError>(), new HashSet<int>(), list.Rows.Count);
        var rate = settings.Errors * (sender == Department.Code ? ErrorsOfDepartment : ErrorsOfUnits);
        foreach (var kind in _kinds.Where(k => k.Contract == list.Contract.Code))
        {
            if (!dice.Chance(rate) || count == 0) continue;
            var from = dice.Below(count);
            for (var step = 0; step < count; step++)
            {
                var row = (from + step) % count;
                if (used.Contains(row) || kind.Plant(list, row) is not { } told) continue;
                used.Add(row);
                planted.Add(new(kind.Code, [kind.Rule], list.Rows[row].GetValueOrDefault("facility_code", ""), null, told,
                    list.Contract.Main, 1, kind.Field, false, false));
                break;
            }
        }
        return planted;
    }
}
