using HealthWarehouse.Analyse;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Shared.Forms;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.Explore;

/// <summary>What the page of figures posts.</summary>
internal static class SavedViewForms
{
    public static void MapSavedViews(this IEndpointRouteBuilder app)
    {
        app.MapPost("/so-lieu/luu",
            async ([FromForm] string path, [FromForm] string name, [FromForm] string? shared, SavedViews views, HttpContext http,
            CancellationToken stop) =>
        {
            try
            {
                await views.Save(http.User.Viewer()!.Account, name, path, shared == "true", stop);
                return Results.LocalRedirect($"/{path}");
            }
            catch (FormatException e)
            {
                return Refusal.Back(Local.Path($"/{path}"), e);
            }
        }).ExcludeFromDescription();
        app.MapPost("/so-lieu/xoa/{id}", async (string id, IFormCollection _, SavedViews views, HttpContext http, CancellationToken stop) =>
        {
            await views.Remove(http.User.Viewer()!.Account, id, stop);
            return Results.LocalRedirect("/so-lieu");
        }).ExcludeFromDescription();
    }
}
