using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Web.Shared;

/// <summary>A page of the menu, for those who have its right.</summary>
internal sealed record SitePage(string Href, string Icon, string Title, Right Needs = Right.Figures);

/// <summary>Pages of the menu that belong together; the first ones need no head.</summary>
internal sealed record SiteSection(string? Title, IReadOnlyList<SitePage> Pages);

/// <summary>The menu: figures first, then what they stand on, then those who watch over it and those who run it.</summary>
internal static class SiteMap
{
    private static readonly SitePage Start = new("", "home", "Tổng quan");

    private static readonly SiteSection[] All =
    [
        new(null,
        [
            new("gui", "upload", "Gửi dữ liệu", Right.Deliver),
            new("tiep-nhan/nhap", "table-import", "Nhập tệp", Right.Deliver), new("bang", "layout-dashboard", "Bảng điều hành"),
            new("so-lieu", "chart-bar", "Số liệu"), new("bao-cao", "report-medical", "Báo cáo"),
            new("cong-bo", "world", "Bảng đã công bố", Right.Published),
        ]),
        new("Theo dõi",
        [
            new("tiep-nhan", "inbox", "Tiếp nhận"), new("chat-luong", "checklist", "Chất lượng dữ liệu"),
            new("chi-so", "ruler-2", "Chỉ số, chỉ tiêu"), new("danh-muc", "list-details", "Danh mục"),
            new("nguon-du-lieu", "database-import", "Nguồn dữ liệu"),
            new("tu-dien", "book-2", "Từ điển dữ liệu"),
        ]),
        new("Bảo vệ dữ liệu",
        [
            new("bao-mat", "shield-lock", "Bảo vệ dữ liệu", Right.Privacy),
            new("bao-mat/mo-khan", "urgent", "Mở khẩn", Right.Privacy),
            new("bao-mat/hoat-dong", "list-check", "Sổ hoạt động xử lý", Right.Approve),
            new("quan-tri/duyet", "checks", "Duyệt quyền", Right.Privacy),
            new("bao-mat/nhat-ky", "history", "Nhật ký", Right.Audit),
            new("bao-mat/bat-thuong", "alert-triangle", "Bất thường", Right.Audit),
            new("bao-mat/nguoi", "eye", "Ai đã xem", Right.Audit), new("bao-mat/nguoi", "eye", "Ai đã xem", Right.Privacy),
            new("bao-mat/huy-khoa", "eraser", "Huỷ khoá một người", Right.Privacy),
            new("bao-mat/huy-khoa", "eraser", "Huỷ khoá một người", Right.Operate),
        ]),
        new("Quản trị",
        [
            new("quan-tri/tai-khoan", "users", "Tài khoản", Right.Accounts),
            new("quan-tri/ra-soat", "user-check", "Rà soát quyền", Right.Accounts),
            new("quan-tri/duyet", "checks", "Duyệt quyền", Right.Accounts),
            new("quan-tri/noi-gui", "server", "Nơi gửi, hệ thống", Right.Senders),
            new("van-hanh/khoa", "key", "Khoá", Right.Operate), new("quan-tri/gop-y", "message", "Góp ý", Right.Steward),
        ]),
    ];

    /// <summary>What somebody finds in the menu: the first page, and those of their rights, each once.</summary>
    public static IEnumerable<SitePage> For(Viewer viewer) => Sections(viewer).SelectMany(s => s.Pages);

    /// <summary>The same with the heads of its sections.</summary>
    public static IReadOnlyList<SiteSection> Sections(Viewer viewer)
    {
        var told = new HashSet<string>();
        return [.. All.Select((s, i) => s with { Pages = [.. s.Pages.Where(p => Finds(viewer, p) && told.Add(p.Href))
            .Prepend(Start).Skip(i == 0 ? 0 : 1)] }).Where(s => s.Pages.Count > 0)];
    }

    private static bool Finds(Viewer viewer, SitePage page) => viewer.May(page.Needs) || viewer.Withheld.Contains(page.Needs);
}
