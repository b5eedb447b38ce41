using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HealthWarehouse.Collect;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Systems;
using HealthWarehouse.Web.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace HealthWarehouse.Web.Tests;

/// <summary>What specifications of tokens do over and over: systems with credentials, the token endpoint, a call with a token.</summary>
internal static class TokenPortal
{
    private static readonly string[] OfSenders = ["deliveries.write", "deliveries.read", "episodes.write"];

    /// <summary>A system bound to facilities, with scopes.</summary>
    public static async Task System(this TestPortal portal, string code, string facilities = "99001", params string[] scopes) =>
        await portal.Services.GetRequiredService<SenderDesk>()
            .Add(new(code, $"Hệ thống {code}", facilities, scopes.Length > 0 ? scopes : OfSenders), Viewer.House);

    public static async Task<string> Secret(this TestPortal portal, string code, CredentialKind kind = CredentialKind.Secret) =>
        (await portal.House.Credentials.Make(new(code, kind, "thử"), Viewer.House)).Secret!;

    /// <summary>Registers the public half; PEM as an administrator would paste it.</summary>
    public static async Task<Credential> Register(this TestPortal portal, string code, AsymmetricAlgorithm key) =>
        (await portal.House.Credentials.Make(new(code, CredentialKind.PublicKey, "thử", key.ExportSubjectPublicKeyInfoPem()),
            Viewer.House)).Made;

    public static string Issuer(this TestPortal portal) => $"{portal.Url}/";

    /// <summary>Asks the token endpoint; gives the status and the answer.</summary>
    public static async Task<(HttpStatusCode Status, JsonElement Body)> Ask(this TestPortal portal, string endpoint,
        (string User, string Password)? basic, params (string Key, string Value)[] fields)
    {
        using var client = portal.Anonymous();
        if (basic is { } b)
            client.DefaultRequestHeaders.Authorization =
                new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{b.User}:{b.Password}")));
        using var form = new FormUrlEncodedContent(fields.ToDictionary(f => f.Key, f => f.Value));
        using var answer = await client.PostAsync($"/connect/{endpoint}", form);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public static Task<(HttpStatusCode Status, JsonElement Body)> AskWithSecret(this TestPortal portal, string code, string secret,
        string? scope = null) =>
        portal.Ask("token", (code, secret),
            [("grant_type", "client_credentials"), .. scope is null ? Array.Empty<(string, string)>() : [("scope", scope)]]);

    public static Task<(HttpStatusCode Status, JsonElement Body)> AskWithAssertion(this TestPortal portal, string assertion,
        string? client = null) =>
        portal.Ask("token", null,
            [("grant_type", "client_credentials"), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion), .. client is null ? Array.Empty<(string, string)>() : [("client_id", client)]]);

    public static async Task<string> Token(this TestPortal portal, string code, string secret, string? scope = null)
    {
        var (status, body) = await portal.AskWithSecret(code, secret, scope);
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        return body.GetProperty("access_token").GetString()!;
    }

    public static HttpClient With(this TestPortal portal, string bearer)
    {
        var client = portal.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", bearer);
        return client;
    }

    /// <summary>How a sender's own door answers a key or token; 404 = let in, there is only no such delivery.</summary>
    public static async Task<HttpStatusCode> Knock(this TestPortal portal, string bearer)
    {
        using var client = portal.With(bearer);
        using var answer = await client.GetAsync("/api/v1/deliveries/khong-co");
        return answer.StatusCode;
    }

    public static Task<IReadOnlyList<string>> Audited(this TestPortal portal, string account, string action) =>
        portal.House.Operations.QueryText<string>(
            "select coalesce(detail, '') from audit where account = $account and action = $action order by seq", new { account, action });
}
