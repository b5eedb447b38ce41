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
/// Signing in: a password, then a code where two steps are switched on; or a passkey; or the province's SSO. Every try is audited.
/// Whatever is wrong, the words are the same and come after the same time: nobody learns who has an account.
/// </summary>
internal sealed class Entrance(UserManager<AccountOf> users, ProofRoom room, AccountsDatabase store, Passkeys passkeys, AccountLife life, SignInTries tries, AuditLog audit, TimeProvider clock)
{
    private const string LinkClaim = "kyt:link", WrongCode = "Mã không đúng", Locked = "Đang tạm khoá";
    private const int LongestName = 256;
    private static readonly AccountOf Nobody = new() { UserName = "?" };
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    public async Task<EntranceStep> FirstStep(HttpContext http, string user, string password, bool link = false)
    {
        var began = clock.GetTimestamp();
        var (account, problem) = await room.Judge(users.NormalizeName(user.Length <= LongestName ? user : user[..LongestName])!, () => Judge(user, password), http.RequestAborted);
        if (problem is not null) return await Refuse(http, account, user, Ways.Password, problem, began);
        if (!account!.TwoFactorEnabled)
        {
            await Enter(http, account, Ways.Password, twoSteps: false, link);
            return EntranceStep.In;
        }
        await Note(http, account, account.UserName!, "sign-in-first", null);
        await http.SignInAsync(Schemes.FirstStep, new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, account.Id), new(LinkClaim, link ? "true" : "false")], Schemes.FirstStep)));
        return EntranceStep.SecondStep;
    }

    /// <summary>A code of the app, or one of those kept for when it is lost. Wrong codes count towards the lock like wrong passwords.</summary>
    public async Task<EntranceStep> SecondStep(HttpContext http, string code)
    {
        var began = clock.GetTimestamp();
        var first = await http.AuthenticateAsync(Schemes.FirstStep);
        var id = first.Principal?.FindFirstValue(ClaimTypes.NameIdentifier);
        var clean = code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        var way = clean.Length == 6 ? Ways.Code : Ways.Recovery;
        var (account, problem) = await room.Judge($"{id}", () => JudgeCode(id, way, clean, code.Trim()), http.RequestAborted);
        if (problem is not null) return await Refuse(http, account, account?.UserName ?? "?", way, problem, began);
        await http.SignOutAsync(Schemes.FirstStep);
        await Enter(http, account!, way, twoSteps: true, first.Principal!.HasClaim(LinkClaim, "true"));
        return EntranceStep.In;
    }

    /// <summary>A passkey: bound to this address, and the device has asked for finger, face or PIN.</summary>
    public async Task<EntranceStep> Passkey(HttpContext http, string credential)
    {
        var began = clock.GetTimestamp();
        var account = await passkeys.Prove(credential);
        var problem = account is null ? "Khoá truy cập không đúng" : Standing(account) ?? (await users.IsLockedOutAsync(account) ? Locked : null);
        if (problem is not null) return await Refuse(http, account, account?.UserName ?? "?", Ways.Passkey, problem, began);
        await Enter(http, account!, Ways.Passkey, twoSteps: true);
        return EntranceStep.In;
    }

    /// <summary>Somebody the province's SSO sent: let in when an account is linked, else <see cref="EntranceStep.Unlinked"/>. No account is ever made.</summary>
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
        var problem = Standing(account) ?? (await users.IsLockedOutAsync(account) ? Locked : null);
        if (problem is not null) return await Refuse(http, account, account.UserName!, Ways.Sso, problem, began);
        await Enter(http, account, Ways.Sso, sent.HasClaim(SsoSetup.TwoStepsClaim, "true"));
        return EntranceStep.In;
    }

    /// <summary>Who the SSO sent in the last minutes and nobody let in yet; null when nobody.</summary>
    public static async Task<ClaimsPrincipal?> Sent(HttpContext http) => (await http.AuthenticateAsync(Schemes.Sso)).Principal;

    /// <summary>The account of a name, and null when the password is right and the account in use. The password is worked out in any case: the time taken tells nothing.</summary>
    private async Task<(AccountOf? Account, string? Problem)> Judge(string user, string password)
    {
        if (user.Length > LongestName || await users.FindByNameAsync(user) is not { } account)
        {
            users.PasswordHasher.HashPassword(Nobody, password);
            return (null, "Không có tài khoản này");
        }
        var isRight = await users.CheckPasswordAsync(account, password);
        if (await users.IsLockedOutAsync(account)) return (account, Locked);
        if (isRight) return (account, Standing(account));
        await Count(account);
        return (account, "Mật khẩu không đúng");
    }

    private async Task<(AccountOf? Account, string? Problem)> JudgeCode(string? id, string way, string clean, string typed)
    {
        if (id is null || await users.FindByIdAsync(id) is not { } account) return (null, "Chưa qua bước một");
        if (Standing(account) is { } ended) return (account, ended);
        if (await users.IsLockedOutAsync(account)) return (account, Locked);
        if (await IsRight(account, way, clean, typed)) return (account, null);
        await Count(account);
        return (account, WrongCode);
    }

    /// <summary>Counts a wrong proof. Another node may have counted one at the same moment: then it is counted on what that one left.</summary>
    private async Task Count(AccountOf account)
    {
        for (var tries = 0; tries < 20 && !(await users.AccessFailedAsync(account)).Succeeded; tries++) await store.Entry(account).ReloadAsync();
    }

    private static string? Standing(AccountOf account) => account.DisabledAt is null ? null : "Đã ngừng dùng";

    private async Task<bool> IsRight(AccountOf account, string way, string clean, string typed) =>
        way is Ways.Code ? await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, clean) : (await users.RedeemTwoFactorRecoveryCodeAsync(account, typed)).Succeeded;

    private async Task Enter(HttpContext http, AccountOf account, string way, bool twoSteps, bool link = false)
    {
        await Note(http, account, account.UserName!, "sign-in", way);
        await tries.Note(account.UserName!, true, way, http.Source(), http.Request.Headers.UserAgent, http.RequestAborted);
        if (link && await Sent(http) is { } sent)
        {
            await life.Link(account.UserName!, sent.FindFirstValue(SsoSetup.SubjectClaim)!, isOn: true, new(account.UserName!, account.Name, "", [], http.Source()), http.RequestAborted);
            await http.SignOutAsync(Schemes.Sso);
        }
        await users.ResetAccessFailedCountAsync(account);
        account.SeenAt = clock.GetUtcNow();
        await users.UpdateAsync(account);
        await http.SignIn(account, way, twoSteps);
    }

    private async Task<EntranceStep> Refuse(HttpContext http, AccountOf? account, string user, string way, string problem, long began)
    {
        await Note(http, account, user, "sign-in-refused", $"{way}: {problem}");
        if (account is { AccessFailedCount: 0 } && problem != Locked && await users.IsLockedOutAsync(account)) await Note(http, account, user, "lock-out", way);
        if (account is not null) await tries.Note(account.UserName!, false, way, http.Source(), http.Request.Headers.UserAgent, http.RequestAborted);
        if (Patience - clock.GetElapsedTime(began) is { Ticks: > 0 } left) await Task.Delay(left, clock, http.RequestAborted);
        return EntranceStep.Refused;
    }

    private Task Note(HttpContext http, AccountOf? account, string user, string action, string? detail) =>
        audit.Write(new(account?.UserName ?? (user.Length > 64 ? user[..64] : user), action, "account", account?.UserName ?? "?", Source: http.Source(), Detail: detail), http.RequestAborted);
}
