using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using HealthWarehouse.Concepts;

namespace HealthWarehouse.Guard.Systems;

/// <summary>A public key as a JSON Web Key, and its id: the one it came with, else its thumbprint (RFC 7638).</summary>
public sealed record PublicKey(string Id, string Jwk);

/// <summary>
/// Reads public keys of systems: PEM, a JWK or a set of one. Only RSA from 2048 bits and the NIST curves; a private or shared key is sent
/// back.
/// </summary>
public static class PublicKeys
{
    private const string Help = "Hãy dán khoá công khai dạng PEM (BEGIN PUBLIC KEY) hoặc JWK/JWKS có đúng một khoá.";

    private const string OtherCurve = "Chỉ nhận đường cong P-256, P-384, P-521.";
    private static readonly (string Name, ECCurve Curve)[] Curves =
        [("P-256", ECCurve.NamedCurves.nistP256), ("P-384", ECCurve.NamedCurves.nistP384), ("P-521", ECCurve.NamedCurves.nistP521)];

    public static PublicKey Read(string text)
    {
        try
        {
            return text.TrimStart().StartsWith('{') ? FromJson(text) : FromPem(text);
        }
        catch (Exception e)
            when (e is CryptographicException or JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException
            or FormatException)
        {
            throw new FieldException("public_key", $"Không đọc được khoá công khai. {Help}", e);
        }
    }

    private static PublicKey FromPem(string text)
    {
        if (text.Contains("PRIVATE", StringComparison.Ordinal)) throw Private();
        if (!PemEncoding.TryFind(text, out var fields) || text[fields.Label] != "PUBLIC KEY") throw new FieldException("public_key", Help);
        using var certain = RSA.Create();
        var bytes = Convert.FromBase64String(text[fields.Base64Data]);
        try
        {
            certain.ImportSubjectPublicKeyInfo(bytes, out _);
            return OfRsa(certain.ExportParameters(false), null);
        }
        catch (CryptographicException)
        {
            using var curve = ECDsa.Create();
            curve.ImportSubjectPublicKeyInfo(bytes, out _);
            return OfCurve(curve.ExportParameters(false), null);
        }
    }

    private static PublicKey FromJson(string text)
    {
        using var json = JsonDocument.Parse(text);
        var key = json.RootElement;
        if (key.TryGetProperty("keys", out var keys))
            key = keys.GetArrayLength() == 1 ? keys[0] : throw new FieldException("public_key", Help);
        if (key.TryGetProperty("d", out _)) throw Private();
        var id = key.TryGetProperty("kid", out var kid) && kid.GetString() is { Length: > 0 and <= 200 } given ? given : null;
        return key.GetProperty("kty").GetString() switch
        {
            "RSA" => OfRsa(new() { Modulus = Part(key, "n"), Exponent = Part(key, "e") }, id),
            "EC" => OfCurve(new() { Curve = Curve(key.GetProperty("crv").GetString()),
                Q = new() { X = Part(key, "x"), Y = Part(key, "y") } }, id),
            _ => throw new FieldException("public_key", "Chỉ nhận khoá RSA hoặc EC; khoá chung (oct) không dùng được."),
        };
    }

    private static PublicKey OfRsa(RSAParameters key, string? id)
    {
        using var checking = RSA.Create(key);
        if (checking.KeySize < 2048) throw new FieldException("public_key", "Khoá RSA phải từ 2048 bit.");
        var core = $$"""{"e":"{{Text(key.Exponent!)}}","kty":"RSA","n":"{{Text(key.Modulus!)}}"}""";
        return Of(core, id);
    }

    private static PublicKey OfCurve(ECParameters key, string? id)
    {
        using var checking = ECDsa.Create(key);   // a point that is not on the curve is refused here
        var curve = Array.Find(Curves, c => c.Curve.Oid.Value == key.Curve.Oid.Value).Name
            ?? throw new FieldException("public_key", OtherCurve);
        var point = checking.ExportParameters(false).Q;
        var core = $$"""{"crv":"{{curve}}","kty":"EC","x":"{{Text(point.X!)}}","y":"{{Text(point.Y!)}}"}""";
        return Of(core, id);
    }

    private static PublicKey Of(string core, string? id)
    {
        id ??= Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(core)));
        return new(id, $$"""{{core[..^1]}},"kid":{{JsonSerializer.Serialize(id)}},"use":"sig"}""");
    }

    private static ECCurve Curve(string? name) =>
        Array.Find(Curves, c => c.Name == name) is { Name: not null } known
            ? known.Curve : throw new FieldException("public_key", OtherCurve);

    private static byte[] Part(JsonElement key, string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString()!);

    private static string Text(byte[] part) => Base64Url.EncodeToString(part);

    private static RefusedException Private() =>
        new("Đây là khoá bí mật. Chỉ gửi khoá công khai; khoá bí mật này coi như đã lộ, hãy tạo cặp khoá khác.");
}
