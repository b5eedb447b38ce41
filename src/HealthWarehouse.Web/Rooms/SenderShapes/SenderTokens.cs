using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;

namespace HealthWarehouse.Web.Rooms.SenderShapes;

/// <summary>What a login gives: two opaque words and when they end.</summary>
internal sealed record GivenToken(string Access, string Id, string User, DateTimeOffset Expires);

/// <summary>Who a token belongs to.</summary>
internal sealed record HeldToken
{
    public required string IdHash { get; init; }
    public required string Proof { get; init; }
    public required string Sender { get; init; }
    public required string UserName { get; init; }
}

/// <summary>Tokens of the shapes: random, short-lived, kept only as hashes. A token of one shape opens nothing else.</summary>
internal sealed class SenderTokens(Operations operations, TimeProvider clock)
{
    public async Task<GivenToken> Give(SenderShape shape, SenderLogin login, string password, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var given = new GivenToken(Word(), Word(), login.UserName, now.AddSeconds(shape.Token.Seconds));
        await operations.Write(async change =>
        {
            await change.Execute("ask/sender/token-clear", new { sender = "", shape = "", at = Text(now) });
            return await change.Execute("ask/sender/token-add",
                new { hash = Hash(given.Access), id_hash = Hash(given.Id), proof = Proof(given.Access, password), login.Sender,
                login.Shape, at = Text(now), expires = Text(given.Expires) });
        }, stop);
        return given;
    }

    /// <summary>The token if it holds and everything the shape sends beside it fits; else null.</summary>
    public async Task<HeldToken?> Find(SenderShape shape, string access, string? id, string? password, CancellationToken stop)
    {
        if (await operations.One<HeldToken>("ask/sender/token-find",
            new { hash = Hash(access), shape = shape.Code, at = Text(clock.GetUtcNow()) }, stop) is not { } held)
            return null;
        var fits = shape.Token.IdHeader is null || Same(held.IdHash, Hash(id ?? ""));
        fits &= shape.Token.PasswordHeader is null || Same(held.Proof, Proof(access, SenderLogins.Normal(shape, password ?? "")));
        return fits ? held : null;
    }

    /// <summary>Ties a password to a token: worth nothing to who has only the database, since the token is not in it.</summary>
    private static string Proof(string access, string password) => Hash($"{access}\n{password}");

    private static string Word() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string Hash(string word) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(word)));

    private static bool Same(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(a), Encoding.ASCII.GetBytes(b));

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("s", CultureInfo.InvariantCulture);
}
