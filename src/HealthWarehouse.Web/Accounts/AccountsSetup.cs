using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Rooms.SenderShapes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace HealthWarehouse.Web.Accounts;

internal static class AccountsSetup
{
    public static void AddAccounts(this WebApplicationBuilder builder, House house)
    {
        var (services, rules) = (builder.Services, house.Catalogue.Access);
        services.AddDbContext<AccountsDatabase>(options => options.Use(house.Operations));
        services.AddSingleton(rules).AddSingleton<Access.AccessTable>().AddSingleton(house.Operations).AddSingleton<Grants>()
            .AddSingleton(new Sessions(house.Operations, rules.Session, house.Clock)).AddSingleton<AccountLife>()
            .AddSingleton<SignInTries>().AddSingleton<CodeSteps>().AddSingleton<ProofRoom>().AddSingleton<SpentCodes>()
            .AddSingleton<PasswordAges>().AddScoped<Passkeys>();
        services.AddSingleton(rules.Tickets).AddSingleton(rules.Lockout).AddSingleton<Tickets>().AddSingleton<ProofLocks>()
            .AddSingleton<AppPasswords>().AddScoped<SecondSteps>().AddScoped<AppEnrolment>();
        services.AddSingleton<IPasswordHasher<Account>>(new Argon2Hasher(house.Settings.HashMemoryKib is { } kib
            ? rules.Hashing with { MemoryKib = kib } : rules.Hashing));
        var passkeys = new PasskeyAddress(house.Settings.Address);
        services.AddSingleton(passkeys).Configure<IdentityPasskeyOptions>(passkeys.Configure);
        services.AddIdentityCore<Account>(options =>
        {
            options.Password.RequiredLength = 1;       // PasswordLaw says how long it must be
            options.User.RequireUniqueEmail = false;
            options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        }).AddUserStore<AccountStore>().AddPasswordValidator<PasswordLaw>().AddErrorDescriber<IdentityWords>().AddSignInManager()
            .AddDefaultTokenProviders().AddTokenProvider<AppCodes>(TokenOptions.DefaultAuthenticatorProvider);
        builder.AddSessionKeys(house);
        var authentication = services.AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, options => options.ForwardDefaultSelector = http => ShapeScheme.Of(http) is not null
                ? ShapeScheme.Name : AppScheme.IsFor(http) ? Schemes.App
                : http.Request.Headers.Authorization.Count > 0 ? Schemes.Key : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, KeyScheme>(Schemes.Key, null)
            .AddScheme<AuthenticationSchemeOptions, AppScheme>(Schemes.App, null)
            .AddScheme<AuthenticationSchemeOptions, ShapeScheme>(ShapeScheme.Name, null)
            .AddCookie(IdentityConstants.ApplicationScheme, options => SessionCookie.Configure(options, rules.Session))
            .AddCookie(Schemes.FirstStep, options => ShortLived(options, "khoyte-1", 5))
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, options => ShortLived(options, "khoyte-pk", 5))
            .AddCookie(Schemes.Sso, options => ShortLived(options, "khoyte-sso", 10));
        if (house.Settings.Sso is { } sso)
        {
            SsoSetup.Verify(sso);
            authentication.AddOpenIdConnect(Schemes.SsoServer, options =>
                SsoSetup.Configure(options, sso, house.Catalogue.Sso, house.Settings.Address));
        }
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.AddHostedService<IdleAccounts>();
    }

    /// <summary>A cookie that carries somebody from one step of a sign-in to the next, and lets nobody in.</summary>
    private static void ShortLived(Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions options, string name,
        int minutes)
    {
        options.Cookie.Name = name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromMinutes(minutes);
        options.SlidingExpiration = false;
    }
}

internal static class Schemes
{
    /// <summary>The first step of a sign-in in two steps, for five minutes.</summary>
    public const string FirstStep = "khoyte-first-step";

    /// <summary>Somebody the province's SSO sent, not yet let in; and the SSO itself.</summary>
    public const string Sso = "khoyte-from-sso", SsoServer = "sso";

    public const string Any = "khoyte", Key = "khoyte-key", App = "khoyte-app";
}
