using HealthWarehouse.Concepts;

namespace HealthWarehouse.Catalogue;

/// <summary>
/// What a request of a data subject is about, as the house answers it: by giving a copy, by a decision to delete, or in words.
/// </summary>
public enum RequestOutcome { Words, Copy, Deletion }

/// <summary>
/// A kind of request with the terms the law sets: to answer, to answer where a third party is needed, and how much longer once (NĐ
/// 356/2025/NĐ-CP); <c>Limits</c>: granted, the person's data may only be read for the purposes that say so.
/// </summary>
public sealed record RequestKind(string Id, string Name, string Basis, Term Answer, Term WithThirdParty, Term Extension,
    RequestOutcome Outcome = RequestOutcome.Words, bool Limits = false);

/// <summary>A reason for which a request may be refused; of which kinds (all when empty).</summary>
public sealed record RefusalReason(string Id, string Name, string Basis, IReadOnlyList<string>? Kinds = null);

/// <summary>Requests of data subjects, their clocks, and how a copy is made: catalogue/requests.yaml.</summary>
public sealed record RequestFile(
    string Act, DateOnly ValidFrom, Term Acknowledge, bool RollToWorkingDay, int DueSoonDays, string CopyPurpose,
        IReadOnlyList<string> Channels, IReadOnlyList<string> Papers,
    IReadOnlyList<RequestKind> Kinds, IReadOnlyList<RefusalReason> Refusals)
{
    public RequestKind? Kind(string id) => Kinds.FirstOrDefault(k => k.Id == id);

    public IEnumerable<RefusalReason> RefusalsOf(string kind) => Refusals.Where(r => r.Kinds is null || r.Kinds.Contains(kind));

    internal void Verify(IReadOnlyList<Purpose> purposes)
    {
        CatalogueRules.Require(purposes.Any(p => p.Id == CopyPurpose), "requests.yaml",
            $"không có mục đích '{CopyPurpose}' trong purposes.yaml");
        CatalogueRules.Require(Acknowledge.Unit is TermUnit.Days or TermUnit.WorkingDays, "requests.yaml",
            "acknowledge phải tính theo ngày");
        foreach (var kind in Kinds)
            CatalogueRules.Require(kind.Answer.Unit is TermUnit.Days or TermUnit.WorkingDays
                && kind.WithThirdParty.Unit == kind.Answer.Unit && kind.Extension.Unit == kind.Answer.Unit, "requests.yaml",
                $"{kind.Id}: ba thời hạn phải cùng tính theo ngày hoặc ngày làm việc");
        var stray = Refusals.SelectMany(r => r.Kinds ?? []).FirstOrDefault(k => Kind(k) is null);
        CatalogueRules.Require(stray is null, "requests.yaml", $"refusals: không có loại yêu cầu '{stray}'");
    }
}

/// <summary>A notice somebody is shown before consenting, of one version (it must say that the data is sensitive).</summary>
public sealed record ConsentNotice(string Version, DateOnly ValidFrom, string Text);

/// <summary>Consent: who gives it at which age, through which channels, under which notice: catalogue/consents.yaml.</summary>
public sealed record ConsentFile(string Act, DateOnly ValidFrom, int GuardianBelow, int ChildAndGuardianBelow,
    IReadOnlyList<string> Channels, IReadOnlyList<ConsentNotice> Notices)
{
    /// <summary>The notice in force on a day.</summary>
    public ConsentNotice? NoticeOn(DateOnly day) => Notices.Where(n => n.ValidFrom <= day).MaxBy(n => n.ValidFrom);
}
