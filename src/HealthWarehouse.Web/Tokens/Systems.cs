using System.Security.Claims;
using HealthWarehouse.Collect;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Systems;
using HealthWarehouse.Web.Accounts;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HealthWarehouse.Web.Tokens;

/// <summary>A system behind a request, and the scopes its key or token has.</summary>
internal sealed class SystemIdentity(string code,
    IReadOnlySet<string> scopes) : ClaimsIdentity([new(ClaimTypes.Name, code), new(KeyScheme.SenderClaim, code)], "khoyte-system")
{
    public string Code { get; } = code;

    public IReadOnlySet<string> Scopes { get; } = scopes;
}

/// <summary>
/// Who a system is, worked out anew for each request: sender, credential and grants as they stand now, whatever a token may say.
/// </summary>
internal sealed class Systems(Senders senders, Credentials credentials, Grants grants)
{
    /// <summary>By a plain key: with all scopes its system has.</summary>
    public async Task<ClaimsPrincipal?> ByKey(string key, string? source, CancellationToken stop) =>
        await senders.ByKey(key, stop) is { } known
            ? await Admit(known.Sender, known.Credential, known.Sender.AllowedScopes, source, stop) : null;

    /// <summary>
    /// By a token of ours that was found valid: what it is for ends with its credential, its system, its way of proving, and a scope taken
    /// away.
    /// </summary>
    public async Task<ClaimsPrincipal?> ByToken(ClaimsPrincipal token, string? source, CancellationToken stop)
    {
        if (token.GetClaim(TokenEndpoint.CredentialClaim) is not { } id || await credentials.Find(id, stop) is not { } credential
            || credential.Sender != token.GetClaim(Claims.Subject))
            return null;
        if (credential.EndedAt is not null || await senders.Find(credential.Sender, stop) is not { Active: true } sender
            || !sender.MayProveBy(credential.Method))
            return null;
        return await Admit(sender, credential, token.GetScopes().Where(sender.AllowedScopes.Contains).ToHashSet(), source, stop);
    }

    private async Task<ClaimsPrincipal> Admit(Sender sender, Credential credential, IReadOnlySet<string> scopes, string? source,
        CancellationToken stop)
    {
        await credentials.Used(credential, stop);
        var principal = new ClaimsPrincipal(new SystemIdentity(sender.Code, scopes));
        if (await grants.ViewerOfSystem(sender.Code, sender.Name, scopes, source, stop) is { } viewer)
            principal.AddIdentity(new ViewerIdentity(viewer));
        return principal;
    }
}
