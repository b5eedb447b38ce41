using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Rooms.Account;

namespace HealthWarehouse.Web.Rooms.Security;

/// <summary>Rows of the audit in words; an action without words keeps its code.</summary>
internal static partial class AuditWords
{
    public static readonly IReadOnlyDictionary<string, string> Actions = new Dictionary<string, string>
    {
        ["feedback-give"] = "Gửi góp ý", ["feedback-withdraw"] = "Rút góp ý", ["undo"] = "Hoàn tác", ["letters-change"] = "Đổi cỡ chữ",
        ["sign-in"] = "Đăng nhập", ["sign-in-first"] = "Qua bước một", ["sign-in-refused"] = "Đăng nhập bị từ chối",
            ["lock-out"] = "Tạm khoá tài khoản", ["sign-out"] = "Đăng xuất", ["session-end"] = "Kết thúc phiên",
        ["read"] = "Xem hồ sơ", ["shown"] = "Hiện danh sách người", ["ask"] = "Hỏi số liệu của ngăn hạn chế", ["shred-halt"] =
            "Dừng huỷ khoá", ["disclose"] = "Dữ liệu ra khỏi kho", ["disclose-refused"] = "Không cho dữ liệu ra", ["read-refused"] =
            "Xem bị từ chối", ["same-surname"] = "Người xem cùng họ", ["refused"] = "Không đủ quyền", ["key-refused"] = "Khoá không đúng",
        ["export"] = "Xuất tệp", ["audit-export"] = "Xuất nhật ký", ["audit-search"] = "Tìm trong nhật ký", ["audit-person"] =
            "Hỏi ai đã xem", ["audit-close"] = "Khoá sổ nhật ký", ["audit-open"] = "Mở sổ đã khoá", ["audit-cut"] = "Nhật ký bị cắt",
            ["audit-key"] = "Nhật ký sang khoá mới", ["clock-set-back"] = "Đồng hồ bị lùi",
        ["deliver"] = "Gửi dữ liệu", ["replay"] = "Chuẩn hoá lại", ["use-version"] = "Chọn bản dùng",
        ["delivery-cancel"] = "Rút lần gửi", ["delivery-restore"] = "Đưa lại lần gửi", ["repair"] = "Sửa kho",
            ["list-import"] = "Nhập danh mục", ["dashboard-save"] = "Lưu bảng điều hành", ["dashboard-delete"] = "Xoá bảng điều hành",
            ["dashboard-restore"] = "Lấy lại bảng điều hành vừa xoá",
            ["request"] = "Yêu cầu thay đổi", ["publish"] = "Công bố bảng",
        ["account-make"] = "Tạo tài khoản", ["account-disable"] = "Ngừng tài khoản", ["account-enable"] = "Mở lại tài khoản",
            ["grant-give"] = "Cấp quyền", ["grant-end"] = "Thôi quyền", ["role-use"] = "Đổi vai trò", ["access-review"] = "Rà soát quyền",
        ["ticket-give"] = "Cấp mã dùng một lần", ["ticket-use"] = "Dùng mã dùng một lần", ["mfa-on"] = "Bật hai bước", ["mfa-codes"] =
            "Tạo mã khôi phục mới", ["mfa-refused"] = "Mã bước hai không đúng", ["second-step-refused"] = "Đổi bước hai bị từ chối",
        ["approval-ask"] = "Yêu cầu duyệt quyền", ["approval-approve"] = "Duyệt quyền", ["approval-refuse"] = "Không duyệt quyền",
            ["approval-withdraw"] = "Rút yêu cầu duyệt quyền", ["approval-revoke"] = "Thu hồi quyền đã duyệt",
        ["shred-ask"] = "Yêu cầu huỷ khoá", ["shred-approve"] = "Duyệt huỷ khoá", ["shred-refuse"] = "Không duyệt huỷ khoá",
            ["shred-refused"] = "Huỷ khoá bị từ chối",
        ["shred-begin"] = "Bắt đầu huỷ khoá", ["shred-done"] = "Huỷ khoá xong", ["key-shred"] = "Huỷ bí mật của một người",
            ["hold-add"] = "Đặt lệnh giữ", ["hold-lift"] = "Thôi lệnh giữ",
        ["request-receive"] = "Nhận yêu cầu của chủ thể", ["request-subject"] = "Xác định người của yêu cầu",
            ["request-acknowledged"] = "Xác nhận đã nhận yêu cầu", ["request-started"] = "Bắt đầu giải quyết yêu cầu",
        ["request-assigned"] = "Giao yêu cầu", ["request-extended"] = "Gia hạn yêu cầu", ["request-deletion"] = "Quyết định xoá",
            ["request-answered"] = "Trả lời yêu cầu", ["request-refused"] = "Từ chối yêu cầu",
        ["request-lifted"] = "Thôi hạn chế", ["request-closed"] = "Đóng yêu cầu", ["request-note"] = "Ghi chú yêu cầu",
            ["incident-open"] = "Mở sự cố", ["notices-seen"] = "Đã xem thông báo",
        ["break-glass-judge"] = "Kết luận lần mở khẩn", ["identity-close"] = "Che lại danh tính", ["account-leave"] = "Kết thúc mọi quyền",
            ["contact-change"] = "Đổi liên hệ",
            ["app-password-make"] = "Tạo mật khẩu ứng dụng", ["app-password-end"] = "Thu hồi mật khẩu ứng dụng",
        ["passkey-add"] = "Thêm khoá truy cập", ["passkey-remove"] = "Bỏ khoá truy cập", ["passkey-rename"] = "Đổi tên khoá truy cập",
        ["sender-add"] = "Thêm nơi gửi", ["sender-change"] = "Đổi nơi gửi", ["sender-revoke"] = "Ngừng nơi gửi",
            ["sender-reopen"] = "Mở lại nơi gửi", ["sender-methods"] = "Đổi cách xác thực của nơi gửi",
        ["sender-login-give"] = "Cấp tài khoản gửi kiểu cũ", ["credential-add"] = "Cấp bí mật cho hệ thống",
            ["credential-replace"] = "Thay bí mật của hệ thống", ["credential-end"] = "Thôi bí mật của hệ thống",
        ["key-make"] = "Tạo khoá", ["key-retire"] = "Thôi dùng khoá", ["key-job-cancel"] = "Dừng đổi khoá",
            ["archive-restore"] = "Trả tệp về sổ", ["archive-sweep"] = "Dọn tệp không ai giữ", ["retry"] = "Thử nạp lại",
        ["password-change"] = "Đổi mật khẩu", ["password-reset"] = "Đặt lại mật khẩu", ["mfa-reset"] = "Đặt lại hai bước",
            ["key-rotate"] = "Đổi khoá", ["sender-key"] = "Cấp khoá gửi", ["anomaly-answer"] = "Ghi nhận bất thường",
    };

