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
        ShreddingOf.Halted => $"Đã duyệt, rồi dừng: {Ended(shredding.Decision)}",
        ShreddingOf.Approved => "Đã duyệt, sắp làm (bước 1/6)",
        ShreddingOf.Planned => "Đang lấy hồ sơ khỏi thông điệp gốc (bước 2/6)",
        ShreddingOf.Redacted => "Đang lấy danh tính khỏi kho (bước 3/6)",
        ShreddingOf.Unlinked => "Đang huỷ bí mật (bước 4/6)",
        ShreddingOf.Destroyed => "Đang xoá tệp cũ (bước 5/6)",
        _ => $"Đã huỷ xong {Format.Time(shredding.EndedAt)}",
    };

    /// <summary>Who asked, and who decided what; each sentence ends once.</summary>
    public static string Story(ShreddingOf s) =>
        $"{s.AskedBy} yêu cầu {Format.Time(s.AskedAt)}{(s.Request is null ? "" : $", theo quyết định xoá {s.Request}")}: {Ended(s.Reason)}"
        + (s.DecidedBy is null
            ? "" : $" {s.DecidedBy} {(s.State == ShreddingOf.Refused ? "không duyệt" : "duyệt")} {Format.Time(s.DecidedAt)}"
            + (s.State == ShreddingOf.Halted || string.IsNullOrWhiteSpace(s.Decision) ? "." : $": {Ended(s.Decision)}"));

    private static string Ended(string? text) => $"{text?.TrimEnd().TrimEnd('.')}.";

    public static string Of(LegalHold hold) => hold.PersonKey is { } person ? $"Người {person}"
        : $"Cơ sở {hold.FacilityCode}" + (hold.FromOn is null ? "" : $", từ {Day(hold.FromOn)}")
            + (hold.ToOn is null ? "" : $", đến {Day(hold.ToOn)}");

    /// <summary>A day as it is kept, as it is read.</summary>
    public static string? Day(string? kept) =>
        kept is null ? null : Format.Date(DateOnly.ParseExact(kept, "yyyy-MM-dd", CultureInfo.InvariantCulture));
}
