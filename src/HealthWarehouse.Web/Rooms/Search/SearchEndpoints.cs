using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Rooms.Search;

internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/search", (string? q, Finder finder, HttpContext http) => finder.Find(q, http.User.Viewer()!)).WithTags("Tìm").WithSummary("Tìm trang, bảng, báo cáo, chỉ số, cơ sở, xã, danh mục theo tên");
}
