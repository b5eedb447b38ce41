namespace HealthWarehouse.Catalogue;

/// <summary>Who may hold a role: a person, or a system that reads (TCVN 14423:2026, A1: technical accounts).</summary>
public enum RoleHolder { Person, System }

/// <summary>
/// Tokens of systems: minutes an access token lives, most minutes a signed assertion may be valid, days an old credential goes on beside
/// the one that follows it, days until a credential ends when nothing else is said, days until tokens are signed with a new key; and
/// whether assertions are taken in the older form as well, without a type of their own and meant for the token endpoint.
/// </summary>
public sealed record TokenRules(int AccessMinutes, int AssertionMinutes, int OverlapDays, int CredentialDays, int SigningKeyDays,
    bool PlainAssertions = false);

/// <summary>
/// What a token may be asked for. <see cref="Rights"/> are those of the system's own grants that come to bear with it; a scope without any
/// is one of senders.
/// </summary>
public sealed record ScopeCard(string Id, string Name, IReadOnlyList<Right> Rights)
{
    public bool IsForSenders => Rights.Count == 0;
}

/// <summary>Whose requests are counted together.</summary>
public enum LimitBy { Address, Client, Account }

/// <summary>At most so many requests in so many seconds at some addresses of the portal; after that 429.</summary>
public sealed record LimitRule(string Id, string Name, LimitBy By, IReadOnlyList<string> At, int Requests, int Seconds)
{
    public bool Counts(string method, string path) => Addresses.Hold(At, method, path);
}

/// <summary>
/// Requests that are much work (boards, forms, questions to figures): how many are worked on at once, how many of them of one account, how
/// many of one account and in all may wait, and for how many seconds; after that 503.
/// </summary>
public sealed record HeavyRule(int AtOnce, int OfOne, int WaitingOfOne, int Waiting, int Seconds, IReadOnlyList<string> At)
{
    public bool Holds(string method, string path) => Addresses.Hold(At, method, path);
}

/// <summary>Addresses as access.yaml writes them.</summary>
internal static class Addresses
{
    /// <summary>
    /// Whether a request is to one of them: an address with its method or without, or a beginning of addresses ending in /**.
    /// </summary>
    public static bool Hold(IReadOnlyList<string> at, string method, string path) =>
        at.Any(a => (a.Split(' ', 2) is [var only, var rest] ? only == method ? rest : null : a) is { } where
        && (where.EndsWith("/**", StringComparison.Ordinal) ? path.StartsWith(where[..^2], StringComparison.OrdinalIgnoreCase)
            : path.TrimEnd('/').Equals(where, StringComparison.OrdinalIgnoreCase)));
}

internal static class SystemRules
{
    public static void Verify(AccessFile access)
    {
        foreach (var rule in access.Routes)
        {
            CatalogueRules.Require(rule.Scope is null || access.Scopes.Any(s => s.Id == rule.Scope), "access.yaml",
                $"không có phạm vi '{rule.Scope}' trong mục scopes");
            CatalogueRules.Require(rule.Scope is not null || !rule.Needs.Contains(AccessFile.Sender), "access.yaml",
                $"đường dẫn của người gửi phải có scope: {string.Join(", ", rule.At)}");
        }
        var idle = access.Scopes.FirstOrDefault(s => access.Routes.All(r => r.Scope != s.Id));
        CatalogueRules.Require(idle is null, "access.yaml", $"phạm vi '{idle?.Id}' không mở đường dẫn nào");
        CatalogueRules.Require(access.Scopes.DistinctBy(s => s.Id).Count() == access.Scopes.Count, "access.yaml",
            "một phạm vi được khai báo hai lần");
        foreach (var limit in access.Limits)
            CatalogueRules.Require(limit is { Requests: > 0, Seconds: > 0 }, "access.yaml",
                $"giới hạn {limit.Id}: requests và seconds phải lớn hơn 0");
        CatalogueRules.Require(access.Heavy is { AtOnce: > 0, OfOne: > 0, WaitingOfOne: >= 0, Waiting: >= 0, Seconds: > 0 }, "access.yaml",
            "heavy: các số phải lớn hơn 0");
        var t = access.Tokens;
        CatalogueRules.Require(t is { AccessMinutes: > 0 and <= 60, AssertionMinutes: > 0, OverlapDays: >= 0, CredentialDays: > 0,
            SigningKeyDays: > 0 }, "access.yaml", "tokens: thời hạn phải lớn hơn 0, thẻ truy cập không quá 60 phút");
    }
}
