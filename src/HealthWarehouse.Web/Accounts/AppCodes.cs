using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Guard.Accounts;
using Microsoft.AspNetCore.Identity;

namespace HealthWarehouse.Web.Accounts;

/// <summary>
/// Codes of authenticator apps (RFC 6238: SHA-1, 30 seconds, 6 digits), each good once: the framework's own provider takes one as often,
/// and written in as many ways, as somebody types it while it lasts.
/// </summary>
internal sealed class AppCodes(CodeSteps steps, TimeProvider clock) : IUserTwoFactorTokenProvider<Account>
{
    private const int StepSeconds = 30, Digits = 6;

    /// <summary>Steps a phone's clock may be late or early.</summary>
    private const int Drift = 1;

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user) =>
        await manager.GetAuthenticatorKeyAsync(user) is { Length: > 0 } key && await Use(user, key, token);

    /// <summary>Whether a code is right for a key and not used before; it is used up then.</summary>
    public async Task<bool> Use(Account account, string key, string code) =>
        StepOf(key, code) is { } step && await steps.Use(account.UserName!, step);

    /// <summary>An app makes its codes itself.</summary>
    public Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user) => Task.FromResult("");

    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) =>
        await manager.GetAuthenticatorKeyAsync(user) is { Length: > 0 };

    /// <summary>The time step a code belongs to; null when it is not six digits of one about now.</summary>
    private long? StepOf(string key, string code)
    {
        if (code.Length != Digits || !code.All(char.IsAsciiDigit)) return null;
        var (typed, secret, now) = (Encoding.ASCII.GetBytes(code), Base32(key), clock.GetUtcNow().ToUnixTimeSeconds() / StepSeconds);
        for (var step = now - Drift; step <= now + Drift; step++)
            if (CryptographicOperations.FixedTimeEquals(typed, Encoding.ASCII.GetBytes(CodeAt(secret, step)))) return step;
        return null;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350",
        Justification = "RFC 6238 and every authenticator app use SHA-1 here.")]
    private static string CodeAt(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = HMACSHA1.HashData(secret, counter);
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & 0x7fffffff;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    /// <summary>Bytes of a key as apps are told it (RFC 4648, no padding).</summary>
    private static byte[] Base32(string key)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        const int bitsOfLetter = 5, bitsOfByte = 8;
        var bytes = new List<byte>(key.Length);
        var (held, bits) = (0, 0);
        foreach (var letter in key)
        {
            (held, bits) = ((held << bitsOfLetter) | letters.IndexOf(letter, StringComparison.Ordinal), bits + bitsOfLetter);
            if (bits < bitsOfByte) continue;
            bits -= bitsOfByte;
            bytes.Add((byte)(held >> bits));
            held &= (1 << bits) - 1;
        }
        return [.. bytes];
    }
}
