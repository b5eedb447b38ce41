using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;
using HealthWarehouse.Web.Rooms.Reports;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Search;

/// <summary>What was found: its kind in words, its name, and the address it leads to.</summary>
internal sealed record Found(string Kind, string Name, string Href);

/// <summary>A place a figure can be about: the code of a facility, or of a commune with its prefix.</summary>
internal sealed record PlaceChoice(string Code, string Name);

/// <summary>
/// Finds pages, dashboards, reports, measures, diseases, facilities, communes, lists and senders by code or part of a name, without regard
/// to accents, and an episode by its whole code.
/// </summary>
internal sealed class Finder(CatalogueFiles catalogue, Report.Dashboards dashboards, Figures figures, Senders senders, Warehouse warehouse,
    IAuditLog audit)
{
    private const int Most = 12, MostDiseases = 5;
    private volatile DiseaseIndex? _diseases;

    public async Task<IReadOnlyList<Found>> Find(string? text, Viewer viewer, CancellationToken stop = default)
    {
        var asked = VietnameseText.Fold(text ?? "");
        if (asked.Length == 0) return [];
        var near = Everything(viewer).Concat(await Senders(viewer, stop))
            .Select(e => (e.Found, Rank: Rank(VietnameseText.Fold(e.Found.Name), VietnameseText.Fold(e.Code), asked)))
            .Concat(viewer.May(Right.Figures) ? Diseases(asked) : []).Where(e => e.Rank is not null);
        return [.. await Episodes(text!, viewer, stop),
            .. near.OrderBy(e => e.Rank).ThenBy(e => e.Found.Name.Length).Select(e => e.Found).Take(Most)];
    }

    /// <summary>
    /// Episodes are found by their whole code only, by who may read records, and that is written down first; reading one asks for its
    /// purpose then.
    /// </summary>
    private async Task<IEnumerable<Found>> Episodes(string text, Viewer viewer, CancellationToken stop)
    {
        var code = VietnameseText.Clean(text);
        if (!viewer.MayReadRecords || code.Length is < 2 or > 100 || code.Contains(' ', StringComparison.Ordinal)) return [];
        var records = await warehouse.Query<EpisodePlace>("ask/record/find", new { code, allowed = Figures.Scope(viewer.Facilities),
            residents = Figures.Scope(viewer.Communes), opened = viewer.Opened }, stop);
        if (records.Count > 0)
            await audit.Write(new(viewer.Account, "read", "record",
                string.Join(';', records.Select(r => r.RecordKey.ToString(CultureInfo.InvariantCulture))), Source: viewer.Source,
                Detail: "tìm theo mã đợt"), stop);
        return records.Select(r => new Found("Đợt khám, chữa bệnh",
            $"{code}, {catalogue.NameOf("facility", r.FacilityCode, r.DischargedOn ?? DateOnly.MaxValue)}", $"ho-so/{r.RecordKey}"));
    }

    private async Task<IEnumerable<(Found Found, string Code)>> Senders(Viewer viewer, CancellationToken stop)
    {
        var isDesk = viewer.May(Right.Senders);
        if (!isDesk && !viewer.May(Right.Figures)) return [];
        var seen = isDesk ? null : await senders.SeenBy(viewer, stop);
        return (await senders.All(stop)).Where(s => seen?.Contains(s.Code) != false).Select(s =>
            (new Found("Nơi gửi", s.Name, isDesk ? $"quan-tri/noi-gui/{s.Code}" : $"tiep-nhan?sender={s.Code}"), s.Code));
    }

    /// <summary>
    /// Diseases stand after what is named alike; those of three signs lead to their figures, finer ones to those of their own.
    /// </summary>
    private IEnumerable<(Found Found, int? Rank)> Diseases(string asked)
    {
        var list = catalogue.Lists["icd10"];
        var index = _diseases is { } known && known.Of == list ? known : _diseases = new(list);
        return index.Entries.Select(d => (d, Rank: Rank(d.Folded, d.FoldedCode, asked))).Where(d => d.Rank is not null)
            .OrderBy(d => d.Rank).ThenBy(d => d.d.Code.Length).ThenBy(d => d.d.Code, StringComparer.Ordinal).Take(MostDiseases)
            .Select(d => (new Found("Bệnh", $"{d.d.Code} {d.d.Name}",
                $"so-lieu?measure=outpatient_cases,inpatient_cases&by=month" +
                    $"&where={(d.d.Code.Length == 3 ? "category" : "icd")}={d.d.Code}"), d.Rank));
    }

    /// <summary>Names of diseases without accents: made once, there are thousands.</summary>
    private sealed class DiseaseIndex(CodeList list)
    {
        public CodeList Of => list;
        public IReadOnlyList<(string Code, string Name, string Folded, string FoldedCode)> Entries { get; } =
            [.. list.Entries.GroupBy(e => e.Code).Select(g => g.MaxBy(e => e.ValidFrom)).Where(e => e.MapsTo is null)
                .Select(e => (e.Code, e.Name, VietnameseText.Fold(e.Name), VietnameseText.Fold(e.Code)))];
    }

    private sealed record EpisodePlace
    {
        public long RecordKey { get; init; }
        public required string FacilityCode { get; init; }
        public DateOnly? DischargedOn { get; init; }
    }

    /// <summary>Facilities somebody sees and communes of the province, for fields that name a place.</summary>
    public IReadOnlyList<PlaceChoice> Places(Viewer viewer)
    {
        var province = catalogue.Lists["facility"].Entries.GroupBy(e => e.Code[..2]).OrderByDescending(g => g.Count()).Select(g => g.Key)
            .FirstOrDefault("");
        var facilities = Newest("facility").Where(f => viewer.Sees(f.Code)).Select(f => new PlaceChoice(f.Code, f.Name));
        var communes = Newest("commune").Where(c => c.Code.StartsWith(province, StringComparison.Ordinal))
            .Select(c => new PlaceChoice(ReportRequest.UnitPrefix + c.Code, c.Name));
        return [.. facilities.Concat(communes).OrderBy(p => p.Code, StringComparer.Ordinal).Take(MostPlaces)];
    }

    private const int MostPlaces = 2000;

    /// <summary>Every code of a list once, by its last name.</summary>
    private IEnumerable<CodeEntry> Newest(string list) =>
        catalogue.Lists[list].Entries.GroupBy(e => e.Code).Select(g => g.MaxBy(e => e.ValidFrom)!);

    /// <summary>
    /// How near a name or code is to what was asked: is it, begins so or ends with these words, has it from a word on, has words that begin
    /// so, has all of it somewhere; null is not at all.
    /// </summary>
    internal static int? Rank(string name, string code, string asked)
    {
        if (asked.Length > 0 && (name == asked || code == asked)) return 0;
        if (name.StartsWith(asked, StringComparison.Ordinal) || code.StartsWith(asked, StringComparison.Ordinal)
            || name.EndsWith($" {asked}", StringComparison.Ordinal)) return 1;
        if (name.Contains($" {asked}", StringComparison.Ordinal)) return 2;
        var words = asked.Split(' ');
        if (words.All(w => $" {name}".Contains($" {w}", StringComparison.Ordinal))) return 3;
        return words.All(w => name.Contains(w, StringComparison.Ordinal)) ? 4 : null;
    }

    private IEnumerable<(Found Found, string Code)> Everything(Viewer viewer)
    {
        foreach (var page in SiteMap.For(viewer)) yield return (new("Trang", page.Title, page.Href), "");
        foreach (var d in dashboards.All) yield return (new("Bảng điều hành", d.Title, $"bang/{d.Code}"), d.Code);
        foreach (var r in catalogue.Reports.Values) yield return (new("Báo cáo", $"{r.Number} {r.Title}", $"bao-cao/{r.Code}"), r.Code);
        foreach (var m in figures.Book.Indicators) yield return (new("Chỉ tiêu", m.Name, $"so-lieu?measure={m.Code}"), m.Code);
        foreach (var m in figures.Book.Measures) yield return (new("Chỉ số", m.Name, $"so-lieu?measure={m.Code}"), m.Code);
        foreach (var f in Latest("facility").Where(f => viewer.Sees(f.Code)))
            yield return (new("Cơ sở", $"{f.Name} ({f.Code})", $"bang/kham-chua-benh?org={f.Code}"), f.Code);
        foreach (var c in Latest("commune"))
            yield return (new("Xã, phường", c.Name, $"bang/kham-chua-benh?org={ReportRequest.UnitPrefix}{c.Code}&place=residence"), c.Code);
        foreach (var l in catalogue.Lists.Values)
            yield return (new("Danh mục", l.Declaration.Name, $"danh-muc/{l.Declaration.Id}"), l.Declaration.Id);
    }

    private IEnumerable<CodeEntry> Latest(string list) =>
        catalogue.Lists[list].Entries.Where(e => e.ValidTo is null).DistinctBy(e => e.Code);
}
