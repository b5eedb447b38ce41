using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Privacy;

namespace HealthWarehouse.Web.Rooms.Privacy;

/// <summary>What the desk's states and declarations are called on its pages.</summary>
internal static class PrivacyWords
{
    public static string Of(LawfulBasis basis) => basis switch
    {
        LawfulBasis.Consent => "Đồng ý", LawfulBasis.Emergency => "Cấp cứu, khẩn cấp", LawfulBasis.StateTask =>
            "Nhiệm vụ của cơ quan nhà nước", LawfulBasis.Contract => "Hợp đồng", _ => "Theo luật",
    };

    public static string Of(ProcessingRole role) => role switch
    {
        ProcessingRole.Controller => "Bên kiểm soát", ProcessingRole.Processor => "Bên xử lý", _ => "Bên kiểm soát và xử lý",
    };

    public static string Of(DpiaState state) => state switch
    {
        DpiaState.Done => "Đã lập", DpiaState.InWork => "Đang lập", DpiaState.NotStarted => "Chưa lập", _ => "Không cần",
    };

    public static string Of(RequestState state) => state switch
    {
        RequestState.Received => "Mới nhận", RequestState.Acknowledged => "Đã xác nhận", RequestState.InWork =>
            "Đang xử lý", RequestState.Answered => "Đã trả lời", RequestState.Refused => "Đã từ chối", _ => "Đã đóng",
    };

    public static string OfRequestStep(string type) => type switch
    {
        "subject" => "Xác định người trong kho", "acknowledged" =>
            "Xác nhận đã nhận", "assigned" => "Giao xử lý", "started" => "Bắt đầu xử lý", "extended" => "Gia hạn", "answered" => "Trả lời",
        "refused" => "Từ chối", "deletion" => "Quyết định xoá", "lifted" => "Thôi hạn chế", "closed" => "Đóng", _ => "Ghi chú",
    };

    public static string OfIncidentStep(string type) => type switch
    {
        "severity" => "Đổi mức", "contained" => "Khống chế", "scope" =>
            "Ghi kết quả hỏi nhật ký", "sent" => "Gửi thông báo", "draft" => "Soạn thông báo", "subjects-told" => "Báo chủ thể dữ liệu",
        "not-a-breach" => "Xác định không phải vi phạm", "closed" => "Đóng", _ => "Ghi chú",
    };

    public static string OfGuardian(string guardian) =>
        guardian switch { "guardian" => "Người giám hộ", "child-and-guardian" => "Trẻ và người giám hộ", _ => "Chính người đó" };

    /// <summary>Names of kinds of data, by their ids joined with ';'.</summary>
    public static string Kinds(ProcessingFile processing, IEnumerable<string> ids) =>
        string.Join("; ", ids.Select(id => processing.Kind(id)?.Name ?? id));

    /// <summary>Time left as a clock tells it.</summary>
    public static string Left(TimeSpan left) => (left < TimeSpan.Zero ? "quá hạn " : "còn ")
        + (left.Duration() is var d && d.TotalHours >= 1 ? $"{(int)d.TotalHours} giờ {d.Minutes} phút" : $"{d.Minutes} phút");

    /// <summary>Days left to a day.</summary>
    public static string Left(DateOnly due, DateOnly today) =>
        (due.DayNumber - today.DayNumber) switch { 0 => "hôm nay", > 0 and var n => $"còn {n} ngày", var n => $"quá hạn {-n} ngày" };
}
