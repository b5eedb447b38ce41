using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Systems;

namespace HealthWarehouse.Web.Rooms.Accounts;

/// <summary>
/// What is asked for: a grant, a password to be chosen anew (second steps too, when <c>Steps</c>), a ticket for the first second step, a
/// link to the SSO, or a credential of a system.
/// </summary>
internal sealed record PowerRequest(string Kind, string Account, string Reason, GrantRequest? Grant = null, bool Steps = false,
    string? Subject = null, CredentialRequest? Credential = null)
{
    public const string OfGrant = "grant", OfReset = "reset", OfTicket = "ticket", OfLink = "sso", OfCredential = "credential";
}

/// <summary>What became of a request at once: it waits for another person, or was done, with the code there is to hand over.</summary>
internal sealed record PowerOutcome(bool Waits, string? Code = null);

/// <summary>
/// One request that two people decide on. Times are UTC (ISO text); <c>Detail</c> is the request as JSON, <c>Outcome</c> the id of the
/// grant or credential it became.
/// </summary>
internal sealed record Approval
{
    public const string Asked = "asked", Approved = "approved", Refused = "refused", Failed = "failed", Revoked = "revoked",
        Withdrawn = "withdrawn";

    public required string Id { get; init; }
    public required string Kind { get; init; }
    public required string Account { get; init; }
    public required string Detail { get; init; }
    public required string Reason { get; init; }
    public required string State { get; init; }
    public required string AskedBy { get; init; }
    public required string AskedAt { get; init; }
    public string? DecidedBy { get; init; }
    public string? DecidedAt { get; init; }
    public string? Decision { get; init; }
    public string? Outcome { get; init; }
    public string? RevokedBy { get; init; }
    public string? RevokedAt { get; init; }
    public string? RevokedWhy { get; init; }

    /// <summary>One while the data-protection officer has not seen its notice.</summary>
    public long Unseen { get; init; }

    public PowerRequest Request => System.Text.Json.JsonSerializer.Deserialize<PowerRequest>(Detail)!;
}

/// <summary>How many requests of one asker are open, and how many of anybody's ask for the same.</summary>
internal sealed record ApprovalsOpen
{
    public long Own { get; init; }
    public long Same { get; init; }
}

/// <summary>How many requests wait, and how many approved ones the data-protection officer has not seen.</summary>
internal sealed record ApprovalCounts
{
    public long Waiting { get; init; }
    public long Unseen { get; init; }
}
