namespace HealthWarehouse.Catalogue;

/// <summary>Values of the claim amr (RFC 8176) by what they prove: something one knows, has, or is.</summary>
public sealed record SsoFactors(IReadOnlyList<string> Knowledge, IReadOnlyList<string> Possession, IReadOnlyList<string> Inherence)
{
    public IReadOnlyList<IReadOnlyList<string>> Kinds => [Knowledge, Possession, Inherence];
}

/// <summary>
/// When the SSO has asked for two steps: a declared value of the claim acr (OpenID Connect Core), or values of amr of two different kinds.
/// </summary>
public sealed record SsoTwoSteps(IReadOnlyList<string> Acr, SsoFactors Amr);

/// <summary>
/// What the province's SSO tells about people (catalogue/sso.yaml): how it is called, which claim names a person for good and which one a
/// human reads, what counts as two steps, and whether somebody may link an account by signing in with its password once. Unknown people are
/// always refused.
/// </summary>
public sealed record SsoRules(string Act, string ValidFrom, string Name, IReadOnlyList<string> Scopes, string Subject, string Shown,
    SsoTwoSteps TwoSteps, bool LinkByPassword, bool AskAgain = false, bool SignOut = false)
{
    private const int Two = 2;

    public bool IsTwoSteps(string? acr, IEnumerable<string> amr) => (acr is not null && TwoSteps.Acr.Contains(acr))
        || (amr.ToHashSet() is var told && TwoSteps.Amr.Kinds.Count(kind => kind.Any(told.Contains)) >= Two);

    /// <summary>A value that stood for two kinds would be two steps by itself.</summary>
    internal void Verify() =>
        CatalogueRules.Require(TwoSteps.Amr.Kinds.SelectMany(kind => kind.Distinct()).GroupBy(v => v).All(g => g.Count() == 1), "sso.yaml",
            "two_steps.amr: một giá trị chỉ thuộc một loại yếu tố");
}
