using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared.Forms;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.Published;

/// <summary>Published tables for programmes, and the form by which a leader publishes those of a period.</summary>
internal static class PublishedEndpoints
{
    public static void MapPublished(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Bảng đã công bố");
        api.MapGet("/published", (Publications publications, CancellationToken stop) => publications.All(stop))
            .WithSummary("Các bảng đã công bố: mã, kỳ, ngày công bố");
        api.MapGet("/published/table", Table).WithSummary("Một bảng đã công bố, như lúc công bố: json, csv hoặc xlsx");
        app.MapPost(Page + "/ky", Publish).ExcludeFromDescription();
    }

    /// <summary>Tells the page which tables just published have only their total.</summary>
    public const string Bare = "chi-tong";

    private const string Page = "/cong-bo";

    private static async Task<IResult> Publish([FromForm] string? period, Publications publications, HttpContext http,
        CancellationToken stop)
    {
        try
        {
            var bare = await publications.Publish(Period.TryParse(period, out var asked) ? asked : Period.Ever, http.User.Viewer()!, stop);
            return Results.LocalRedirect(bare.Count == 0 ? Page : $"{Page}?{string.Join('&', bare.Select(code => $"{Bare}={code}"))}");
        }
        catch (RefusedException e)
        {
            return Refusal.Back(Page, e);
        }
    }

    private static async Task<IResult> Table(string code, string period, Publications publications, CatalogueFiles catalogue,
        CancellationToken stop, string format = "json")
    {
        if (format == "json")
            return await publications.Content(code, period, stop) is { } content
                ? Results.Text(content, "application/json") : Results.NotFound();
        if (!PublishedFiles.Types.TryGetValue(format, out var type))
            return Problems.Bad("Không có dạng tệp này", $"format phải là json, {string.Join(", ", PublishedFiles.Types.Keys)}.");
        if (await publications.Find(code, period, stop) is not { } table) return Results.NotFound();
        var file = new MemoryStream();
        await PublishedFiles.Write(table, format, catalogue.Disclosure.Mark, file);
        file.Position = 0;
        return Results.File(file, type, PublishedFiles.NameOf(table, format));
    }
}
