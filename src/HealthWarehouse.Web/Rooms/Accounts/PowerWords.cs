using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Systems;
using HealthWarehouse.Web.Rooms.Account;
using HealthWarehouse.Web.Shared;

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
        Approval.Withdrawn => "Người yêu cầu đã rút",
        _ => "Đã duyệt nhưng không làm được",
    };

    /// <summary>What would be given, fact by fact: role, places by name, class of data, fields, compartments, days.</summary>
    public static IEnumerable<(string Name, string Text)> Facts(GrantRequest asked, CatalogueFiles catalogue)
    {
        var access = catalogue.Access;
        var role = access.Role(asked.Role)!;
        yield return ("Vai trò", role.Name);
        yield return ("Cơ sở", Places.Facilities(catalogue).Names(asked.Facilities) ?? "Toàn tỉnh");
        yield return ("Người cư trú tại", Places.Communes(catalogue).Names(asked.Units) ?? "Mọi nơi");
        yield return ("Lớp dữ liệu", Format.Lead(GrantWords.Data(asked.Data ?? role.Default)));
        yield return ("Lĩnh vực", Named(asked.Fields, f => access.Fields.FirstOrDefault(k => k.Id == f)?.Name) ?? "Mọi lĩnh vực");
        yield return ("Ngăn hạn chế", Named(asked.Compartments, c => catalogue.Compartments.Find(c)?.Name) ?? "Không mở ngăn nào");
        yield return ("Hiệu lực", $"từ {(asked.From is { } from ? Format.Date(from) : "ngày được duyệt")}"
            + (asked.To is { } to ? $" đến hết {Format.Date(to)}" : ", không thời hạn"));
    }

    private static string Of(GrantRequest asked, AccessFile access) => $"Cấp quyền {access.Role(asked.Role)!.Name}";

    private static string? Named(string? ids, Func<string, string?> name) => string.IsNullOrWhiteSpace(ids) ? null
        : string.Join(", ", ids.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(id => name(id) ?? id));
}
