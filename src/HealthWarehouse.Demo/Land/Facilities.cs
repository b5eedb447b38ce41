using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Demo.Chance;

namespace HealthWarehouse.Demo.Land;

/// <summary>
/// The facilities of the province and the way people choose among them: near, open on the day, with the department they need.
/// </summary>
internal sealed class Facilities
{
    /// <summary>How many times rather people go to a place of their own area than to one like it elsewhere.</summary>
    private const double Nearness = 25;

    /// <summary>People go to a hospital the rather the more departments it has, and to a small one as to one of so many.</summary>
    private const int Fields = 10;
    private readonly Dictionary<(Tier, string, string, int), Odds<Facility>> _choices = [];
    private readonly ILookup<string, Facility> _stationsOfCommune;
    private readonly ILookup<string, Facility> _stationsOfArea;

    public Facilities(CatalogueFiles catalogue, Communes communes, string province)
    {
        var departments = catalogue.Table("departments.csv").ToLookup(d => d("facility_code")!);
        var names = catalogue.Lists["department"].Entries.ToLookup(e => e.Code, e => e.Name);
        var specialities = names.Where(n => n.Key != "K01")
            .ToDictionary(n => n.Key, n => VietnameseText.Fold(n.First().Replace("Khoa ", "", StringComparison.Ordinal)));
        All = [.. catalogue.Table("facilities.csv").Where(r => r("code")!.StartsWith(province, StringComparison.Ordinal))
            .GroupBy(r => r("code")!)
            .Select(rows =>
                Read([.. rows.OrderBy(r => r("valid_from"), StringComparer.Ordinal)], departments[rows.Key], specialities, communes))
                .OfType<Facility>()];
        ByCode = All.ToDictionary(f => f.Code);
        var stations = All.Where(f => f.Tier is Tier.Station).ToArray();
        _stationsOfCommune = stations.SelectMany(f => f.Spans.Select(s => s.Commune).Distinct().Select(c => (Commune: c, Station: f)))
            .ToLookup(s => s.Commune, s => s.Station);
        _stationsOfArea = stations.ToLookup(f => f.Area);
    }

    public IReadOnlyList<Facility> All { get; }

    public IReadOnlyDictionary<string, Facility> ByCode { get; }

    /// <summary>The station of a home on a day: that of its commune, else one of its area; null where none is open.</summary>
    public Facility? Station(Home home, DateOnly day)
    {
        var commune = home.On(day).Code;
        foreach (var station in _stationsOfCommune[commune]) if (station.On(day)?.Commune == commune) return station;
        foreach (var station in _stationsOfArea[home.Area]) if (station.On(day) is not null) return station;
        return null;
    }

    /// <summary>A facility of a tier with a department, mostly the nearest; null where there is none.</summary>
    public Facility? Choose(Tier tier, string department, Home home, DateOnly day, ref Dice dice)
    {
        if (tier is Tier.Station) return Station(home, day);
        var key = (tier, department, home.Area, day.Year * 12 + day.Month);
        if (!_choices.TryGetValue(key, out var choice)) _choices[key] = choice = Choices(tier, department, home.Area, day);
        var facility = choice.IsEmpty ? null : choice.Pick(ref dice);
        return facility?.On(day) is null ? null : facility;
    }

    /// <summary>The hospital people of an area look to first.</summary>
    public Facility? Hospital(Home home, string department, DateOnly day, ref Dice dice) =>
        Choose(Tier.District, department, home, day, ref dice) ?? Choose(Tier.Province, department, home, day, ref dice);

    private Odds<Facility> Choices(Tier tier, string department, string area, DateOnly day)
    {
        var last = new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));
        return new(All.Where(f => f.Tier == tier && (f.On(day) ?? f.On(last)) is not null && Offers(f, department, day))
            .Select(f =>
                KeyValuePair.Create(f, (f.Area == area ? Nearness : 1) * (f.Private ? 0.6 : 1)
                    * (f.IsHospital ? Math.Max(Fields, f.Departments.Count) : 1))));
    }

    private static bool Offers(Facility facility, string department, DateOnly day) =>
        facility.IsHospital ? facility.Department(department, day) is not null : facility.Speciality is null
            || facility.Speciality == department;

    private static Facility? Read(Func<string, string?>[] rows, IEnumerable<Func<string, string?>> departments, Dictionary<string,
        string> specialities, Communes communes)
    {
        var last = rows[^1];
        var kind = last("kind")!;
        var beds = CatalogueTable.Number(last("beds_actual"));
        if (TierOf(kind, last("level"), beds) is not { } tier) return null;
        var first = communes.All.FirstOrDefault(c => c.Code == rows[0]("commune_code"));
        var name = VietnameseText.Fold(last("name")!);
        return new()
        {
            Code = last("code")!, Kind = kind, Tier = tier, Parent = last("parent"), Private = last("ownership") == "TN", Beds = beds,
                Area = first?.District ?? first?.Code ?? "",
            Spans = [.. rows.Select(r => new FacilitySpan(CatalogueTable.Span(r), r("name")!, r("commune_code")!, r("class")))],
            Departments = [.. departments.Select(d =>
                new Department(d("code")!, d("name")!, CatalogueTable.Number(d("beds_actual")), CatalogueTable.Number(d("beds_planned")),
                    CatalogueTable.Span(d)))],
            Speciality = kind switch
            {
                "NHS" => "K27",
                "CSYHCT" => "K16",
                "PKCK" => specialities.OrderByDescending(s => s.Value.Length)
                    .FirstOrDefault(s => name.Contains(s.Value, StringComparison.Ordinal)).Key ?? "K99",
                _ => null,
            },
        };
    }

    /// <summary>A health centre without beds works as a clinic; null for places that treat nobody.</summary>
    private static Tier? TierOf(string kind, string? level, int beds) => kind switch
    {
        "TYT" or "DTYT" => Tier.Station,
        "PKDK" or "PKDKKV" or "PKCK" or "PKYHGD" or "NHS" or "CSYHCT" => Tier.Clinic,
        "TTYT" when beds == 0 => Tier.Clinic,
        _ when beds == 0 => null,
        _ => level is "CS" or "T1" or "T2" ? Tier.Province : Tier.District,
    };
}