    /// <summary>What a row is about; kinds of records are named where incidents are declared (incidents.yaml).</summary>
    public static readonly IReadOnlyDictionary<string, string> Objects = new Dictionary<string, string>
    {
        ["account"] = "Tài khoản", ["feedback"] = "Góp ý", ["anomaly"] = "Bất thường",
        ["archive"] = "Kho tệp gốc", ["audit"] = "Nhật ký", ["boundary"] = "Địa giới",
        ["consent"] = "Sổ đồng ý", ["dashboard"] = "Bảng điều hành", ["delivery"] = "Lần gửi", ["disclosure"] = "Lần tiết lộ",
        ["episode"] = "Đợt khám, chữa bệnh", ["file"] = "Tệp", ["incident"] = "Sự cố", ["key"] = "Khoá", ["list"] = "Danh mục",
        ["master"] = "Khoá gốc", ["opening"] = "Lần mở danh tính", ["person"] = "Một người", ["privacy-notice"] = "Thông báo",
        ["published-table"] = "Bảng đã công bố", ["record"] = "Hồ sơ", ["restricted-figures"] = "Số liệu của ngăn hạn chế",
        ["route"] = "Địa chỉ trang", ["sender"] = "Nơi gửi", ["shredding"] = "Huỷ khoá", ["hold"] = "Lệnh giữ",
        ["subject-request"] = "Yêu cầu của chủ thể", ["warehouse"] = "Kho dữ liệu", ["report"] = "Báo cáo", ["view"] = "Câu hỏi đã lưu",
        ["code-list"] = "Danh mục", ["cell"] = "Ô báo cáo", ["credential"] = "Khoá, bí mật", ["grant"] = "Quyền",
        ["approval"] = "Duyệt quyền", ["finding"] = "Lỗi dữ liệu", ["checks"] = "Quy tắc kiểm tra",
    };

    public static string Action(string action) => Actions.GetValueOrDefault(action, action);

    public static string Object(string type, CatalogueFiles catalogue) =>
        Objects.GetValueOrDefault(type) ?? catalogue.Privacy.Incidents.Object(type)?.Name ?? type;

    /// <summary>What a row adds: roles and classes of data by their names, days as they are read.</summary>
    public static string? Detail(string? detail, CatalogueFiles catalogue) => detail is null ? null
        : string.Join("; ", StoredDay().Replace(detail, "$3/$2/$1").Split("; ").Select(piece => catalogue.Access.Role(piece)?.Name
            ?? (Enum.TryParse<DataClass>(piece, out var data) && Enum.IsDefined(data) && !char.IsDigit(piece[0])
                ? GrantWords.Data(data) : piece)));

    [GeneratedRegex(@"\b(20\d\d)-(\d\d)-(\d\d)\b")] private static partial Regex StoredDay();

    public static string Result(string? result) =>
        result switch { AuditEntry.Refused => "Từ chối", AuditEntry.Failed => "Không thành", _ => "Xong" };

    public static string Kind(string? kind) =>
        kind switch { AuditOrigin.Person => "người dùng", AuditOrigin.Administrator => "quản trị", AuditOrigin.Sender =>
        "tài khoản gửi", AuditOrigin.System => "hệ thống khác", AuditOrigin.House => "hệ thống", _ => "" };

    /// <summary>Time in Việt Nam, to the second.</summary>
    public static string Time(string at) => DateTime.ParseExact(at[..19], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture).AddHours(7)
        .ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture);
}
