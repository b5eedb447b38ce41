using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;

namespace HealthWarehouse.Web.Rooms.SenderShapes;

/// <summary>What a login gives: two opaque words, when they end and in how many seconds that is.</summary>
internal sealed record GivenToken(string Access, string Id, string User, DateTimeOffset Expires)
{
    public int Seconds { get; init; }
}

/// <summary>Who a token belongs to.</summary>
internal sealed record HeldToken
{
    public required string IdHash { get; init; }
    public required string Proof { get; init; }
    public required string Sender { get; init; }
    public required string UserName { get; init; }
}

/// <summary>
/// Tokens of the shapes: random, short-lived, kept only as hashes. A token of one shape opens nothing else. Where the shape allows, who
/// logs in again is given the same token while it has most of its life before it: clients log in before every message, from many desks.
/// </summary>
internal sealed class SenderTokens(Operations operations, TimeProvider clock)
{
    private const int MostRemembered = 10_000;

    /// <summary>Tokens in clear, in the memory of this node alone; under the password they were given for.</summary>
    private readonly ConcurrentDictionary<string, GivenToken> _given = new();

    public async Task<GivenToken> Give(SenderShape shape, SenderLogin login, string password, CancellationToken stop)
    {
        var (now, key) = (clock.GetUtcNow(), Hash($"{shape.Code}\n{login.Sender}\n{login.UserName}\n{login.Hash}\n{password}"));
        if (shape.Token.Again && _given.TryGetValue(key, out var before) && (before.Expires - now).TotalSeconds * 2 > shape.Token.Seconds
            && await Find(shape, before.Access, before.Id, password, stop) is not null)
            return before with { Seconds = (int)(before.Expires - now).TotalSeconds };
        var given = new GivenToken(Word(), Word(), login.UserName, now.AddSeconds(shape.Token.Seconds)) { Seconds = shape.Token.Seconds };
        await operations.Write(async change =>
        {
            await change.Execute("ask/sender/token-clear", new { sender = "", shape = "", at = Text(now) });
            return await change.Execute("ask/sender/token-add",
                new { hash = Hash(given.Access), id_hash = Hash(given.Id), proof = Proof(given.Access, password), login.Sender,
                login.Shape, at = Text(now), expires = Text(given.Expires) });
        }, stop);
        if (shape.Token.Again)
        {
            if (_given.Count >= MostRemembered) _given.Clear();
            _given[key] = given;
        }
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
