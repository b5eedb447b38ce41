using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Rooms.Search;

internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/search").WithTags("Tìm");
        api.MapGet("/", (string? q, Finder finder, HttpContext http, CancellationToken stop) =>
            finder.Find(q, http.User.Viewer()!, stop))
            .WithSummary("Tìm trang, bảng, báo cáo, chỉ số, bệnh, cơ sở, xã, danh mục, nơi gửi theo tên; đợt khám, chữa bệnh theo mã");
        api.MapGet("/places", Places).WithSummary("Cơ sở và xã để chọn phạm vi của số liệu");
    }

    /// <summary>Asked once by a browser for some minutes: every filter bar offers the same places.</summary>
    private static IReadOnlyList<PlaceChoice> Places(Finder finder, HttpContext http)
    {
        http.Response.Headers.CacheControl = "private, max-age=600";
        return finder.Places(http.User.Viewer()!);
    }
}
