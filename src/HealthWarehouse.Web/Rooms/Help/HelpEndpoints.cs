using HealthWarehouse.Concepts;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Shared.Forms;
using HealthWarehouse.Web.Shared.Undoing;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.Help;

/// <summary>What people say of a page; a fault comes back to the page in words.</summary>
internal static class HelpEndpoints
{
    public static void MapHelp(this IEndpointRouteBuilder app) => app.MapPost("/tro-giup/gop-y", Give).ExcludeFromDescription();

    private static async Task<IResult> Give([FromForm] string? trang, [FromForm] string? words, HttpContext http, FeedbackBook book,
        PageState pages, CancellationToken stop)
    {
        var (address, here) = (Local.Path(trang), $"/tro-giup?trang={Uri.EscapeDataString(Local.Path(trang))}");
        try
        {
            var (route, filters) = pages.Of(address);
            var id = await book.Give(http.User.Viewer()!, route, filters, words, stop);
            http.MayUndo(later => book.Withdraw(later.User.Viewer()!, id, later.RequestAborted), to: here);
            return Results.LocalRedirect($"{here}&da-gui=1");
        }
        catch (RefusedException e)
        {
            return Refusal.Back(here, e);
        }
    }
}
