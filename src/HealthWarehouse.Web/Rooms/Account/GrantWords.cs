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

    /// <summary>The same with the fields of work it is bound to.</summary>
    public static string Scope(Grant grant, AccessFile access) => grant.Fields is not { } fields ? Scope(grant)
        : $"{Scope(grant)}, lĩnh vực " +
            $"{string.Join(", ", fields.Split(';').Select(f => access.Fields.FirstOrDefault(k => k.Id == f)?.Name ?? f))}";

    /// <summary>A stored day as it is read.</summary>
    public static string Day(string kept) =>
        DateOnly.TryParseExact(kept, "yyyy-MM-dd", out var day) ? Shared.Format.Date(day) : kept;

    /// <summary>From when until when a grant holds.</summary>
    public static string Span(Grant grant) =>
        $"từ {Day(grant.ValidFrom)}{(grant.ValidTo is { } to ? $" đến {Day(to)}" : ", không thời hạn")}";

    /// <summary>A stored UTC time.</summary>
    public static DateTimeOffset Instant(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>A device as its browser calls itself, cut short.</summary>
    public static string? Short(string? device) => device is { Length: > 60 } ? $"{device[..60]} (cắt bớt)" : device;

    public static string Of(Right right) => right switch
    {
        Right.Figures => "xem số liệu",
        Right.SmallCells => "xem số thật, cả số nhỏ",
        Right.Published => "xem bảng đã công bố",
        Right.Records => "xem hồ sơ không danh tính (có mục đích)",
        Right.Identity => "xem danh tính (có mục đích, hai bước)",
        Right.BreakGlass => "mở khẩn khi cấp cứu (có mục đích, hai bước)",
        Right.Compose => "soạn bảng điều hành",
        Right.Deliver => "gửi dữ liệu",
        Right.Steward => "quản lý danh mục và chất lượng dữ liệu",
        Right.Approve => "duyệt",
        Right.Accounts => "quản lý tài khoản",
        Right.Senders => "quản lý bên gửi",
        Right.Audit => "xem nhật ký",
        Right.Privacy => "bảo vệ dữ liệu cá nhân",
        Right.Operate => "vận hành",
        _ => throw new ArgumentOutOfRangeException(nameof(right), right, null),
    };

    public static string Data(DataClass data) => data switch
    {
        DataClass.None => "không có dữ liệu",
        DataClass.Aggregate => "số liệu tổng hợp",
        DataClass.Pseudonymous => "hồ sơ không danh tính",
        _ => "hồ sơ có danh tính",
    };
}
