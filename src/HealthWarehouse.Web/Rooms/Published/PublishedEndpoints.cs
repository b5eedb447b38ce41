using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared.Forms;
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
        api.MapGet("/published/table", async (string code, string period, Publications publications, CancellationToken stop) =>
            await publications.Content(code, period, stop) is { } content
                ? Results.Text(content, "application/json") : Results.NotFound()).WithSummary("Một bảng đã công bố, như lúc công bố");
        app.MapPost(Page + "/ky", Publish).ExcludeFromDescription();
    }

    private const string Page = "/cong-bo";

    private static async Task<IResult> Publish([FromForm] string? period, Publications publications, HttpContext http,
        CancellationToken stop)
    {
        try
        {
            await publications.Publish(Period.TryParse(period, out var asked) ? asked : Period.Ever, http.User.Viewer()!, stop);
            return Results.LocalRedirect(Page);
        }
        catch (FormatException e)
        {
            return Refusal.Back(Page, e);
        }
    }
}
