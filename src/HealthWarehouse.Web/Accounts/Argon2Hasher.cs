using System.Security.Cryptography;
using HealthWarehouse.Catalogue;
using Microsoft.AspNetCore.Identity;

namespace HealthWarehouse.Web.Accounts;

/// <summary>
/// Passwords as Argon2id of libsodium (TCVN 14423:2026, A4; RFC 9106), written in the PHC string format with the cost they were made at.
/// A hash of before (PBKDF2) or of another cost still verifies and is made anew at that sign-in.
/// </summary>
internal sealed class Argon2Hasher(HashRules rules) : IPasswordHasher<Account>
{
    private static readonly PasswordHasher<Account> Before = new();

    public string HashPassword(Account user, string password)
    {
        var salt = RandomNumberGenerator.GetBytes(Argon2.SaltBytes);
        return $"{Head(rules)}{Text(salt)}${Text(Derive(password, salt, rules))}";
    }

    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        if (!hashedPassword.StartsWith('$'))
            return Before.VerifyHashedPassword(user, hashedPassword, providedPassword) is PasswordVerificationResult.Failed
                ? PasswordVerificationResult.Failed : PasswordVerificationResult.SuccessRehashNeeded;
        var (cost, salt, hash) = Parse(hashedPassword);
        if (!CryptographicOperations.FixedTimeEquals(Derive(providedPassword, salt, cost), hash)) return PasswordVerificationResult.Failed;
        return cost == rules ? PasswordVerificationResult.Success : PasswordVerificationResult.SuccessRehashNeeded;
    }

    private static byte[] Derive(string password, byte[] salt, HashRules cost) =>
        Argon2.Derive(password, salt, cost.MemoryKib, cost.Passes);

    private static string Head(HashRules cost) =>
        string.Create(CultureInfo.InvariantCulture, $"$argon2id$v=19$m={cost.MemoryKib},t={cost.Passes},p=1$");

    /// <summary>$argon2id$v=19$m=…,t=…,p=1$salt$hash: libsodium works in one lane.</summary>
    private static (HashRules Cost, byte[] Salt, byte[] Hash) Parse(string text)
    {
        if (text.Split('$') is not ["", "argon2id", "v=19", var cost, var salt, var hash]
            || cost.Split(',').Select(c => c.Split('=')).ToArray() is not [["m", var memory], ["t", var passes], ["p", "1"]])
            throw new InvalidDataException("Mã băm mật khẩu trong cơ sở dữ liệu không đúng dạng.");
        return (new(Number(memory), Number(passes)), Bytes(salt), Bytes(hash));
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Bytes(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
}
