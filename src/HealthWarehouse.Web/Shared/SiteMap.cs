using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Web.Shared;

/// <summary>A page of the menu, for those who have its right.</summary>
internal sealed record SitePage(string Href, string Icon, string Title, Right Needs = Right.Figures);

/// <summary>
/// The pages of the menu, in the order of the flow: collect → standardise → analyse → report, then what it stands on, then those who watch
/// over it.
/// </summary>
internal static class SiteMap
{
    public static readonly IReadOnlyList<SitePage> Pages =
    [
        new("tiep-nhan", "inbox", "Tiếp nhận"), new("chat-luong", "checklist", "Chất lượng dữ liệu"),
            new("bang", "layout-dashboard", "Bảng điều hành"),
        new("so-lieu", "chart-bar", "Số liệu"), new("chi-so", "ruler-2", "Chỉ số, chỉ tiêu"), new("bao-cao", "report-medical", "Báo cáo"),
            new("cong-bo", "report-medical", "Bảng đã công bố", Right.Published), new("danh-muc", "list-details", "Danh mục"), new("tu-dien", "book-2", "Từ điển dữ liệu"),
        new("bao-mat/mo-khan", "shield-lock", "Mở khẩn", Right.Privacy),
        new("quan-tri/tai-khoan", "users", "Tài khoản", Right.Accounts),
            new("quan-tri/ra-soat", "user-check", "Rà soát quyền", Right.Accounts),
        new("quan-tri/duyet", "checks", "Duyệt quyền", Right.Accounts), new("quan-tri/duyet", "checks", "Duyệt quyền", Right.Privacy),
        new("quan-tri/noi-gui", "server", "Nơi gửi, hệ thống", Right.Senders),
        new("bao-mat", "shield-lock", "Bảo vệ dữ liệu", Right.Privacy),
            new("bao-mat/hoat-dong", "list-check", "Sổ hoạt động xử lý", Right.Approve),
        new("bao-mat/nhat-ky", "history", "Nhật ký", Right.Audit), new("bao-mat/bat-thuong", "alert-triangle", "Bất thường", Right.Audit),
            new("bao-mat/nguoi", "eye", "Ai đã xem", Right.Audit), new("bao-mat/nguoi", "eye", "Ai đã xem", Right.Privacy),
        new("van-hanh/khoa", "key", "Khoá", Right.Operate), new("bao-mat/huy-khoa", "eraser", "Huỷ khoá một người", Right.Privacy),
            new("bao-mat/huy-khoa", "eraser", "Huỷ khoá một người", Right.Operate),
    ];

    /// <summary>What somebody finds in the menu: the first page, and those of their rights.</summary>
    public static IEnumerable<SitePage> For(Viewer viewer) =>
        Pages.Where(p => viewer.May(p.Needs) || viewer.Withheld.Contains(p.Needs)).Prepend(new("", "home", "Tổng quan"));
}
