using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Systems;
using HealthWarehouse.Web.Rooms.Account;

namespace HealthWarehouse.Web.Rooms.Accounts;

/// <summary>What two people decide, in words.</summary>
internal static class PowerWords
{
    public static string Of(PowerRequest asked, AccessFile access) => asked.Kind switch
    {
        PowerRequest.OfGrant => Of(asked.Grant!, access),
        PowerRequest.OfReset =>
            asked.Steps ? "Đặt lại mật khẩu, bước hai, liên kết SSO; cấp mã nhận tài khoản" : "Đặt lại mật khẩu; cấp mã nhận tài khoản",
        PowerRequest.OfTicket => "Cấp mã bước hai",
        PowerRequest.OfCredential =>
            $"Cấp {Credential.NameOf(asked.Credential!.Kind).ToLowerInvariant()} cho hệ thống: {asked.Credential.Name}",
        _ => $"Liên kết với người dùng SSO {asked.Subject}",
    };

    public static string State(Approval approval) => approval.State switch
    {
        Approval.Asked => "Chờ duyệt",
        Approval.Approved => "Đã duyệt",
        Approval.Refused => "Không duyệt",
        Approval.Revoked => "Đã thu hồi",
        _ => "Đã duyệt nhưng không làm được",
    };

    private static string Of(GrantRequest asked, AccessFile access)
    {
        var role = access.Role(asked.Role)!;
        var where = (Blank(asked.Facilities), Blank(asked.Units)) switch
        {
            (null, null) => "toàn tỉnh",
            ({ } f, null) => $"cơ sở {f}",
            (null, { } u) => $"người cư trú tại {u}",
            ({ } f, { } u) => $"cơ sở {f}, người cư trú tại {u}",
        };
        var opens = Blank(asked.Compartments) is { } compartments ? $", mở ngăn {compartments}" : "";
        return $"Cấp quyền {role.Name}, {where}, {GrantWords.Data(asked.Data ?? role.Default)}{opens}{(Blank(asked.Fields) is { } fields ? $", lĩnh vực {fields}" : "")}{(asked.From is { } from ? $", từ {from:dd/MM/yyyy}" : "")}{(asked.To is { } to ? $", đến {to:dd/MM/yyyy}" : "")}";
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
