using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared.Forms;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.Keys;

/// <summary>What is done with keys on the page, and for the command line beside a running server.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder app)
    {
        app.MapPost("/van-hanh/khoa/doi", ([FromForm] string use, HttpContext http, House house, CancellationToken stop) =>
            Try(() => house.KeyOffice.Rotate(use, http.User.Viewer()!, stop))).ExcludeFromDescription();
        app.MapPost("/van-hanh/khoa/thoi",
            ([FromForm] string use, [FromForm] int number, HttpContext http, House house, CancellationToken stop) =>
            Try(() => house.KeyOffice.Retire(use, number, http.User.Viewer()!, stop))).ExcludeFromDescription();
        app.MapPost("/van-hanh/khoa/dung", ([FromForm] string id, HttpContext http, House house, CancellationToken stop) =>
            Try(() => house.KeyOffice.Cancel(id, http.User.Viewer()!, stop))).ExcludeFromDescription();
        app.MapGet("/api/v1/operate/keys", (House house, CancellationToken stop) => house.KeyOffice.List(stop)).ExcludeFromDescription();
        app.MapPost("/api/v1/operate/keys/{use}/rotate", (string use, House house, CancellationToken stop) =>
            Answer(async () => new { number = await house.KeyOffice.Rotate(use, Viewer.House, stop) })).DisableAntiforgery()
            .ExcludeFromDescription();
        app.MapPost("/api/v1/operate/keys/{use}/{number}/retire", (string use, int number, House house, CancellationToken stop) =>
            Answer(async () => { await house.KeyOffice.Retire(use, number, Viewer.House, stop); return new { number }; }))
            .DisableAntiforgery().ExcludeFromDescription();
        app.MapPost("/api/v1/operate/keys/master", (House house, CancellationToken stop) =>
            Answer(async () => { await house.KeyOffice.ChangeMaster(Viewer.House, stop); return new { changed = true }; }))
            .DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> Try(Func<Task> work)
    {
        try
        {
            await work();
            return Results.LocalRedirect("/van-hanh/khoa");
        }
        catch (RefusedException e)
        {
            return Refusal.Back("/van-hanh/khoa", e);
        }
    }

    private static async Task<IResult> Answer<T>(Func<Task<T>> work)
    {
        try
        {
            return Results.Ok(await work());
        }
        catch (RefusedException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status409Conflict);
        }
    }
}
