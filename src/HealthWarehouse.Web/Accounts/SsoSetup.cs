using System.Security.Claims;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace HealthWarehouse.Web.Accounts;

/// <summary>
/// The province's SSO as an OpenID Connect client: authorization code with PKCE, state and nonce; who it is and where come from the
/// environment, what its claims mean from catalogue/sso.yaml. It only tells who came: whether an account is behind that, and what it may
/// do, is decided here.
/// </summary>
internal static class SsoSetup
{
    public const string SubjectClaim = "kyt:sso-subject", ShownClaim = "kyt:sso-shown", TwoStepsClaim = "kyt:sso-two-steps";
    public const string Answer = "/dang-nhap/sso/tra-loi", Done = "/dang-nhap/sso/xong";
    private const string SignedOut = "khoyte-da-ra";

    /// <summary>What is set must be usable, or the portal does not start.</summary>
    public static void Verify(SsoSettings settings)
    {
        if (settings.Authority.Scheme != Uri.UriSchemeHttps && !settings.Authority.IsLoopback)
            throw new DeclarationException("KHOYTE_SSO_AUTHORITY", "SSO phải dùng https");
        if (settings.SecretFile is { } file && !File.Exists(file))
            throw new DeclarationException("KHOYTE_SSO_CLIENT_SECRET", $"không có tệp '{file}'");
    }

    public static void Configure(OpenIdConnectOptions options, SsoSettings settings, SsoRules rules, Uri? address)
    {
        options.Authority = settings.Authority.ToString();
        options.RequireHttpsMetadata = !settings.Authority.IsLoopback;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.SecretFile is { } file ? File.ReadAllText(file).Trim() : null;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.BackchannelHttpHandler = Outbound.To([settings.Authority.Host, .. settings.Hosts]);
        options.UsePkce = true;
        options.DisableTelemetry = true;
        options.SaveTokens = options.GetClaimsFromUserInfoEndpoint = options.MapInboundClaims = false;
        options.SignInScheme = Schemes.Sso;
        options.CallbackPath = Answer;
        options.RemoteSignOutPath = options.SignedOutCallbackPath = PathString.Empty;
        options.Scope.Clear();
        foreach (var scope in rules.Scopes) options.Scope.Add(scope);
        // The answer comes by a plain link of the SSO: Lax cookies come along, and none goes with requests others make.
        options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Events = new()
        {
            OnRedirectToIdentityProvider = context =>
            {
                if (address is not null) context.ProtocolMessage.RedirectUri = new Uri(address, Answer).ToString();
                if (context.Request.Cookies.ContainsKey(SignedOut)) context.ProtocolMessage.Prompt = OpenIdConnectPrompt.Login;
                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                context.Principal = Told(context.Principal!, rules);
                return Task.CompletedTask;
            },
            OnRemoteFailure = Fail,
        };
    }

    /// <summary>
    /// Remembers at this browser that somebody signed out: whoever comes next is asked by the SSO, on a desk many share. Else the SSO's own
    /// session would let them in as the one before.
    /// </summary>
    public static void AskNext(HttpContext http) => http.Response.Cookies.Append(SignedOut, "1", new CookieOptions
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(30), Path = "/dang-nhap",
    });

    public static void Asked(HttpContext http) => http.Response.Cookies.Delete(SignedOut, new CookieOptions { Path = "/dang-nhap" });

    /// <summary>
    /// Where a browser signs out of the SSO and comes back from (OpenID Connect RP-Initiated Logout); null where the SSO names no such
    /// place or does not answer now.
    /// </summary>
    public static async Task<string?> WayOut(HttpContext http, SsoSettings settings, Uri? address)
    {
        try
        {
            var options = http.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(Schemes.SsoServer);
            var told = await options.ConfigurationManager!.GetConfigurationAsync(http.RequestAborted);
            if (string.IsNullOrEmpty(told.EndSessionEndpoint)) return null;
            var back = new Uri(address ?? new($"{http.Request.Scheme}://{http.Request.Host}"), "/dang-nhap");
            return QueryHelpers.AddQueryString(told.EndSessionEndpoint,
                new Dictionary<string, string?> { ["client_id"] = settings.ClientId, ["post_logout_redirect_uri"] = back.AbsoluteUri });
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Of what the SSO says only who came, and in how many steps, goes on.</summary>
    private static ClaimsPrincipal Told(ClaimsPrincipal told, SsoRules rules)
    {
        var subject = told.FindFirstValue(rules.Subject) is { Length: > 0 and <= 200 } value
            ? value : throw new AuthenticationFailureException("SSO không cho biết mã người dùng.");
        var isTwoSteps = rules.IsTwoSteps(told.FindFirstValue("acr"), told.FindAll("amr").Select(c => c.Value));
        return new(new ClaimsIdentity([new(SubjectClaim, subject), new(ShownClaim, told.FindFirstValue(rules.Shown) ?? ""),
            new(TwoStepsClaim, isTwoSteps ? "true" : "false")], Schemes.Sso));
    }

    /// <summary>A broken, late or forged answer: noted, and the person is back at the sign-in page.</summary>
    private static async Task Fail(RemoteFailureContext context)
    {
        var http = context.HttpContext;
        await http.RequestServices.GetRequiredService<AuditLog>()
            .Write(new("?", "sign-in-refused", "account", "?", Source: http.Source(), Detail: $"SSO: {context.Failure?.GetType().Name}"),
            http.RequestAborted);
        context.Response.Redirect("/dang-nhap?loi=sso");
        context.HandleResponse();
    }
}
