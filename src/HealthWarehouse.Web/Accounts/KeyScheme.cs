using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpenIddict.Validation.AspNetCore;

namespace HealthWarehouse.Web.Accounts;

/// <summary>
/// Bearer keys and tokens: of a system, or the key this server gave the command line beside it (DATA/running.json), which holds on this
/// machine only.
/// </summary>
internal sealed class KeyScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder,
    Systems systems, RunningServer running)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string SenderClaim = "kyt:sender";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var key = header["Bearer ".Length..].Trim();
        if (Context.IsHere() && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(running.Key)))
            return AuthenticateResult.Success(new(
                new(new ViewerIdentity(Guard.Viewer.House with { Source = Context.Source() }) { IsLocal = true }), Scheme.Name));
        var system = key.Contains('.', StringComparison.Ordinal)
            ? await ByToken() : await systems.ByKey(key, Context.Source(), Context.RequestAborted);
        return system is null
            ? AuthenticateResult.Fail("Khoá hoặc thẻ không đúng, hết hạn hoặc đã ngừng dùng.")
            : AuthenticateResult.Success(new(system, Scheme.Name));
    }

    /// <summary>Tells a system that its key or token does not hold (RFC 6750).</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Task.CompletedTask;
    }

    private async Task<ClaimsPrincipal?> ByToken() =>
        await Context.AuthenticateAsync(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme) is { Succeeded: true,
            Principal: { } token } ? await systems.ByToken(token, Context.Source(), Context.RequestAborted) : null;
}

/// <summary>
/// Address and key of the server that holds the data folder, left in DATA/running.json for the command line of the same account.
/// </summary>
internal sealed class RunningServer
{
    public string Key { get; init; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
    public string Url { get; set; } = "";

    public static string PathIn(string data) => Path.Combine(data, "running.json");

    public void Announce(string data, string url)
    {
        Url = url;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(PathIn(data), options);
        System.Text.Json.JsonSerializer.Serialize(file, this);
    }

    public static RunningServer? Find(string data)
    {
        if (!File.Exists(PathIn(data))) return null;
        using var file = File.OpenRead(PathIn(data));
        return System.Text.Json.JsonSerializer.Deserialize<RunningServer>(file);
    }
}
