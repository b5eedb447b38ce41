namespace HealthWarehouse.Guard.Accounts;

/// <summary>
/// One sign-in of an account on one device. Times are UTC (ISO text); <c>Grant</c> is the right the person works under, null = the first of
/// the day.
/// </summary>
public sealed record Session
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public string? Grant { get; init; }
    public bool TwoSteps { get; init; }

    /// <summary>How the person signed in: one of <see cref="Ways"/>.</summary>
    public string? Way { get; init; }

    public string? Source { get; init; }
    public string? Device { get; init; }
    public required string BegunAt { get; init; }
    public required string SeenAt { get; init; }
    public string? EndedAt { get; init; }
    public string? EndedWhy { get; init; }
}

/// <summary>Ways to sign in, as sessions and the history of sign-ins name them.</summary>
public static class Ways
{
    public const string Password = "password", Code = "code", Recovery = "recovery", Passkey = "passkey", Sso = "sso", Ticket = "ticket";

    /// <summary>Whether a password was part of it, so that its age matters.</summary>
    public static bool UsesPassword(string? way) => way is null or Password or Code or Recovery or Ticket;
}
