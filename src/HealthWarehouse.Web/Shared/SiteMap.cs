namespace HealthWarehouse.Web.Shared;

/// <summary>A page of the menu.</summary>
internal sealed record SitePage(string Href, string Icon, string Title);

/// <summary>The pages of the menu, in the order of the flow: collect → standardise → analyse → report, then what it stands on.</summary>
internal static class SiteMap
{
    public static readonly IReadOnlyList<SitePage> Pages =
    [
        new("", "home", "Tổng quan"), new("tiep-nhan", "inbox", "Tiếp nhận"), new("chat-luong", "checklist", "Chất lượng dữ liệu"), new("bang", "layout-dashboard", "Bảng điều hành"),
        new("so-lieu", "chart-bar", "Số liệu"), new("chi-so", "ruler-2", "Chỉ số, chỉ tiêu"), new("bao-cao", "report-medical", "Báo cáo"), new("danh-muc", "list-details", "Danh mục"), new("tu-dien", "book-2", "Từ điển dữ liệu"),
    ];
}
