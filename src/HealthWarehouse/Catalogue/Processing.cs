using HealthWarehouse.Concepts;

namespace HealthWarehouse.Catalogue;

/// <summary>Why personal data may be processed (Luật 91/2025/QH15, Điều 19 and consent).</summary>
public enum LawfulBasis { Consent, Emergency, StateTask, Contract, Law }

/// <summary>What the house is in an activity: it decides on it, works for somebody who does, or both.</summary>
public enum ProcessingRole { Controller, Processor, ControllerAndProcessor }

/// <summary>How far the impact assessment of an activity is.</summary>
public enum DpiaState { NotStarted, InWork, Done, NotNeeded }

/// <summary>A kind of personal data; sensitive as NĐ 356/2025/NĐ-CP, Điều 4 says.</summary>
public sealed record DataKind(string Id, string Name, bool Sensitive = false);

/// <summary>
/// The impact assessment (DPIA) of an activity: when it was filed, under which number, and the day of a listed change since.
/// </summary>
public sealed record Dpia(DpiaState State, DateOnly? Done = null, DateOnly? Changed = null, string? Number = null);

/// <summary>
/// The terms of impact assessments: the first from the start, the next after the last, after a listed change; days before the end to
/// remind.
/// </summary>
public sealed record DpiaRules(string Act, Term First, Term Update, Term AfterChange, int RemindDays);

/// <summary>One activity of the register of processing, as it is between two days. Its id comes again for every version.</summary>
public sealed record ProcessingActivity(
    string Id, string Name, DateOnly ValidFrom, string Purpose, LawfulBasis Basis, string Article, IReadOnlyList<string> Data,
        IReadOnlyList<string> Subjects,
    IReadOnlyList<string> Recipients, string Retention, IReadOnlyList<string> Measures, ProcessingRole Role, DateOnly Started, Dpia Dpia,
        string Owner, DateOnly Reviewed,
    DateOnly? ValidTo = null, bool Abroad = false, IReadOnlyList<string>? Purposes = null)
{
    public bool HoldsOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || day <= ValidTo);

    /// <summary>Last day for the next assessment; null where none is needed.</summary>
    public DateOnly? DpiaDue(DpiaRules rules, WorkingCalendar calendar) => Dpia switch
    {
        { State: DpiaState.NotNeeded } => null,
        { State: DpiaState.Done, Done: { } done, Changed: { } changed } when changed > done =>
            calendar.Due(changed, rules.AfterChange, roll: false),
        { State: DpiaState.Done, Done: { } done } => calendar.Due(done, rules.Update, roll: false),
        _ => calendar.Due(Started, rules.First, roll: false),
    };
}

/// <summary>The register of processing activities: catalogue/processing.yaml (Luật 91/2025/QH15; NĐ 356/2025/NĐ-CP).</summary>
public sealed record ProcessingFile(string Act, DateOnly ValidFrom, string Controller, string Contact, DpiaRules Dpia,
    IReadOnlyList<DataKind> DataKinds, IReadOnlyList<ProcessingActivity> Activities)
{
    private const string File = "processing.yaml";

    public IEnumerable<ProcessingActivity> On(DateOnly day) => Activities.Where(a => a.HoldsOn(day));

    /// <summary>An activity as it is on a day.</summary>
    public ProcessingActivity? Find(string id, DateOnly day) => Activities.FirstOrDefault(a => a.Id == id && a.HoldsOn(day));

    public IReadOnlyList<ProcessingActivity> Versions(string id) =>
        [.. Activities.Where(a => a.Id == id).OrderByDescending(a => a.ValidFrom)];

    public DataKind? Kind(string id) => DataKinds.FirstOrDefault(k => k.Id == id);

    public bool IsSensitive(ProcessingActivity activity) => activity.Data.Any(k => Kind(k)!.Sensitive);

    /// <summary>The activity a declared purpose of reading belongs to, on a day.</summary>
    public ProcessingActivity? Of(string purpose, DateOnly day) => On(day).FirstOrDefault(a => (a.Purposes ?? []).Contains(purpose));

    internal void Verify(IReadOnlyList<Purpose> purposes)
    {
        foreach (var a in Activities)
        {
            CatalogueRules.Require(a.Data.All(k => Kind(k) is not null), File,
                $"{a.Id}: không có loại dữ liệu '{a.Data.FirstOrDefault(k => Kind(k) is null)}'");
            CatalogueRules.Require(a.ValidTo is null || a.ValidTo >= a.ValidFrom, File, $"{a.Id}: valid_to trước valid_from");
            CatalogueRules.Require(a.Dpia.State is DpiaState.Done == a.Dpia.Done is not null, File,
                $"{a.Id}: dpia state và done không khớp");
            CatalogueRules.Require(!a.Abroad, File, $"{a.Id}: dữ liệu không được chuyển ra nước ngoài (Luật 116/2025/QH15 Điều 25)");
            var stray = (a.Purposes ?? []).FirstOrDefault(p => purposes.All(known => known.Id != p));
            CatalogueRules.Require(stray is null, File, $"{a.Id}: không có mục đích '{stray}' trong purposes.yaml");
        }
        foreach (var versions in Activities.GroupBy(a => a.Id).Select(g => g.OrderBy(a => a.ValidFrom).ToArray()))
            for (var i = 1; i < versions.Length; i++)
                CatalogueRules.Require(versions[i - 1].ValidTo < versions[i].ValidFrom, File,
                    $"{versions[i].Id}: hai phiên bản trùng ngày hiệu lực");
        foreach (var purpose in purposes)
            CatalogueRules.Require(Activities.Where(a => (a.Purposes ?? []).Contains(purpose.Id)).DistinctBy(a => a.Id).Count() == 1, File,
                $"mục đích '{purpose.Id}' trong purposes.yaml phải thuộc đúng một hoạt động xử lý (khoá purposes)");
    }
}
