using System.Security.Cryptography;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace HealthWarehouse.Web.Accounts;

/// <summary>A key offered to a session for its authenticator app, and the same sealed: it goes with the form and comes back.</summary>
internal sealed record AppOffer(string Key, string Sealed);

/// <summary>
/// Setting up an authenticator app. The key is made for one session and ten minutes, and stands nowhere before its owner has shown a code
/// of it: whoever looked at the page of an account before, with a password they set or found, knows another one. Faults come as a
/// RefusedException with words for the owner.
/// </summary>
internal sealed class AppEnrolment(UserManager<Account> users, IUserStore<Account> store, AppCodes codes, SecondSteps steps,
    ProofLocks locks, ProofRoom room, AuditLog audit, IDataProtectionProvider protection, TimeProvider clock)
{
    private const int RecoveryCodes = 10;
    private static readonly TimeSpan Standing = TimeSpan.FromMinutes(10);
    private readonly IDataProtector _seal = protection.CreateProtector("authenticator-offer");

    public AppOffer Offer(Account account, Session session)
    {
        var key = users.GenerateNewAuthenticatorKey();
        var until = clock.GetUtcNow().Add(Standing).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new(key, _seal.Protect(string.Join('|', account.Id, session.Id, until, key)));
    }

    /// <summary>The offer that came back; null when it was made for another session, is too old or was tampered with.</summary>
    public AppOffer? Read(string? sealedOffer, Account account, Session session)
    {
        try
        {
            return _seal.Unprotect(sealedOffer ?? "").Split('|') is [var id, var whose, var until, var key]
                && id == account.Id && whose == session.Id && long.Parse(until, CultureInfo.InvariantCulture) > clock.GetUtcNow()
                    .ToUnixTimeSeconds() ? new(key, sealedOffer!) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Switches two-step sign-in on once a code of the offered key was shown; gives the recovery codes.</summary>
    public async Task<IReadOnlyList<string>> Confirm(Account account, Session session, AppOffer offer, string code, string? ticket,
        CancellationToken stop)
    {
        if (account.TwoFactorEnabled) throw new RefusedException("Tài khoản đã bật xác thực hai bước.");
        await steps.Demand(account, session.TwoSteps, session.Way, ticket, stop);
        await Show(account, offer.Key, code, "Mã không đúng. Hãy kiểm tra giờ của điện thoại rồi nhập mã đang hiện.", stop);
        IReadOnlyList<string> recovery = [];
        await steps.Change(account, session, ticket, async () =>
        {
            await audit.Write(new(account.UserName!, "mfa-on", "account", account.UserName!, Source: session.Source), stop);
            await ((IUserAuthenticatorKeyStore<Account>)store).SetAuthenticatorKeyAsync(account, offer.Key, stop);
            await users.SetTwoFactorEnabledAsync(account, true);
            recovery = await NewCodes(account);
        }, stop);
        return recovery;
    }

    /// <summary>New recovery codes in the place of all there are; the app's present code is shown once more.</summary>
    public async Task<IReadOnlyList<string>> Renew(Account account, Session session, string code, CancellationToken stop)
    {
        await steps.Demand(account, session.TwoSteps, session.Way, null, stop);
        await Show(account, (await users.GetAuthenticatorKeyAsync(account))!, code, "Mã không đúng. Hãy nhập mã ứng dụng đang hiện.", stop);
        IReadOnlyList<string> recovery = [];
        await steps.Change(account, session, null, async () =>
        {
            await audit.Write(new(account.UserName!, "mfa-codes", "account", account.UserName!, Source: session.Source), stop);
            recovery = await NewCodes(account);
        }, stop);
        return recovery;
    }

    /// <summary>
    /// A code is shown: wrong ones count towards the lock of codes, as at the sign-in, and are judged one after the other.
    /// </summary>
    private async Task Show(Account account, string key, string code, string wrong, CancellationToken stop)
    {
        var user = account.UserName!;
        var problem = await room.Judge(account.Id, async () =>
        {
            if (await locks.IsLocked(user, Proofs.Code, stop)) return "Đã nhập sai nhiều lần. Hãy thử lại sau ít phút.";
            if (await codes.Use(account, key, Typed(code))) return null;
            await audit.Write(new(user, "mfa-refused", "account", user), stop);
            if (await locks.Count(user, Proofs.Code, stop))
                await audit.Write(new(user, "lock-out", "account", user, Detail: Proofs.Code), stop);
            return wrong;
        }, stop);
        if (problem is not null) throw new RefusedException(problem);
        await locks.Clear(user, Proofs.Code, stop);
    }

    private async Task<IReadOnlyList<string>> NewCodes(Account account) =>
        [.. (await users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes))!];

    /// <summary>Apps show a code in two groups.</summary>
    private static string Typed(string code) => code.Replace(" ", "", StringComparison.Ordinal);
}
