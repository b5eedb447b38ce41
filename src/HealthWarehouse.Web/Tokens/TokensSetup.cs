using System.Security.Cryptography;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Accounts;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using OpenIddict.Server;
using OpenIddict.Validation;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace HealthWarehouse.Web.Tokens;

/// <summary>The portal's own OAuth 2.0 server (OpenIddict) for systems: client credentials, revocation, discovery.</summary>
internal static class TokensSetup
{
    private const int First = int.MinValue + 100_000;

    public static void AddTokens(this WebApplicationBuilder builder, House house)
    {
        var (services, rules) = (builder.Services, house.Catalogue.Access);
        services.AddDbContext<TokensDatabase>(options => options.Use(house.Operations));
        services.AddSingleton(rules.Tokens).AddSingleton(house.Credentials)
            .AddSingleton(new Collect.SenderDesk(house.Operations, house.Senders, house.Catalogue, house.Audit, house.Clock));
        services.AddSingleton<TokenKeys>().AddScoped<ProvedBy>().AddScoped<Systems>();
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>,
            TokenKeysChange<OpenIddictServerOptions>>().AddSingleton<IOptionsChangeTokenSource<OpenIddictValidationOptions>,
            TokenKeysChange<OpenIddictValidationOptions>>();
        services.AddOptions<OpenIddictServerOptions>()
            .Configure<TokenKeys>((options, keys) => options.SigningCredentials.AddRange(keys.Signing));
        services.AddOpenIddict()
            .AddCore(core => core.ReplaceApplicationManager<OpenIddictEntityFrameworkCoreApplication, SystemClients>()
                .UseEntityFrameworkCore().UseDbContext<TokensDatabase>())
            .AddServer(server => Configure(server, house))
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseAspNetCore();
                validation.EnableTokenEntryValidation();
            });
        services.AddRateLimiter(_ => { });
        builder.Logging.AddFilter("OpenIddict", LogLevel.Warning);
        services.AddHostedService<TokenCare>();
    }

    private static void Configure(OpenIddictServerBuilder server, House house)
    {
        var rules = house.Catalogue.Access;
        server.SetTokenEndpointUris("connect/token").SetRevocationEndpointUris("connect/revoke").AllowClientCredentialsFlow();
        if (house.Settings.Address is { } address) server.SetIssuer(address);
        server.RegisterScopes([.. rules.Scopes.Select(s => s.Id)]).IgnoreScopePermissions().DisableAuthorizationStorage();
        server.SetAccessTokenLifetime(TimeSpan.FromMinutes(rules.Tokens.AccessMinutes));
        // An access token names a client and its scopes; nothing else is ever sealed for a client, so that a key of this start will do, and
        // random bytes are one at once.
        server.DisableAccessTokenEncryption().AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
        server.AddEventHandler<ProcessAuthenticationContext>(handler => handler.UseScopedHandler<AssertionShape>()
            .SetOrder(OpenIddictServerHandlers.ValidateClientAssertion.Descriptor.Order - 1));
        server.AddEventHandler<ProcessAuthenticationContext>(handler => handler.UseScopedHandler<AssertionRule>()
            .SetOrder(OpenIddictServerHandlers.ValidateClientId.Descriptor.Order - 1));
        server.AddEventHandler<HandleRevocationRequestContext>(handler =>
            handler.UseSingletonHandler<RevocationRule>().SetOrder(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor.Order - 1));
        server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseScopedHandler<TokenNotes>().SetOrder(First));
        server.AddEventHandler<ApplyRevocationResponseContext>(handler => handler.UseScopedHandler<TokenNotes>().SetOrder(First));
        server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseScopedHandler<TokenCauses>()
            .SetOrder(AttachWwwAuthenticateHeader<ApplyTokenResponseContext>.Descriptor.Order + 1));
        server.AddEventHandler<ApplyRevocationResponseContext>(handler => handler.UseScopedHandler<TokenCauses>()
            .SetOrder(AttachWwwAuthenticateHeader<ApplyRevocationResponseContext>.Descriptor.Order + 1));
        if (rules.Tokens.PlainAssertions) AssertionForms.Add(server);
        // TokenDoor refuses plain HTTP from elsewhere
        server.UseAspNetCore().EnableTokenEndpointPassthrough().DisableTransportSecurityRequirement();
    }
}

/// <summary>Once an hour: keys turn when they are old enough, and tokens that died leave the database.</summary>
internal sealed class TokenCare(TokenKeys keys, IServiceProvider services, TimeProvider clock, ILogger<TokenCare> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        try
        {
            do await Care(stoppingToken);
            while (await hourly.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the next start looks again.
        }
    }

    private async Task Care(CancellationToken stop)
    {
        try
        {
            await keys.Turn(stop: stop);
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(clock.GetUtcNow().AddDays(-1), stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Chưa dọn được thẻ cũ; giờ sau làm lại.");
        }
    }
}
