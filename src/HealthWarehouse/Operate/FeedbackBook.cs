using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Operate;

/// <summary>What somebody said of a page: its route and filters, and the role; nobody's name.</summary>
public sealed record Feedback
{
    public required string Id { get; init; }
    public required string At { get; init; }
    public required string Role { get; init; }
    public required string Route { get; init; }
    public string? Filters { get; init; }
    public required string Words { get; init; }
}

/// <summary>What people say of the pages, for the stewards. The audit knows that somebody spoke, not what they said.</summary>
public sealed class FeedbackBook(Operations operations, AuditLog audit, TimeProvider clock)
{
    /// <summary>Keeps it and gives its id.</summary>
    public async Task<string> Give(Viewer by, string route, string? filters, string? words, CancellationToken stop = default)
    {
        if (string.IsNullOrWhiteSpace(words)) throw new FieldException("words", "Hãy viết góp ý.");
        if (PlainNote.Fault(words) is { } fault) throw new FieldException("words", fault);
        await audit.Write(new(by.Account, "feedback-give", "feedback", route, Source: by.Source), stop);
        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        await operations.Execute("ask/feedback/give", new { id,
            at = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture), role = by.Role, route,
            filters, words = words.Trim() }, stop);
        return id;
    }

    /// <summary>Takes back what somebody has just said; whose it was nobody knows but who holds its id.</summary>
    public async Task Withdraw(Viewer by, string id, CancellationToken stop = default)
    {
        await audit.Write(new(by.Account, "feedback-withdraw", "feedback", id, Source: by.Source), stop);
        await operations.Execute("ask/feedback/withdraw", new { id }, stop);
    }

    public Task<IReadOnlyList<Feedback>> Latest(CancellationToken stop = default) =>
        operations.Query<Feedback>("ask/feedback/latest", new { }, stop);
}
