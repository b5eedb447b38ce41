using HealthWarehouse.Catalogue;
using HealthWarehouse.Demo.Land;

namespace HealthWarehouse.Demo.Encounters;

/// <summary>A service at its price on a day.</summary>
internal sealed record Service(string Code, string Name, string Group, decimal Price);

internal sealed record Drug(string Code, string Name, string Route, string Unit, string Strength, string Registration, decimal Price);

/// <summary>One index of a laboratory service with its reference range; both ends null where the result is a word.</summary>
internal sealed record LabTest(string Code, string Name, string? Unit, decimal? Low, decimal? High, int Decimals);

/// <summary>What may be done and given, and what it costs on a day (catalogue/codes: services.csv, drugs.csv, lab-tests.csv).</summary>
internal sealed class PriceBook
{
    private readonly Dictionary<string, (Span Span, Service Service)[]> _services;
    private readonly Dictionary<string, Drug> _drugs;
    private readonly ILookup<string, LabTest> _tests;

    public PriceBook(CatalogueFiles catalogue)
    {
        _services = catalogue.Table("services.csv").GroupBy(s => s("code")!).ToDictionary(g => g.Key,
            g => g.Select(s => (CatalogueTable.Span(s), new Service(s("code")!, s("name")!, s("group")!, Amount(s("price"))))).ToArray());
        _drugs = catalogue.Table("drugs.csv").ToDictionary(d => d("code")!,
            d => new Drug(d("code")!, d("name")!, d("route")!, d("unit")!, d("strength") ?? d("unit")!, d("registration_no")!,
                Amount(d("price"))));
        _tests = catalogue.Table("lab-tests.csv").ToLookup(t => t("service_code")!,
            t => new LabTest(t("code")!, t("name")!, t("unit"), Limit(t("low")), Limit(t("high")), Decimals(t("low"), t("high"))));
    }

    public bool KnowsService(string code) => _services.ContainsKey(code);

    public bool KnowsDrug(string code) => _drugs.ContainsKey(code);

    /// <summary>Null when the list has no price for the day.</summary>
    public Service? Service(string code, DateOnly day)
    {
        if (_services.TryGetValue(code, out var spans))
            foreach (var (span, service) in spans) if (span.Holds(day)) return service;
        return null;
    }

    public Drug Drug(string code) => _drugs[code];

    public IEnumerable<LabTest> Tests(string service) => _tests[service];

    /// <summary>The examination as it is coded on the day: by speciality, and until 18/06/2025 also by class of hospital.</summary>
    public Service? Exam(string speciality, string classCode, DateOnly day) =>
        Service(speciality, day) ?? Service($"{speciality}.{classCode}", day) ?? Service("02.03", day)
            ?? Service($"02.03.{classCode}", day);

    private static decimal Amount(string? text) => decimal.Parse(text!, CultureInfo.InvariantCulture);

    private static decimal? Limit(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static int Decimals(string? low, string? high) =>
        new[] { low, high }.Max(t =>
        t is null || !t.Contains('.', StringComparison.Ordinal) ? 0 : t.Length - t.IndexOf('.', StringComparison.Ordinal) - 1);
}
