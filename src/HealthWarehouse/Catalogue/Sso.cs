namespace HealthWarehouse.Catalogue;

/// <summary>Values of the claims acr and amr (OpenID Connect Core, RFC 8176) that say a person signed in there in two steps.</summary>
public sealed record SsoTwoSteps(IReadOnlyList<string> Acr, IReadOnlyList<string> Amr);

/// <summary>
/// What the province's SSO tells about people (catalogue/sso.yaml): how it is called, which claim names a person for good and which one a human reads,
/// what counts as two steps, and whether somebody may link an account by signing in with its password once. Unknown people are always refused.
/// </summary>
public sealed record SsoRules(string Act, string ValidFrom, string Name, IReadOnlyList<string> Scopes, string Subject, string Shown, SsoTwoSteps TwoSteps, bool LinkByPassword)
{
    public bool IsTwoSteps(string? acr, IEnumerable<string> amr) => (acr is not null && TwoSteps.Acr.Contains(acr)) || amr.Any(TwoSteps.Amr.Contains);
}
