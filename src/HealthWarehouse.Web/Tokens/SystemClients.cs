using HealthWarehouse.Collect;
using HealthWarehouse.Guard.Systems;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HealthWarehouse.Web.Tokens;

/// <summary>
/// Clients of the token endpoint are the systems the house knows. A client has one secret in OpenIddict; ours may have several credentials
/// side by side, so that one can follow another: what proves a client is looked up there, and switches and ends count at once.
/// </summary>
internal sealed class SystemClients(
    Senders senders, Credentials credentials, ProvedBy proved, IServiceScopeFactory scopes,
    IOpenIddictApplicationCache<OpenIddictEntityFrameworkCoreApplication> cache,
        ILogger<OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication>> log,
    IOptionsMonitor<OpenIddictCoreOptions> options, IOpenIddictApplicationStore<OpenIddictEntityFrameworkCoreApplication> store)
    : OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication>(cache, log, options, store)
{
    private static readonly SemaphoreSlim EnteringOne = new(1, 1);

    /// <summary>A system that is shut out is no client; one not asked for before is entered.</summary>
    public override async ValueTask<OpenIddictEntityFrameworkCoreApplication?> FindByClientIdAsync(string identifier,
        CancellationToken cancellationToken = default)
    {
        if (await senders.Find(identifier, cancellationToken) is not { Active: true } || identifier == Sender.Local) return null;
        return await base.FindByClientIdAsync(identifier, cancellationToken) ?? await Enter(identifier, cancellationToken);
    }

    /// <summary>
    /// Enters a client. Of many first requests at once one enters it; the others find it there. It is done apart, so that a failed try
    /// leaves nothing behind in this request.
    /// </summary>
    private async Task<OpenIddictEntityFrameworkCoreApplication?> Enter(string identifier, CancellationToken stop)
    {
        await EnteringOne.WaitAsync(stop);
        try
        {
            if (await Store.FindByClientIdAsync(identifier, stop) is { } entered) return entered;
            await using var apart = scopes.CreateAsyncScope();
            await apart.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(new OpenIddictApplicationDescriptor
            {
                // never told; see ValidateClientSecretAsync
                ClientId = identifier, ClientType = ClientTypes.Confidential, ClientSecret = Guid.NewGuid().ToString(),
                Permissions = { Permissions.Endpoints.Token, Permissions.Endpoints.Revocation, Permissions.GrantTypes.ClientCredentials },
            }, stop);
        }
        catch (Exception e)
            when (e is DbUpdateException or OpenIddictExceptions.ValidationException or OpenIddictExceptions.ConcurrencyException)
        {
            // Entered by another node in the meantime, or not at all: the look below tells.
        }
        finally
        {
            EnteringOne.Release();
        }
        return await Store.FindByClientIdAsync(identifier, stop);
    }

    public override async ValueTask<bool> ValidateClientSecretAsync(OpenIddictEntityFrameworkCoreApplication application, string secret,
        CancellationToken cancellationToken = default)
    {
        if (await credentials.BySecret(secret, CredentialKind.Secret, cancellationToken) is not { } credential
            || credential.Sender != application.ClientId)
            return false;
        if (await senders.Find(credential.Sender, cancellationToken) is not { Active: true } sender
            || !sender.MayProveBy(CredentialKind.Secret))
            return false;
        proved.Credential = credential;
        return true;
    }

    public override async ValueTask<JsonWebKeySet?> GetJsonWebKeySetAsync(OpenIddictEntityFrameworkCoreApplication application,
        CancellationToken cancellationToken = default)
    {
        var set = new JsonWebKeySet();
        if (await senders.Find(application.ClientId!, cancellationToken) is { Active: true } sender
            && sender.MayProveBy(CredentialKind.PublicKey))
            foreach (var credential in await credentials.Holding(sender.Code, CredentialKind.PublicKey, cancellationToken))
                set.Keys.Add(new JsonWebKey(credential.PublicKey));
        return set;
    }
}

/// <summary>The credential a request to the token endpoint proved itself with.</summary>
internal sealed class ProvedBy
{
    public Credential? Credential { get; set; }

    /// <summary>Why what it proved itself with was not good enough; null while nothing stands against it.</summary>
    public string? Cause { get; set; }
}
