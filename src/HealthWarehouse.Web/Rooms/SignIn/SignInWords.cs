using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Accounts;

namespace HealthWarehouse.Web.Rooms.SignIn;

/// <summary>Sign-ins in words. A refusal has one wording, whatever was wrong.</summary>
internal static class SignInWords
{
    public static string Refused(AccessFile rules) =>
        $"Chưa đăng nhập được. Có thể tên đăng nhập, mật khẩu hoặc mã không đúng; tài khoản tạm khoá {rules.Lockout.Minutes} phút sau " +
            $"{rules.Lockout.Failures} lần sai, hoặc đã ngừng dùng. Nếu vẫn không vào được, hãy liên hệ quản trị hệ thống của đơn vị.";

    /// <summary>The same for a code that was handed over.</summary>
    public const string NotRedeemed = "Chưa nhận được. Có thể tên đăng nhập hoặc mã không đúng; mã đã dùng hoặc quá hạn; tài khoản đã " +
        "ngừng dùng. Hãy gặp quản trị hệ thống của đơn vị để nhận mã mới.";

    /// <summary>What a page that was sent back to says; null for nothing.</summary>
    public static string? Of(string? problem, AccessFile rules, SsoRules sso) => problem switch
    {
        null => null,
        "sso" => $"Chưa đăng nhập được qua {sso.Name}. Hãy thử lại; nếu vẫn không được, liên hệ quản trị hệ thống của đơn vị.",
        _ => Refused(rules),
    };

    public static string Way(string? way) => way switch
    {
        Ways.Code => "Mật khẩu và mã",
        Ways.Recovery => "Mật khẩu và mã khôi phục",
        Ways.Passkey => "Khoá truy cập",
        Ways.Sso => "SSO của tỉnh",
        Ways.Ticket => "Mã nhận tài khoản",
        _ => "Mật khẩu",
    };
}
