using HealthWarehouse.Demo.Land;

namespace HealthWarehouse.Demo.Encounters;

/// <summary>XML2 and XML3: drugs, services and supplies as lines of money (domain §1.7).</summary>
internal static class Lines
{
    private const string None = "0";

    /// <summary>Part of the base salary under which nothing is paid together (NĐ 146/2018).</summary>
    private const decimal SmallBill = 0.15m;

    public static void Write(Chart chart, IReadOnlyList<Item> items)
    {
        var benefit = Benefit(chart, items);
        foreach (var item in items.Where(i => i.Kind is ItemKind.Drug)) Drug(chart, item, benefit);
        foreach (var item in items.Where(i => i.Kind is not ItemKind.Drug)) Service(chart, item, benefit);
    }

    /// <summary>MUC_HUONG: by the card; all of it at a station or for a small bill (under 15% of the base salary).</summary>
    private static int Benefit(Chart chart, IReadOnlyList<Item> items)
    {
        if (chart.Visit.Card is not { } card) return 0;
        if (chart.Visit.Facility.Tier is Tier.Station) return 100;
        var (salary, total) = (0m, 0m);
        foreach (var (from, amount) in chart.Desk.Common.BaseSalary) if (from <= chart.Visit.Day) salary = amount;
        foreach (var item in items) total += item.Quantity * item.Price;
        return total < salary * SmallBill ? 100 : card.Benefit;
    }

    private static void Drug(Chart chart, Item item, int benefit)
    {
        var drug = item.Drug!;
        var row = chart.Encounter.Add("XML2");
        row["drug_code"] = drug.Code;
        row["drug_name"] = drug.Name;
        row["strength"] = drug.Strength;
        row["route_code"] = drug.Route;
        row["dose"] = item.Dose;
        row["usage"] = item.Use;
        row["registration_no"] = drug.Registration;
        row["unit_price"] = Text.Number(item.Price);
        row["fund_source"] = chart.Visit.Card is null ? "4" : "1";
        row["tender"] = Tender(item, chart.Visit.Left.Year);
        Common(chart, row, item, benefit);
    }

    private static void Service(Chart chart, Item item, int benefit)
    {
        var row = chart.Encounter.Add("XML3");
        if (item.Kind is ItemKind.Supply)
        {
            row["supply_code"] = item.Code;
            row["supply_name"] = item.Name;
            row["tender"] = Tender(item, chart.Visit.Left.Year);
        }
        else
        {
            row["service_code"] = item.Code;
            row["service_name"] = item.Name;
            row["resulted_at"] = Text.Minute(item.Result);
        }
        row["hospital_price"] = Text.Number(item.Price);
        row["insured_price"] = chart.Visit.Card is null ? None : Text.Number(item.Price);
        row["service_rate"] = "100";
        row["bed_codes"] = item.Bed;
        row["line_icds"] = chart.Visit.MainIcd;
        if (item.Group is "1" or "2" or "3" or "8" or "18")
            row["performer_codes"] = item.Group is "8" or "18" ? chart.Doctor.Certificate
                : chart.Desk.Staff.Technician(chart.Visit.Facility, chart.Visit.Key + (ulong)item.Code.Length).Certificate;
        if (item.Group is "1" or "2" or "3") row["machine_codes"] = Machine(chart, item);
        if (item.Group == "8") row["anaesthesia_code"] = chart.Age < 15 ? "1" : item.Price > 2_500_000 ? "1" : "2";
        Common(chart, row, item, benefit);
    }

    private static void Common(Chart chart, Row row, Item item, int benefit)
    {
        var insured = chart.Visit.Card is not null;
        var charge = Charge.Of(item.Quantity, item.Price, insured ? 100 : 0, benefit);
        var method = insured && chart.Visit.Facility.Tier is Tier.Station ? "2" : "1";
        chart.Encounter.Bill.Add(charge, item.Kind, method == "1");
        row["cost_group"] = item.Group;
        row["unit"] = item.Unit;
        row["scope_code"] = insured ? "1" : "2";
        row["insurance_rate"] = insured ? "100" : None;
        row["quantity"] = Text.Number(item.Quantity);
        row["line_hospital_amount"] = Text.Number(charge.Hospital);
        row["line_insured_amount"] = Text.Number(charge.Insured);
        row["state_budget_amount"] = None;
        row["foreign_aid_amount"] = None;
        row["domestic_aid_amount"] = None;
        row["remaining_source_amount"] = None;
        row["other_source_amount"] = None;
        row["benefit_rate"] = Text.Number(benefit);
        row["self_paid_amount"] = Text.Number(charge.SelfPaid);
        row["copaid_amount"] = Text.Number(charge.Copaid);
        row["insurance_amount"] = Text.Number(charge.Insurance);
        row["department_codes"] = chart.Visit.Department;
        row["practitioner_codes"] = chart.Doctor.Certificate;
        row["ordered_at"] = Text.Minute(item.Ordered);
        row["performed_at"] = Text.Minute(item.Done);
        row["payment_method"] = method;
    }

    /// <summary>TT_THAU: decision;package;group;year.</summary>
    private static string Tender(Item item, int year) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{1200 + item.Code.Length * 7 % 60}/QĐ-SYT;G{(item.Kind is ItemKind.Drug ? 1 : 2)};N{1 + item.Code[^1] % 4};{year}");

    /// <summary>MA_MAY: XX.n.YYYYY.Z</summary>
    private static string Machine(Chart chart, Item item) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{MachineKind(chart, item)}.{(chart.Visit.Facility.Private ? 2 : 1)}."
            + $"{chart.Visit.Facility.Code}.{1 + chart.Visit.Key % 3:000}");

    public static string MachineKind(Chart chart, Item item)
    {
        foreach (var machine in chart.Desk.Common.Machines)
            if (machine.Group == item.Group && (machine.Start is null || item.Code.StartsWith(machine.Start, StringComparison.Ordinal))
                && (machine.Word is null || item.Name.Contains(machine.Word, StringComparison.OrdinalIgnoreCase))) return machine.Kind;
        return "XT";
    }
}
