using HealthWarehouse.Catalogue;
using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Illness;
using HealthWarehouse.Demo.Land;

namespace HealthWarehouse.Demo.Organisation;

/// <summary>What a hospital has and may do: beds, machines, techniques, prices, and what it plans to buy.</summary>
internal sealed class Holdings(CatalogueFiles catalogue, OrganisationRules rules, CommonRules common)
{
    /// <summary>Nothing is told of the time before.</summary>
    private static readonly DateOnly Since = new(2024, 1, 1);

    private readonly (string Code, string Name, decimal Price, Span Span)[] _services = [.. catalogue.Table("services.csv")
        .Select(s => (s("code")!, s("name")!, decimal.Parse(s("price")!, CultureInfo.InvariantCulture), CatalogueTable.Span(s)))
        .Where(s => s.Item3 > 0 && s.Item4.To >= Since)];

    private readonly (string Code, string Name, string Unit, decimal Price)[] _drugs = [.. catalogue.Table("drugs.csv")
        .Select(d => (d("code")!, d("name")!, d("unit")!, decimal.Parse(d("price")!, CultureInfo.InvariantCulture)))];

    public static IEnumerable<Dictionary<string, string>> Departments(Facility facility, DateOnly day) =>
        facility.Departments.Where(d => d.Span.Holds(day)).DistinctBy(d => d.Code).Select(d => new Dictionary<string, string>
    {
        ["facility_code"] = facility.Code, ["department_code"] = d.Code, ["name"] = d.Name,
        ["exam_tables"] = d.Code == "K01" ? "3" : "0", ["beds_planned"] = Text(d.Planned), ["beds_actual"] = Text(d.Beds),
        ["beds_icu"] = d.Code == "K02" ? Text(d.Beds / 2) : "0", ["beds_emergency"] = d.Code == "K02" ? Text(d.Beds - d.Beds / 2) : "0",
        ["works_from"] = d.Span.From > DateOnly.MinValue ? ListDraft.Day(d.Span.From) : "",
    });

    public IEnumerable<Dictionary<string, string>> Machines(Facility facility, DateOnly day)
    {
        foreach (var kind in common.Machines.Select(m => m.Kind).Append("XT").Distinct())
            for (var number = 1; number <= (facility.Tier is Tier.Province ? 3 : kind is "MRI" or "CL" ? 0 : 1); number++)
            {
                var (key, model) = (Dice.KeyOf($"{facility.Code}/{kind}/{number}"), rules.Machines[kind]);
                var made = 2009 + (int)(key % 14);
                yield return new()
                {
                    ["machine_code"] = $"{kind}.{(facility.Private ? 2 : 1)}.{facility.Code}.{number:000}",
                    ["facility_code"] = facility.Code, ["name"] = model.Name, ["model"] = $"{kind}-{100 + key % 800}",
                        ["maker"] = model.Maker, ["country"] = model.Country,
                    ["made_year"] = Text(made), ["used_year"] = Text(Math.Min(made + 1, day.Year)),
                    ["circulation_no"] = key % 17 == 0 ? "" : $"{220000000 + key % 9999}/PCBB-HN",
                    ["source"] = facility.Private ? "Xã hội hoá" : "Ngân sách nhà nước",
                    ["status"] = (key / 100 % 20) switch { 0 => "Hỏng chờ sửa", 1 => "Ngừng dùng", _ => "Đang dùng" },
                };
            }
    }

    public IEnumerable<Dictionary<string, string>> Techniques(Facility facility, DateOnly day) =>
        from s in _services
        where s.Span.Holds(day) && Does(facility, s.Code)
        let start = Begins(facility, s.Span)
        select new Dictionary<string, string>
    {
        ["facility_code"] = facility.Code, ["service_code"] = s.Code, ["name"] = s.Name,
        ["decision_no"] = $"{start.Year % 100 * 7 + 300}/QĐ-SYT", ["decided_on"] = ListDraft.Day(start.AddDays(-12)),
            ["valid_from"] = ListDraft.Day(start), ["valid_to"] = "",
    };

    /// <summary>The prices of what it does, as they were and are: those of the insurance, and others by a third above them.</summary>
    public IEnumerable<Dictionary<string, string>> Prices(Facility facility, DateOnly day) =>
        from s in _services
        where s.Span.From <= day && s.Span.To >= Begins(facility, s.Span) && Does(facility, s.Code)
        from scope in new[] { "BHYT", "Ngoài BHYT" }
        let start = Begins(facility, s.Span)
        select new Dictionary<string, string>
    {
        ["facility_code"] = facility.Code, ["service_code"] = s.Code, ["name"] = s.Name, ["price_scope"] = scope, ["unit"] = "Lần",
        ["unit_price"] = Text(scope == "BHYT" ? s.Price : Math.Ceiling(s.Price * 1.33m / 1000) * 1000), ["decision_no"] = "27/2024/NQ-HĐND",
        ["valid_from"] = ListDraft.Day(start), ["valid_to"] = s.Span.To < DateOnly.MaxValue ? ListDraft.Day(s.Span.To) : "",
    };

    public IEnumerable<Dictionary<string, string>> Plan(Facility facility, int year)
    {
        var drugs = _drugs.Select(d => ("Thuốc", d.Code, d.Name, d.Unit, d.Price));
        var others = rules.Chemicals.Select(c => ("Hoá chất", c.Key, c.Value.Name, c.Value.Unit, c.Value.Price))
            .Concat(rules.Supplies.Select(s => ("Vật tư y tế", s.Key, s.Value.Name, s.Value.Unit, s.Value.Price)));
        foreach (var (kind, code, name, unit, price) in drugs.Where(d => Dice.KeyOf($"{facility.Code}/{d.Code}") % 4 == 0).Concat(others))
        {
            var key = Dice.KeyOf($"{facility.Code}/{code}/{year}");
            var used = 20 + (int)(key % 400);
            var quantity = used + (int)(key / 1000 % (ulong)used);
            yield return new()
            {
                ["plan_year"] = Text(year), ["year_from"] = $"01/01/{year}", ["facility_code"] = facility.Code, ["item_kind"] = kind,
                ["item_code"] = code, ["name"] = name, ["unit"] = unit, ["quantity"] = Text(quantity), ["used_before"] = Text(used),
                ["plan_price"] = Text(price), ["plan_amount"] = Text(quantity * price), ["fund"] = "Nguồn thu sự nghiệp",
            };
        }
    }

    private static bool Does(Facility facility, string service) =>
        Dice.KeyOf($"{facility.Code}/{service}") % 100 < (facility.Tier is Tier.Province ? 22UL : 9UL);

    private static DateOnly Begins(Facility facility, Span service) =>
        new[] { Since, service.From, facility.Spans[0].Span.From }.Max();

    private static string Text(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
