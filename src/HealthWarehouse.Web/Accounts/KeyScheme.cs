using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using HealthWarehouse.Collect;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace HealthWarehouse.Web.Accounts;

/// <summary>Bearer keys: a sender's own, or the one this server gave the command line beside it (DATA/running.json).</summary>
internal sealed class KeyScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, Senders senders, RunningServer running)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string SenderClaim = "kyt:sender";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var key = header["Bearer ".Length..].Trim();
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(running.Key)))
            return AuthenticateResult.Success(new(new(new ViewerIdentity(Guard.Viewer.House with { Source = Context.Source() }) { IsLocal = true }), Scheme.Name));
        if (await senders.ByKey(key, Context.RequestAborted) is not { } sender) return AuthenticateResult.Fail("Khoá không đúng hoặc đã ngừng dùng.");
        return Success(sender.Code, [new(SenderClaim, sender.Code)]);
    }

    private AuthenticateResult Success(string name, IEnumerable<Claim> claims) =>
        AuthenticateResult.Success(new(new(new ClaimsIdentity(claims.Append(new(ClaimTypes.Name, name)), Scheme.Name)), Scheme.Name));
}

/// <summary>Address and key of the server that holds the data folder, left in DATA/running.json for the command line of the same account.</summary>
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
