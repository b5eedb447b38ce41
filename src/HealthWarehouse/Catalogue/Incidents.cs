using HealthWarehouse.Concepts;

namespace HealthWarehouse.Catalogue;

/// <summary>A kind of incident.</summary>
public sealed record IncidentKind(string Id, string Name);

/// <summary>How grave an incident is; a serious one has an initial notice of its own.</summary>
public sealed record IncidentSeverity(string Id, string Name, bool Serious = false);

/// <summary>
/// A notice the law asks for, counted in hours from when the house knew: to whom, of serious incidents only or all, and the hours before
/// its end to remind.
/// </summary>
public sealed record IncidentClock(string Id, string Name, string To, int Hours, string Basis, IReadOnlyList<int> RemindHours,
    bool SeriousOnly = false);

/// <summary>A field of the notice; what it is filled from, or null where the officer writes it.</summary>
public sealed record NoticeField(string Id, string Name, string? From = null);

/// <summary>A part of the notice.</summary>
public sealed record NoticeSection(string Name, IReadOnlyList<NoticeField> Fields);

/// <summary>The form of the notice.</summary>
public sealed record NoticeForm(string Number, string Title, string Act, string Addressee, IReadOnlyList<NoticeSection> Sections);

/// <summary>Kinds of data that reading a kind of object shows, and whether its number names one episode, one person or a list.</summary>
public sealed record ReadObject(string Id, string Name, ReadShape Shape, IReadOnlyList<string> Data);

/// <summary>What the number of an audited object names.</summary>
public enum ReadShape { Episode, Record, Person, List }

/// <summary>
/// Incidents, their clocks, the notice, and what reading each audited object shows: catalogue/incidents.yaml (Luật 91/2025/QH15, Điều 23).
/// </summary>
public sealed record IncidentFile(
    string Act, DateOnly ValidFrom, IReadOnlyList<IncidentKind> Kinds, IReadOnlyList<IncidentSeverity> Severities,
        IReadOnlyList<IncidentClock> Clocks, NoticeForm Notice,
    IReadOnlyList<ReadObject> Objects, string ScopePurpose, IReadOnlyList<string> ExportActions, IReadOnlyList<string> ReadActions)
{
    /// <summary>What a field of the notice can be filled from.</summary>
    public static readonly IReadOnlySet<string> Sources = new HashSet<string> { "controller", "contact", "number", "kind", "severity",
        "detected", "aware", "contained", "persons", "records", "data-kinds", "facilities", "accounts", "exports" };

    public IncidentKind? Kind(string id) => Kinds.FirstOrDefault(k => k.Id == id);

    public IncidentSeverity? Severity(string id) => Severities.FirstOrDefault(s => s.Id == id);

    public ReadObject? Object(string id) => Objects.FirstOrDefault(o => o.Id == id);

    internal void Verify(ProcessingFile processing, IReadOnlyList<Purpose> purposes)
    {
        CatalogueRules.Require(purposes.Any(p => p.Id == ScopePurpose), "incidents.yaml",
            $"không có mục đích '{ScopePurpose}' trong purposes.yaml");
        foreach (var read in Objects)
            CatalogueRules.Require(read.Data.All(k => processing.Kind(k) is not null), "incidents.yaml",
                $"objects: {read.Id}: không có loại dữ liệu '{read.Data.FirstOrDefault(k => processing.Kind(k) is null)}' trong " +
                    "processing.yaml");
        var stray = Notice.Sections.SelectMany(s => s.Fields).FirstOrDefault(f => f.From is not null && !Sources.Contains(f.From));
        CatalogueRules.Require(stray is null, "incidents.yaml", $"notice: {stray?.Id}: không lấy được từ '{stray?.From}'");
        CatalogueRules.Require(Clocks.All(c => c.Hours > 0 && c.RemindHours.All(h => h > 0 && h < c.Hours)), "incidents.yaml",
            "clocks: giờ nhắc phải nằm trong thời hạn");
    }
}
