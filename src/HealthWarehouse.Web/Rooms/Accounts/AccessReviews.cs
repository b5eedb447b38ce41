using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Accounts;

/// <summary>A signed review: who, when, how many grants were looked at and how many ended.</summary>
internal sealed record ReviewLine
{
    public required string Id { get; init; }
    public required string At { get; init; }
    public required string ByAccount { get; init; }
    public long Grants { get; init; }
    public long Ended { get; init; }
    public required string Note { get; init; }
}

/// <summary>The newest review of a grant.</summary>
internal sealed record Reviewed
{
    public required string Grant { get; init; }
    public required string At { get; init; }
    public required string ByAccount { get; init; }
    public required string Decision { get; init; }
    public string? Reason { get; init; }
}

/// <summary>A grant to be reviewed: by whom it was last looked at, and until when it must be again.</summary>
internal sealed record GrantToReview(AccountLine Line, Grant Grant, Reviewed? Last, DateOnly Due);

/// <summary>What a reviewer decided on a grant.</summary>
internal sealed record ReviewDecision(string Grant, bool Keep, string? Reason);

/// <summary>
/// The review of all rights at least every six months (TCVN 14423:2026, A1–A2). Giving a grant looks at it for the first time; each review
/// says keep or end, and an end says why. Nobody reviews their own: those stay due until another administrator has looked at them.
/// </summary>
internal sealed class AccessReviews(AccountBook book, Grants grants, Operations operations, AuditLog audit, AccessFile access,
    TimeProvider clock)
{
    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(7));

    public Task<IReadOnlyList<ReviewLine>> Signed(CancellationToken stop) =>
        operations.Query<ReviewLine>("ask/account/reviews", null, stop);

    /// <summary>Every grant that holds today, those due first.</summary>
    public async Task<IReadOnlyList<GrantToReview>> Open(CancellationToken stop)
    {
        var reviewed = (await operations.Query<Reviewed>("ask/account/reviewed", null, stop)).ToLookup(r => r.Grant);
        var lines = await book.All(new(), stop);
        return [.. lines.SelectMany(l => l.Grants.Select(g => Of(l, g, reviewed[g.Id].FirstOrDefault()))).OrderBy(g => g.Due)
            .ThenBy(g => g.Grant.Account, StringComparer.Ordinal)];
    }

    public bool IsLate(IReadOnlyList<GrantToReview> open) => open.Any(g => g.Due < Today);

    /// <summary>When the next review is due, and how many grants are over it.</summary>
    public string Notice(IReadOnlyList<GrantToReview> open) => open.Count == 0 ? "Chưa có quyền nào đang có hiệu lực."
        : IsLate(open)
            ? $"Quá hạn rà soát: {open.Count(g => g.Due < Today)}/{open.Count} quyền, sớm nhất từ {Format.Date(open[0].Due)}. Cần làm ngay."
        : $"Hạn rà soát tiếp theo: {Format.Date(open[0].Due)}, {open.Count} quyền đang có hiệu lực.";

    /// <summary>Signs off what was decided; audited before anything ends. Throws a RefusedException with words for the reviewer.</summary>
    public async Task Sign(IReadOnlyList<ReviewDecision> decisions, string note, Viewer by, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(note)) throw new RefusedException("Hãy ghi kết luận rà soát trước khi ký.");
        var open = (await Open(stop)).ToDictionary(g => g.Grant.Id);
        var decided = decisions.Where(d => open.ContainsKey(d.Grant)).Select(d => (open[d.Grant].Grant, d.Keep, d.Reason)).ToArray();
        if (decided.Length == 0) throw new RefusedException("Chưa quyết định quyền nào: chọn Giữ hoặc Thôi.");
        if (decided.Any(d => d.Grant.Account == by.Account))
            throw new RefusedException("Không ai tự rà soát quyền của chính mình. Hãy nhờ một quản trị khác.");
        if (decided.FirstOrDefault(d => !d.Keep && string.IsNullOrWhiteSpace(d.Reason)) is { Grant: { } bare })
            throw new RefusedException($"Hãy ghi lý do thôi quyền của {bare.Account}.");
        var ended = decided.Count(d => !d.Keep);
        await audit.Write(new(by.Account, "access-review", "account", "*", Source: by.Source,
            Detail: $"{decided.Length} quyền, thôi {ended}"), stop);
        foreach (var (grant, _, _) in decided.Where(d => !d.Keep)) await grants.End(grant.Account, grant.Id, by, stop);
        await operations.Write(async change =>
        {
            var id = Guid.CreateVersion7().ToString();
            await change.Execute("ask/account/review",
                new { id, at = clock.GetUtcNow().UtcDateTime.ToString("s", CultureInfo.InvariantCulture), by = by.Account,
                grants = decided.Length, ended, note = note.Trim() });
            foreach (var (grant, keep, reason) in decided)
                await change.Execute("ask/account/review-line",
                    new { review = id, grant = grant.Id, account = grant.Account, decision = keep ? "keep" : "end", reason });
            return true;
        }, stop);
    }

    private GrantToReview Of(AccountLine line, Grant grant, Reviewed? last) =>
        new(line, grant, last,
            DateOnly.ParseExact((last?.At ?? grant.GrantedAt)[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture)
            .AddMonths(access.Accounts.ReviewMonths));
}
