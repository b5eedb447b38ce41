using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Accounts;

namespace HealthWarehouse.Web.Rooms.Account;

/// <summary>Grants in words.</summary>
internal static class GrantWords
{
    public static string Scope(Grant grant) => (grant.Facilities, grant.Units) switch
    {
        (null, null) => "Toàn tỉnh",
        ({ } f, null) => $"Cơ sở {f.Replace(";", ", ")} và cấp dưới",
        (null, { } u) => $"Người cư trú tại {u.Replace(";", ", ")}",
        ({ } f, { } u) => $"Cơ sở {f.Replace(";", ", ")}, người cư trú tại {u.Replace(";", ", ")}",
    };

    public static string Data(DataClass data) => data switch
    {
        DataClass.None => "không có dữ liệu",
        DataClass.Aggregate => "số liệu tổng hợp",
        DataClass.Pseudonymous => "hồ sơ không danh tính",
        _ => "hồ sơ có danh tính",
    };
}
