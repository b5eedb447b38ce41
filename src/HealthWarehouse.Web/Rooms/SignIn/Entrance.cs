using System.Security.Claims;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using AccountOf = HealthWarehouse.Web.Accounts.Account;

namespace HealthWarehouse.Web.Rooms.SignIn;

internal enum EntranceStep { Refused, SecondStep, In }

/// <summary>Signing in: a password, then a code where two steps are switched on. Every try is audited; a stranger waits as long as a known name.</summary>
internal sealed class Entrance(UserManager<AccountOf> users, AuditLog audit, AccessFile rules, TimeProvider clock)
{
    private const string Wrong = "Tên đăng nhập hoặc mật khẩu không đúng.";
    private static readonly AccountOf Nobody = new() { UserName = "?" };
    private static readonly string NobodysHash = new PasswordHasher<AccountOf>().HashPassword(Nobody, Guid.NewGuid().ToString());

    public async Task<(EntranceStep Step, string? Problem)> FirstStep(HttpContext http, string user, string password)
    {
        var account = user.Length <= 256 ? await users.FindByNameAsync(user) : null;
        var problem = account is null ? Unknown(password) : await Judge(account, password);
        await Note(http, account, user, problem is null ? "sign-in" : "sign-in-refused", problem);
        if (account is not null && problem == Resting && account.AccessFailedCount == 0) await Note(http, account, user, "lock-out", problem);
        if (problem is not null) return (EntranceStep.Refused, problem == Disabled || problem == Resting ? problem : Wrong);
        if (!account!.TwoFactorEnabled)
        {
            await Enter(http, account, twoSteps: false);
            return (EntranceStep.In, null);
        }
        await http.SignInAsync(Schemes.FirstStep, new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, account.Id)], Schemes.FirstStep)));
        return (EntranceStep.SecondStep, null);
    }

    /// <summary>Null when the code is right; else what is wrong. Wrong codes count towards the lock like wrong passwords.</summary>
    public async Task<string?> SecondStep(HttpContext http, string code)
    {
        var first = await http.AuthenticateAsync(Schemes.FirstStep);
        if (first.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id || await users.FindByIdAsync(id) is not { } account) return "Đã quá năm phút. Hãy đăng nhập lại từ đầu.";
        if (await users.IsLockedOutAsync(account))
        {
            await Note(http, account, account.UserName!, "sign-in-refused", Resting);
            return Resting;
        }
        var clean = code.Replace(" ", "").Replace("-", "");
        var isRight = clean.Length == 6 ? await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, clean) : (await users.RedeemTwoFactorRecoveryCodeAsync(account, code.Trim())).Succeeded;
        await Note(http, account, account.UserName!, isRight ? "sign-in-second" : "sign-in-refused", isRight ? null : "Mã không đúng");
        if (!isRight)
        {
            await users.AccessFailedAsync(account);
            if (await users.IsLockedOutAsync(account)) await Note(http, account, account.UserName!, "lock-out", Resting);
            return "Mã không đúng hoặc đã hết hạn.";
        }
        await users.ResetAccessFailedCountAsync(account);
        await http.SignOutAsync(Schemes.FirstStep);
        await Enter(http, account, twoSteps: true);
        return null;
    }

    private async Task<string?> Judge(AccountOf account, string password)
    {
        if (await users.IsLockedOutAsync(account)) return Resting;
        if (!await users.CheckPasswordAsync(account, password))
        {
            await users.AccessFailedAsync(account);
            return await users.IsLockedOutAsync(account) ? Resting : Wrong;
        }
        if (account.DisabledAt is not null) return Disabled;
        if (!account.TwoFactorEnabled) await users.ResetAccessFailedCountAsync(account);
        return null;
    }

    /// <summary>Hashes as for a known name, so that the time taken does not tell whether there is one.</summary>
    private static string Unknown(string password)
    {
        new PasswordHasher<AccountOf>().VerifyHashedPassword(Nobody, NobodysHash, password);
        return Wrong;
    }

    private async Task Enter(HttpContext http, AccountOf account, bool twoSteps)
    {
        var now = clock.GetUtcNow();
        account.SeenAt = now;
        if (account.PasswordAt is { } at && now - at > TimeSpan.FromDays(rules.Passwords.Days)) account.MustChange = true;
        await users.UpdateAsync(account);
        await http.SignIn(account, twoSteps);
    }

    private Task Note(HttpContext http, AccountOf? account, string user, string action, string? problem) =>
        audit.Write(new(account?.UserName ?? (user.Length > 64 ? user[..64] : user), action, "account", account?.UserName ?? "?", Source: http.Source(), Detail: problem), http.RequestAborted);

    private const string Disabled = "Tài khoản đã ngừng dùng. Hãy liên hệ quản trị hệ thống.";

    private string Resting => $"Tài khoản tạm khoá sau nhiều lần sai. Hãy thử lại sau {rules.Lockout.Minutes} phút.";
}
