using System.Security.Claims;
using HealthWarehouse.Operate;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// A province's SSO: a real OpenID Connect server (authorization code, PKCE) on a port of its own, where whoever comes is the person the
/// test says.
/// </summary>
internal sealed class TestSso : IAsyncDisposable
{
    private const string Secret = "bi-mat-cua-kho";
    private readonly SqliteConnection _store = new("DataSource=:memory:");
    private readonly string _secretFile = Path.GetTempFileName();
    private WebApplication _app = null!;

    public string Subject { get; set; } = "nguoi-1";
    public string[] Amr { get; set; } = ["pwd"];
    public string? FalseIssuer { get; set; }
    public HandClock Clock { get; } = new();

    public string Url => _app.Urls.First();

    public SsoSettings Settings => new(new(Url), "khoyte", _secretFile);

    public static async Task<TestSso> Open()
    {
        var sso = new TestSso();
        await sso._store.OpenAsync();
        await File.WriteAllTextAsync(sso._secretFile, Secret + "\n");
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(sso.Clock);
        builder.Services.AddDbContext<Store>(options => options.UseSqlite(sso._store).UseOpenIddict());
        builder.Services.AddOpenIddict().AddCore(core => core.UseEntityFrameworkCore().UseDbContext<Store>()).AddServer(sso.Configure);
        sso._app = builder.Build();
        sso._app.MapGet("/authorize", sso.Authorize);
        sso._app.MapGet("/logout", () => Results.SignOut(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]));
        using (var scope = sso._app.Services.CreateScope())
            await scope.ServiceProvider.GetRequiredService<Store>().Database.EnsureCreatedAsync();
        await sso._app.StartAsync();
        return sso;
    }

    /// <summary>Makes a portal known, as the province's administrator would.</summary>
    public async Task Register(TestPortal portal)
    {
        using var scope = _app.Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = "khoyte", ClientSecret = Secret, RedirectUris = { new(portal.Url + "/dang-nhap/sso/tra-loi") },
            PostLogoutRedirectUris = { new(portal.Url + "/dang-nhap") },
            Permissions = { Permissions.Endpoints.Authorization, Permissions.Endpoints.EndSession, Permissions.Endpoints.Token,
                Permissions.GrantTypes.AuthorizationCode,
                Permissions.ResponseTypes.Code, Permissions.Scopes.Profile },
        });
    }

    private void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetEndSessionEndpointUris("logout")
            .AllowAuthorizationCodeFlow()
            .RequireProofKeyForCodeExchange().RegisterScopes(Scopes.Profile);
        server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
        server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough()
            .DisableTransportSecurityRequirement();
        server.AddEventHandler<OpenIddictServerEvents.GenerateTokenContext>(handler =>
            handler.SetOrder(int.MinValue + 1).UseInlineHandler(context =>
        {
            if (FalseIssuer is not null && context.TokenType == TokenTypeIdentifiers.IdentityToken)
                context.Principal.SetClaim(Claims.Private.Issuer, FalseIssuer);
            return default;
        }));
    }

    private IResult Authorize(HttpContext http)
    {
        var identity = new ClaimsIdentity("sso", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, Subject).SetClaim(Claims.PreferredUsername, $"{Subject}@tinh.example")
            .SetClaims(Claims.AuthenticationMethodReference, [.. Amr]);
        identity.SetScopes(http.GetOpenIddictServerRequest()!.GetScopes()).SetDestinations(_ => [Destinations.IdentityToken]);
        return Results.SignIn(new(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _store.DisposeAsync();
        File.Delete(_secretFile);
    }

    private sealed class Store(DbContextOptions<Store> options) : DbContext(options);
}
