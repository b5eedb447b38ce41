using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Access;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Shared.Undoing;

/// <summary>Takes back what somebody has just done: an audited act of its own, by the same doors, only by who did it.</summary>
internal static class UndoEndpoints
{
    public static void MapUndo(this IEndpointRouteBuilder app) => app.MapPost("/hoan-tac", TakeBack).ExcludeFromDescription();

    /// <summary>
    /// The next pages offer to take back what this request did; catalogue/undo.yaml has the words. What takes it back goes through the
    /// services any other change goes through.
    /// </summary>
    public static void MayUndo(this HttpContext http, Func<HttpContext, Task> back, string? about = null, string? to = null) =>
        http.RequestServices.GetRequiredService<Undos>()
            .Offer(http.User.Viewer()!.Account, AccessTable.PathOf((RouteEndpoint)http.GetEndpoint()!), back, about, to);

    private static async Task<IResult> TakeBack([FromForm] string? id, [FromForm] string? trang, HttpContext http, Undos undos,
        AccessTable access, AuditLog audit, CancellationToken stop)
    {
        var (account, page) = (http.User.Viewer()!.Account, Local.Path(trang));
        if (undos.Take(account, id) is not { } done)
        {
            undos.Say(account, "Đã quá thời gian hoàn tác; chưa đổi gì");
            return Results.LocalRedirect(page);
        }
        if (AccessGate.Judge(access.RuleOf("POST", done.Route)!, http.User.Seen(), null, null) is not Admission.Open)
            throw new NotAllowedException("Việc vừa làm nay không còn trong quyền của bạn.");
        await audit.Write(new(account, "undo", "route", done.Route, Source: http.Source(), Detail: done.Words), stop);
        try
        {
            await done.Back!(http);
            undos.Say(account, "Đã hoàn tác");
        }
        catch (RefusedException e)
        {
            undos.Say(account, $"Chưa hoàn tác được. {e.Message}");
        }
        return Results.LocalRedirect(done.To ?? page);
    }
}
