using Microsoft.AspNetCore.Identity;

namespace HealthWarehouse.Web.Accounts;

/// <summary>What the accounts' library finds wrong, in Vietnamese.</summary>
internal sealed class IdentityWords : IdentityErrorDescriber
{
    public override IdentityError PasswordRequiresDigit() => Say(nameof(PasswordRequiresDigit), "Mật khẩu phải có chữ số.");
    public override IdentityError PasswordRequiresLower() => Say(nameof(PasswordRequiresLower), "Mật khẩu phải có chữ thường.");
    public override IdentityError PasswordRequiresUpper() => Say(nameof(PasswordRequiresUpper), "Mật khẩu phải có chữ hoa.");
    public override IdentityError PasswordRequiresNonAlphanumeric() =>
        Say(nameof(PasswordRequiresNonAlphanumeric), "Mật khẩu phải có ký tự đặc biệt.");
    public override IdentityError PasswordTooShort(int length) =>
        Say(nameof(PasswordTooShort), $"Mật khẩu phải có ít nhất {length} ký tự.");
    public override IdentityError PasswordMismatch() => Say(nameof(PasswordMismatch), "Mật khẩu hiện tại không đúng.");
    public override IdentityError DuplicateUserName(string userName) => Say(nameof(DuplicateUserName), $"Đã có tài khoản '{userName}'.");
    public override IdentityError InvalidUserName(string? userName) =>
        Say(nameof(InvalidUserName), "Tên đăng nhập chỉ gồm chữ không dấu, số và các dấu . - _ @ +.");
    public override IdentityError InvalidToken() => Say(nameof(InvalidToken), "Mã không đúng hoặc đã hết hạn.");
    public override IdentityError DefaultError() => Say(nameof(DefaultError), "Việc này chưa làm được. Hãy thử lại.");

    private static IdentityError Say(string code, string words) => new() { Code = code, Description = words };
}
