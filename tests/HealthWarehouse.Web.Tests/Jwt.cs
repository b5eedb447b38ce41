using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Signed assertions and forged tokens (RFC 7515), written apart from the library the portal uses, so that wrong ones can be made too.
/// </summary>
internal static class Jwt
{
    public static string Of(object header, object payload, Func<byte[], byte[]> sign)
    {
        var content = $"{Part(JsonSerializer.SerializeToUtf8Bytes(header))}.{Part(JsonSerializer.SerializeToUtf8Bytes(payload))}";
        return $"{content}.{Part(sign(Encoding.ASCII.GetBytes(content)))}";
    }

    /// <summary>An assertion of a client as it should be, or with something else in a claim; a null claim is left out.</summary>
    public static string Assertion(string client, string audience, ECDsa key, string? kid = null, int seconds = 60, string? jti = "",
        string? subject = null, string alg = "ES256", Func<byte[], byte[]>? sign = null, string? typ = "client-authentication+jwt",
        Func<long, (string Name, object Value)>? claim = null, (string Name, object Value)? inHeader = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new Dictionary<string,
            object> { ["iss"] = client, ["sub"] = subject ?? client, ["aud"] = audience, ["iat"] = now, ["exp"] = now + seconds };
        if (jti is not null) claims["jti"] = jti.Length > 0 ? jti : Guid.NewGuid().ToString();
        var header = new Dictionary<string, object> { ["alg"] = alg };
        if (typ is not null) header["typ"] = typ;
        if (kid is not null) header["kid"] = kid;
        if (claim?.Invoke(now) is var (name, value)) claims[name] = value;
        if (inHeader is var (also, meaning)) (header["crit"], header[also]) = (new[] { also }, meaning);
        return Of(header, claims, sign ?? (content => key.SignData(content, HashAlgorithmName.SHA256)));
    }

    public static JsonElement Payload(string token) => JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;

    public static JsonElement Header(string token) => JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[0])).RootElement;

    public static string Part(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
