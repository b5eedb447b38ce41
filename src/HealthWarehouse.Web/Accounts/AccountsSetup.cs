using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;
using HealthWarehouse.Web.Rooms.SenderShapes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HealthWarehouse.Web.Accounts;

internal static class AccountsSetup
{
    public static void AddAccounts(this WebApplicationBuilder builder, House house)
    {
        var (services, rules) = (builder.Services, house.Catalogue.Access);
        services.AddDbContext<AccountsDatabase>(options =>
        {
            if (house.Operations.Engine is Engine.Sqlite) options.UseSqlite(house.Operations.Settings);
            else options.UseNpgsql(house.Operations.Settings);
        });
        services.AddSingleton(rules).AddSingleton<Access.AccessTable>().AddSingleton(house.Operations).AddSingleton<Grants>().AddSingleton(new Sessions(house.Operations, rules.Session, house.Clock)).AddSingleton<AccountLife>();
        services.AddIdentityCore<Account>(options =>
        {
            options.Password.RequiredLength = rules.Passwords.LengthWithMfa;
            options.Lockout.MaxFailedAccessAttempts = rules.Lockout.Failures;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(rules.Lockout.Minutes);
            options.User.RequireUniqueEmail = false;
        }).AddUserStore<AccountStore>().AddPasswordValidator<PasswordLaw>().AddErrorDescriber<IdentityWords>().AddSignInManager().AddDefaultTokenProviders();
        builder.AddSessionKeys(house);
        services.AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, options => options.ForwardDefaultSelector = http => ShapeScheme.Of(http) is not null ? ShapeScheme.Name : http.Request.Headers.Authorization.Count > 0 ? Schemes.Key : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, KeyScheme>(Schemes.Key, null)
            .AddScheme<AuthenticationSchemeOptions, ShapeScheme>(ShapeScheme.Name, null)
            .AddCookie(IdentityConstants.ApplicationScheme, options => SessionCookie.Configure(options, rules.Session))
            .AddCookie(Schemes.FirstStep, options =>
            {
                options.Cookie.Name = "khoyte-1";
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            });
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.AddHostedService<IdleAccounts>();
    }
}

internal static class Schemes
{
    /// <summary>The first step of a sign-in in two steps, for five minutes.</summary>
    public const string FirstStep = "khoyte-first-step";

    public const string Any = "khoyte", Key = "khoyte-key";
}
