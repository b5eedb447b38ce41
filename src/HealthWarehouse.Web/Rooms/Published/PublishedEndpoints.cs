using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Web.Accounts;
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
        app.MapPost("/cong-bo/ky", async ([FromForm] string? period, Publications publications, HttpContext http, CancellationToken stop) =>
        {
            await publications.Publish(Period.TryParse(period, out var asked) ? asked : Period.Ever, http.User.Viewer()!, stop);
            return Results.LocalRedirect("/cong-bo");
        }).ExcludeFromDescription();
    }
}
