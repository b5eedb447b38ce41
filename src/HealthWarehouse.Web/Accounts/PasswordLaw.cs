using HealthWarehouse.Catalogue;
using Microsoft.AspNetCore.Identity;
using HealthWarehouse.Store;

namespace HealthWarehouse.Web.Accounts;

/// <summary>Passwords by TCVN 14423:2026 (A4): longer without two-step sign-in, not one of the last, not the account's own name.</summary>
internal sealed class PasswordLaw(AccessFile rules, Operations operations) : IPasswordValidator<Account>
{
    public async Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var least = user.TwoFactorEnabled ? rules.Passwords.LengthWithMfa : rules.Passwords.Length;
        if (password is null || password.Length < least)
            return Fault($"Mật khẩu phải có ít nhất {least} ký tự{(user.TwoFactorEnabled ? "" : " khi chưa bật xác thực hai bước")}.");
        if (user.UserName is { Length: > 3 } name && password.Contains(name, StringComparison.OrdinalIgnoreCase))
            return Fault("Mật khẩu không được chứa tên đăng nhập.");
        foreach (var old in await operations.Query<string>("ask/account/passwords",
            new { account = user.Id, limit = rules.Passwords.Remembered }))
            if (manager.PasswordHasher.VerifyHashedPassword(user, old, password) is not PasswordVerificationResult.Failed)
                return Fault($"Mật khẩu không được trùng {rules.Passwords.Remembered} mật khẩu gần nhất.");
        return IdentityResult.Success;
    }

    private static IdentityResult Fault(string words) =>
        IdentityResult.Failed(new IdentityError { Code = "Password", Description = words });
}
