using HealthWarehouse.Operate.Shredding;
using HealthWarehouse.Web.Shared;
using ShreddingOf = HealthWarehouse.Operate.Shredding.Shredding;

namespace HealthWarehouse.Web.Rooms.Shredding;

/// <summary>Shreddings and holds in words.</summary>
internal static class ShreddingWords
{
    public static string State(ShreddingOf shredding) => shredding.State switch
    {
        ShreddingOf.Asked => "Chờ duyệt",
        ShreddingOf.Refused => "Không duyệt",
        ShreddingOf.Approved => "Đã duyệt, sắp làm (bước 1/6)",
        ShreddingOf.Planned => "Đang lấy hồ sơ khỏi thông điệp gốc (bước 2/6)",
        ShreddingOf.Redacted => "Đang lấy danh tính khỏi kho (bước 3/6)",
        ShreddingOf.Unlinked => "Đang huỷ bí mật (bước 4/6)",
        ShreddingOf.Destroyed => "Đang xoá tệp cũ (bước 5/6)",
        _ => $"Đã huỷ xong {Format.Time(shredding.EndedAt)}",
    };

    public static string Of(LegalHold hold) => hold.PersonKey is { } person ? $"Người {person}"
        : $"Cơ sở {hold.FacilityCode}" + (hold.FromOn is null ? "" : $", từ {Day(hold.FromOn)}") + (hold.ToOn is null ? "" : $", đến {Day(hold.ToOn)}");

    /// <summary>A day as it is kept, as it is read.</summary>
    public static string? Day(string? kept) => kept is null ? null : Format.Date(DateOnly.ParseExact(kept, "yyyy-MM-dd", CultureInfo.InvariantCulture));
}
