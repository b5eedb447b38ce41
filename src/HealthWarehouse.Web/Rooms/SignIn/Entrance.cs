using System.Security.Claims;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using AccountOf = HealthWarehouse.Web.Accounts.Account;

namespace HealthWarehouse.Web.Rooms.SignIn;

internal enum EntranceStep { Refused, SecondStep, In, Unlinked }

/// <summary>
/// Signing in: a password, then a code where two steps are switched on; or a passkey; or the province's SSO; or, once, a code that was
/// handed over. Every try is audited. Whatever is wrong, the words are the same and come after the same time: nobody learns who has an
/// account.
/// </summary>
internal sealed class Entrance(UserManager<AccountOf> users, ProofRoom room, ProofLocks locks, SpentCodes spent, AccountsDatabase store,
    Passkeys passkeys, SecondSteps steps, AccountLife life, Sessions sessions, SignInTries tries,
    AuditLog audit, TimeProvider clock)
{
    private const string LinkClaim = "kyt:link", WrongPassword = "Mật khẩu không đúng", WrongCode = "Mã không đúng",
        WrongTicket = "Mã nhận tài khoản không đúng", Nobodys = "Không có tài khoản này", Locked = "Đang tạm khoá";
    private const int LongestName = 256;
    private static readonly AccountOf Nobody = new() { UserName = "?" };
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    public async Task<EntranceStep> FirstStep(HttpContext http, string user, string password, bool link = false, string? ticket = null)
    {
        var began = clock.GetTimestamp();
        var verdict = await room.Judge(KeyOf(user), () => Judge(user, password), http.RequestAborted);
        if (verdict.Problem is not null) return await Refuse(http, verdict, user, Ways.Password, began);
        var account = verdict.Account!;
        if (!account.TwoFactorEnabled)
        {
            await Enter(http, account, Ways.Password, twoSteps: false, link, ticket);
            return EntranceStep.In;
        }
        await Note(http, account, account.UserName!, "sign-in-first", null);
        await http.SignInAsync(Schemes.FirstStep,
            new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, account.Id), new(LinkClaim, link ? "true" : "false")],
            Schemes.FirstStep)));
        return EntranceStep.SecondStep;
    }

    /// <summary>
    /// A code of the app, or one of those kept for when it is lost. Wrong codes count towards the lock like wrong passwords.
    /// </summary>
    public async Task<EntranceStep> SecondStep(HttpContext http, string code)
    {
        var began = clock.GetTimestamp();
        var first = await http.AuthenticateAsync(Schemes.FirstStep);
        var id = first.Principal?.FindFirstValue(ClaimTypes.NameIdentifier);
        var clean = code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        var way = clean.Length == 6 ? Ways.Code : Ways.Recovery;
        var verdict = await room.Judge($"{id}", () => JudgeCode(id, way, clean, code.Trim()), http.RequestAborted);
        if (verdict.Problem is not null) return await Refuse(http, verdict, "?", way, began);
        await http.SignOutAsync(Schemes.FirstStep);
        await Enter(http, verdict.Account!, way, twoSteps: true, first.Principal!.HasClaim(LinkClaim, "true"));
        return EntranceStep.In;
    }

    /// <summary>A passkey: bound to this address, and the device has asked for finger, face or PIN.</summary>
    public async Task<EntranceStep> Passkey(HttpContext http, string credential)
    {
        var began = clock.GetTimestamp();
        var account = await passkeys.Prove(credential);
        var problem = account is null ? "Khoá truy cập không đúng" : Standing(account);
        if (problem is not null) return await Refuse(http, new(account, problem), "?", Ways.Passkey, began);
        await Enter(http, account!, Ways.Passkey, twoSteps: true);
        return EntranceStep.In;
    }

    /// <summary>
    /// Somebody the province's SSO sent: let in when an account is linked, else <see cref="EntranceStep.Unlinked"/>. No account is ever
    /// made.
    /// </summary>
    public async Task<EntranceStep> FromSso(HttpContext http)
    {
        var began = clock.GetTimestamp();
        if (await Sent(http) is not { } sent) return EntranceStep.Refused;
        if (await users.FindByLoginAsync(Schemes.SsoServer, sent.FindFirstValue(SsoSetup.SubjectClaim)!) is not { } account)
        {
            await Note(http, null, "?", "sign-in-refused", "SSO: chưa liên kết");
            return EntranceStep.Unlinked;
        }
        await http.SignOutAsync(Schemes.Sso);
        if (Standing(account) is { } problem) return await Refuse(http, new(account, problem), "?", Ways.Sso, began);
        await Enter(http, account, Ways.Sso, sent.HasClaim(SsoSetup.TwoStepsClaim, "true"));
        return EntranceStep.In;
    }

    /// <summary>
    /// A code that was handed over lets its owner choose a password, and in when there is no second step to show. Whatever is wrong with
    /// name or code has the same words; a RefusedException tells who has the right code what is wrong with the password.
    /// </summary>
    public async Task<EntranceStep> Redeem(HttpContext http, string user, string ticket, string next)
    {
        var began = clock.GetTimestamp();
        var verdict =
            await room.Judge(KeyOf(user), () => JudgeTicket(user, ticket, next, http.Source(), http.RequestAborted), http.RequestAborted);
        if (verdict.Problem is not null) return await Refuse(http, verdict, user, Ways.Ticket, began);
        if (await steps.Has(verdict.Account!)) return EntranceStep.SecondStep;
        await Enter(http, verdict.Account!, Ways.Ticket, twoSteps: false);
        return EntranceStep.In;
    }

    private async Task<Verdict> JudgeTicket(string user, string ticket, string next, string? source, CancellationToken stop)
    {
        if (user.Length > LongestName || await users.FindByNameAsync(user) is not { } account) return new(null, Nobodys);
        if (Standing(account) is { } ended) return new(account, ended);
        if (!await life.Redeem(account.UserName!, ticket, next, source, stop)) return new(account, WrongTicket);
        await store.Entry(account).ReloadAsync(stop);
        return new(account, account.PasswordHash is null ? WrongTicket : null);
    }

    /// <summary>Who the SSO sent in the last minutes and nobody let in yet; null when nobody.</summary>
    public static async Task<ClaimsPrincipal?> Sent(HttpContext http) => (await http.AuthenticateAsync(Schemes.Sso)).Principal;

    /// <summary>
    /// The account of a name, and null when the password is right and the account in use. The password is worked out in any case: the time
    /// taken tells nothing.
    /// </summary>
    private async Task<Verdict> Judge(string user, string password)
    {
        if (user.Length > LongestName || await users.FindByNameAsync(user) is not { } account)
        {
            users.PasswordHasher.HashPassword(Nobody, password);
            return new(null, Nobodys);
        }
        if (account.PasswordHash is null) users.PasswordHasher.HashPassword(Nobody, password);
        var isRight = await users.CheckPasswordAsync(account, password);
        if (await locks.IsLocked(account.UserName!, Proofs.Password)) return new(account, Locked);
        return new(account, isRight ? Standing(account) : WrongPassword, await Count(account, Proofs.Password, isRight));
    }

    private async Task<Verdict> JudgeCode(string? id, string way, string clean, string typed)
    {
        if (id is null || await users.FindByIdAsync(id) is not { } account) return new(null, "Chưa qua bước một");
        if (Standing(account) is { } ended) return new(account, ended);
        if (await locks.IsLocked(account.UserName!, Proofs.Code)) return new(account, Locked);
        var isRight = await IsRight(account, way, clean, typed);
        if (isRight) spent.Spend(account.Id, clean);
        else if (spent.IsCounted(account.Id, clean)) return new(account, WrongCode);
        return new(account, isRight ? null : WrongCode, await Count(account, Proofs.Code, isRight));
    }

    /// <summary>
    /// Counts a wrong proof, and tells whether it is the last that was judged; a right one ends the count of its kind, and of no other.
    /// </summary>
    private async Task<bool> Count(AccountOf account, string proof, bool isRight)
    {
        if (!isRight) return await locks.Count(account.UserName!, proof);
        await locks.Clear(account.UserName!, proof);
        return false;
    }

    /// <summary>Under which name proofs of an account are judged one after the other, whether there is such an account or not.</summary>
    private string KeyOf(string user) => users.NormalizeName(user.Length <= LongestName ? user : user[..LongestName])!;

    private static string? Standing(AccountOf account) => account.DisabledAt is null ? null : "Đã ngừng dùng";

    private async Task<bool> IsRight(AccountOf account, string way, string clean, string typed) =>
        way is Ways.Code
            ? await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, clean)
            : (await users.RedeemTwoFactorRecoveryCodeAsync(account, typed)).Succeeded;

    private async Task Enter(HttpContext http, AccountOf account, string way, bool twoSteps, bool link = false, string? ticket = null)
    {
        if (link && await Sent(http) is { } sent) await Link(http, account, way, twoSteps, sent, ticket);
        await Note(http, account, account.UserName!, "sign-in", way);
        await tries.Note(account.UserName!, true, way, http.Source(), http.Request.Headers.UserAgent, http.RequestAborted);
        account.SeenAt = clock.GetUtcNow();
        await users.UpdateAsync(account);
        await http.SignIn(account, way, twoSteps);
        var proved = account.SecurityStamp;
        await store.Entry(account).ReloadAsync(http.RequestAborted);
        // what was proved was taken away while it was proved
        if (account.SecurityStamp != proved) await sessions.End(account.UserName!, null, "Cách xác thực vừa đổi");
    }

    /// <summary>Links the account to the person the SSO sent: a second step more, for its next sign-in may count as two.</summary>
    private async Task Link(HttpContext http, AccountOf account, string way, bool twoSteps, ClaimsPrincipal sent, string? ticket)
    {
        var self = new Guard.Viewer(account.UserName!, account.Name, "", [], http.Source());
        await steps.ChangeAtSignIn(account, twoSteps, way, ticket, () =>
            life.Link(account.UserName!, sent.FindFirstValue(SsoSetup.SubjectClaim)!, isOn: true, self, http.RequestAborted),
            http.RequestAborted);
        await store.Entry(account).ReloadAsync(http.RequestAborted);
        await http.SignOutAsync(Schemes.Sso);
    }

    private async Task<EntranceStep> Refuse(HttpContext http, Verdict verdict, string user, string way, long began)
    {
        await Note(http, verdict.Account, user, "sign-in-refused", $"{way}: {verdict.Problem}");
        if (verdict.Locks) await Note(http, verdict.Account, user, "lock-out", way);
        if (verdict.Account is { } account)
            await tries.Note(account.UserName!, false, way, http.Source(), http.Request.Headers.UserAgent, http.RequestAborted);
        if (Patience - clock.GetElapsedTime(began) is { Ticks: > 0 } left) await Task.Delay(left, clock, http.RequestAborted);
        return EntranceStep.Refused;
    }

    private Task Note(HttpContext http, AccountOf? account, string user, string action, string? detail) =>
        audit.Write(new(account?.UserName ?? (user.Length > 64 ? user[..64] : user), action, "account", account?.UserName ?? "?",
            Source: http.Source(), Detail: detail), http.RequestAborted);

    /// <summary>Whose a proof is, what is wrong with it, and whether it was the last of its kind that is judged for a while.</summary>
    private sealed record Verdict(AccountOf? Account, string? Problem = null, bool Locks = false);
}
