using HealthWarehouse.Concepts;
using HealthWarehouse.Analyse;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Shared.Forms;
using HealthWarehouse.Web.Shared.Undoing;
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
                var id = await views.Save(http.User.Viewer()!.Account, name, path, shared == "true", stop);
                http.MayUndo(later => views.Remove(later.User.Viewer()!.Account, id, later.RequestAborted));
                return Results.LocalRedirect($"/{path}");
            }
            catch (RefusedException e)
            {
                return Refusal.Back(Local.Path($"/{path}"), e);
            }
        }).ExcludeFromDescription();
        app.MapPost("/so-lieu/xoa/{id}", async (string id, IFormCollection _, SavedViews views, HttpContext http, CancellationToken stop) =>
        {
            var account = http.User.Viewer()!.Account;
            var was = (await views.Of(account, stop)).FirstOrDefault(v => v.Id == id && v.Account == account);
            await views.Remove(account, id, stop);
            if (was is not null)
                http.MayUndo(later => views.Save(account, was.Name, was.Path, was.Shared == 1, later.RequestAborted), was.Name);
            return Results.LocalRedirect("/so-lieu");
        }).ExcludeFromDescription();
    }
}
