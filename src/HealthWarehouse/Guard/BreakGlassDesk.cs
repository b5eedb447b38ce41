using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard;

/// <summary>
/// Where the data-protection officer learns of openings in an emergency and judges each one (Luật 91/2025/QH15; Luật HIV Điều 30).
/// </summary>
public sealed class BreakGlassDesk(Operations operations, AuditLog audit, TimeProvider clock)
{
    private const int Most = 500;

    public async Task<PrivacyCounts> Counts(CancellationToken stop = default) =>
        (await operations.One<PrivacyCounts>("ask/opening/notices", new { now = Openings.At(clock.GetUtcNow()) }, stop))!;

    /// <summary>Openings in an emergency, those to be judged first.</summary>
    public Task<IReadOnlyList<BreakGlassReview>> All(CancellationToken stop = default) =>
        operations.Query<BreakGlassReview>("ask/opening/reviews", new { limit = Most }, stop);

    public bool IsOverdue(BreakGlassReview review) =>
        review.Verdict is null && string.CompareOrdinal(review.DueAt, Openings.At(clock.GetUtcNow())) < 0;

    /// <summary>The officer has looked at the list: its notices count as seen.</summary>
    public async Task See(Viewer officer, CancellationToken stop = default)
    {
        if ((await Counts(stop)).Unseen == 0) return;
        await audit.Write(new(officer.Account, "notices-seen", "privacy-notice", "*", Source: officer.Source), stop);
        await operations.Write(change =>
            change.Execute("ask/opening/see", new { now = Openings.At(clock.GetUtcNow()), by = officer.Account }), stop);
    }

    /// <summary>
    /// Concludes on an opening, once and for good; nobody judges their own. Throws a RefusedException with words for the asker.
    /// </summary>
    public async Task Judge(Viewer officer, string id, string verdict, string? note, CancellationToken stop = default)
    {
        var review = await operations.One<BreakGlassReview>("ask/opening/review", new { id }, stop)
            ?? throw new RefusedException("Không có lần mở khẩn này.");
        if (review.Verdict is not null) throw new RefusedException("Lần mở khẩn này đã có kết luận.");
        if (review.Account == officer.Account) throw new RefusedException("Không ai kết luận về lần mở khẩn của chính mình.");
        if (verdict is not (BreakGlassReview.Justified or BreakGlassReview.Unjustified))
            throw new FieldException("verdict", "Hãy chọn kết luận.");
        if (string.IsNullOrWhiteSpace(note)) throw new FieldException("note", "Hãy ghi căn cứ của kết luận.");
        await audit.Write(new(officer.Account, "break-glass-judge", "opening", id, Source: officer.Source, Detail: verdict), stop);
        await operations.Write(change =>
            change.Execute("ask/opening/judge",
            new { id, verdict, note = Concepts.Masking.Within(note.Trim()), by = officer.Account, at = Openings.At(clock.GetUtcNow()) }),
            stop);
    }
}
