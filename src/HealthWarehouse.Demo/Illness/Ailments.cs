using HealthWarehouse.Catalogue;
using HealthWarehouse.Demo.Encounters;

namespace HealthWarehouse.Demo.Illness;

/// <summary>All profiles, checked against the catalogue: a code no list knows stops the generator and is named.</summary>
internal sealed class Ailments
{
    private readonly Dictionary<string, Ailment> _byCode;

    public Ailments(CatalogueFiles catalogue, PriceBook prices, CommonRules common, int bands)
    {
        var files = Resource.Named("Profiles")
            .Where(n => n is not ("Profiles/common.yaml" or "Profiles/people.yaml" or "Profiles/senders.yaml"))
            .Select(n => (Name: n, File: Resource.Read<ProfileFile>(n))).ToArray();
        All = [.. files.SelectMany(f => f.File.Profiles.Select(p => (p, f.File.Family))).Select((p, i) => new Ailment(i, p.p, p.Family))];
        _byCode = All.ToDictionary(a => a.Code);
        foreach (var (name, file) in files)
            foreach (var profile in file.Profiles)
                if (Problem(profile, catalogue, prices, common, bands) is { } problem)
                    throw new DeclarationException(name, $"{profile.Code}: {problem}");
    }

    public IReadOnlyList<Ailment> All { get; }

    public Ailment this[string code] => _byCode[code];

    private static string? Problem(Profile profile, CatalogueFiles catalogue, PriceBook prices, CommonRules common, int bands)
    {
        var icd10 = catalogue.Lists["icd10"].Entries.Select(e => e.Code).ToHashSet();
        foreach (var code in profile.Icd.Keys.Concat((profile.With ?? new Dictionary<string, double>()).Keys)
            .Concat((profile.Causes ?? new Dictionary<string, int>()).Keys))
            if (!icd10.Contains(code)) return $"mã ICD-10 {code} không có trong danh mục";
        foreach (var care in new[] { profile.In, profile.Out }.OfType<Care>())
        {
            foreach (var (code, _) in care.Services ?? new Dictionary<string, double>())
                if (!prices.KnowsService(code)) return $"dịch vụ {code} không có trong danh mục";
            foreach (var (code, chance) in care.Drugs ?? new Dictionary<string, double>())
                if (chance > 0 && !(prices.KnowsDrug(code) && common.Dosing.ContainsKey(code)))
                    return $"thuốc {code} không có trong danh mục hoặc trong dosing";
            foreach (var (code, _) in care.Supplies ?? new Dictionary<string, double>())
                if (!common.Supplies.ContainsKey(code)) return $"vật tư {code} không có trong supplies";
        }
        if (!common.Seasons.ContainsKey(profile.Season)) return $"không có mùa '{profile.Season}'";
        foreach (var array in new[] { profile.Rate, profile.Terminal, profile.Incidence, profile.Prevalence, profile.Chronic?.Prevalence })
            if (array is not null && array.Count != bands) return $"mảng theo nhóm tuổi phải có {bands} số";
        return null;
    }
}
