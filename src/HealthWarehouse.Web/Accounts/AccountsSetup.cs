using System.Security.Claims;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HealthWarehouse.Web.Accounts;

/// <summary>Who may do what, by name; every route names one of these or is open on purpose.</summary>
internal static class Policies
{
    /// <summary>Any signed-in person: figures without persons.</summary>
    public const string Aggregates = nameof(Aggregates);

    /// <summary>Person-level data, through Guard with a purpose.</summary>
    public const string Records = nameof(Records);

    /// <summary>Stewards and administrators: lists, replays, senders.</summary>
    public const string Stewards = nameof(Stewards);

    /// <summary>Systems and persons that may hand in deliveries.</summary>
    public const string Senders = nameof(Senders);

    /// <summary>The command line beside a running server.</summary>
    public const string Local = nameof(Local);
}

internal static class AccountsSetup
{
    public static void AddAccounts(this WebApplicationBuilder builder, House house)
    {
        builder.Services.AddDbContext<AccountsDatabase>(options =>
        {
            if (house.Operations.Engine is Engine.Sqlite) options.UseSqlite(house.Operations.Settings);
            else options.UseNpgsql(house.Operations.Settings);
        });
        builder.Services.AddIdentityCore<Account>(options =>
        {
            options.Password.RequiredLength = 14;
            options.Lockout.MaxFailedAccessAttempts = 5;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            options.User.RequireUniqueEmail = false;
        }).AddEntityFrameworkStores<AccountsDatabase>().AddSignInManager();
        builder.Services.AddScoped<IUserClaimsPrincipalFactory<Account>, AccountClaims>();
        builder.AddSessionKeys(house);

        builder.Services.AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, options => options.ForwardDefaultSelector = http => http.Request.Headers.Authorization.Count > 0 ? Schemes.Key : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, KeyScheme>(Schemes.Key, null)
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                options.Cookie.Name = "khoyte";
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.LoginPath = "/dang-nhap";
                options.AccessDeniedPath = "/khong-duoc-phep";
                options.ReturnUrlParameter = "tro-lai";
                options.ExpireTimeSpan = TimeSpan.FromHours(8);
                options.SlidingExpiration = true;
                options.Events.OnRedirectToLogin = context => Refuse(context, StatusCodes.Status401Unauthorized);
                options.Events.OnRedirectToAccessDenied = context => Refuse(context, StatusCodes.Status403Forbidden);
            });
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Policies.Aggregates, p => p.RequireAssertion(c => c.User.Viewer() is not null))
            .AddPolicy(Policies.Records, p => p.RequireAssertion(c => c.User.Viewer() is { MayReadRecords: true }))
            .AddPolicy(Policies.Stewards, p => p.RequireAssertion(c => c.User.Viewer() is { Role: Guard.Role.Steward or Guard.Role.Administrator }))
            .AddPolicy(Policies.Senders, p => p.RequireAssertion(c => c.User.SenderCode() is not null))
            .AddPolicy(Policies.Local, p => p.RequireClaim(KeyScheme.LocalClaim));
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddHttpContextAccessor();
    }

    /// <summary>Pages go to the sign-in page; the API answers with its status.</summary>
    private static Task Refuse(RedirectContext<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.Path.IsForSystems()) context.Response.StatusCode = status;
        else context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    /// <summary>The viewer behind a principal; null for a sender's key or nobody.</summary>
    public static Guard.Viewer? Viewer(this ClaimsPrincipal user)
    {
        if (user.FindFirstValue(AccountClaims.Role) is not { } role) return null;
        var facilities = user.FindFirstValue(AccountClaims.Facilities) is { Length: > 0 } list ? list.Split(';') : null;
        return new(user.Identity?.Name ?? "", user.FindFirstValue(AccountClaims.FullName) ?? "", Enum.Parse<Guard.Role>(role), facilities);
    }

    /// <summary>The sender behind a principal: that of its key, or the house's own for stewards and the command line.</summary>
    public static string? SenderCode(this ClaimsPrincipal user) => user.FindFirstValue(KeyScheme.SenderClaim);
}

internal static class Schemes
{
    public const string Any = "khoyte", Key = "khoyte-key";
}
