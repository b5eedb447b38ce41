using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Web.Rooms.Reports;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Search;

/// <summary>What was found: its kind in words, its name, and the address it leads to.</summary>
internal sealed record Found(string Kind, string Name, string Href);

/// <summary>Finds pages, dashboards, reports, measures, facilities, communes and lists by part of a name, without regard to accents.</summary>
internal sealed class Finder(CatalogueFiles catalogue, Report.Dashboards dashboards, Figures figures)
{
    private const int Most = 12;

    public IReadOnlyList<Found> Find(string? text, Viewer viewer)
    {
        var words = Fold(text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return [];
        return [.. Everything(viewer).Select(f => (f, Name: Fold(f.Name))).Where(f => words.All(w => f.Name.Contains(w, StringComparison.Ordinal)))
            .OrderBy(f => f.Name.StartsWith(words[0], StringComparison.Ordinal) ? 0 : f.Name.Contains($" {words[0]}", StringComparison.Ordinal) ? 1 : 2).ThenBy(f => f.Name.Length).Select(f => f.f).Take(Most)];
    }

    private IEnumerable<Found> Everything(Viewer viewer)
    {
        foreach (var page in SiteMap.Pages) yield return new("Trang", page.Title, page.Href);
        foreach (var d in dashboards.All) yield return new("Bảng điều hành", d.Title, $"bang/{d.Code}");
        foreach (var r in catalogue.Reports.Values) yield return new("Báo cáo", $"{r.Number} {r.Title}", $"bao-cao/{r.Code}");
        foreach (var m in figures.Book.Indicators) yield return new("Chỉ tiêu", m.Name, $"so-lieu?measure={m.Code}");
        foreach (var m in figures.Book.Measures) yield return new("Chỉ số", m.Name, $"so-lieu?measure={m.Code}");
        foreach (var f in Latest("facility").Where(f => viewer.Sees(f.Code))) yield return new("Cơ sở", $"{f.Name} ({f.Code})", $"bang/kham-chua-benh?org={f.Code}");
        foreach (var c in Latest("commune")) yield return new("Xã, phường", c.Name, $"bang/kham-chua-benh?org={ReportRequest.UnitPrefix}{c.Code}&place=residence");
        foreach (var l in catalogue.Lists.Values) yield return new("Danh mục", l.Declaration.Name, $"danh-muc/{l.Declaration.Id}");
    }

    private IEnumerable<CodeEntry> Latest(string list) => catalogue.Lists[list].Entries.Where(e => e.ValidTo is null).DistinctBy(e => e.Code);

    private static string Fold(string text) => VietnameseText.Fold(text).ToLowerInvariant();
}
