using HealthWarehouse.Collect;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Deliveries;

/// <summary>What became of a sending, for whoever sent it: in words, with the tone of the chip it stands in.</summary>
internal sealed record SentWords(string Tone, string Words, string Icon)
{
    /// <summary>Whether it is still on its way, so that the page looks again.</summary>
    public bool IsOnItsWay => Tone == "accent";

    public static SentWords Of(Delivery sent, long? checkedRecords = null) => sent.State switch
    {
        DeliveryState.Queued when checkedRecords is { } n => new("accent", $"Đang kiểm tra, xong {Format.Number(n)} hồ sơ", "loader"),
        DeliveryState.Queued => new("accent", "Đang chờ kiểm tra", "clock"),
        DeliveryState.Replay => new("accent", "Đang tính lại", "refresh"),
        DeliveryState.StructurallyInvalid => new("bad", "Không đọc được", "file-x"),
        DeliveryState.Rejected => new("bad", "Không hồ sơ nào dùng được", "file-x"),
        DeliveryState.Quarantined => new("warn", "Để riêng, Sở đang xem", "clock-pause"),
        _ when sent.Refused > 0 => new("warn", $"Đã nạp, bỏ ra {Format.Number(sent.Refused)} hồ sơ", "alert-triangle"),
        _ when sent.Errors > 0 => new("warn", $"Đã nạp, {Format.Number(sent.Errors)} lỗi", "alert-triangle"),
        _ when sent.Warnings > 0 => new("good", $"Đã nạp, {Format.Number(sent.Warnings)} chỗ nên xem lại", "circle-check"),
        _ => new("good", "Đã nạp, hợp lệ", "circle-check"),
    };

    /// <summary>What was sent, in words of people: never a technical name when there is no file.</summary>
    public static string What(Delivery sent, string sender) => sent switch
    {
        { FileName: { Length: > 0 } name } => name,
        { Contract: "claims" } => $"Hồ sơ khám, chữa bệnh từ {sender}",
        _ => $"Yêu cầu từ {sender}",
    };
}
