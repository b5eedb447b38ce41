using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Access;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared.Forms;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Shared.Undoing;

/// <summary>Takes back what somebody has just done: an audited act of its own, by the same doors, only by who did it.</summary>
internal static class UndoEndpoints
{
    private const string Door = "/hoan-tac";

    public static void MapUndo(this IEndpointRouteBuilder app) => app.MapPost(Door, TakeBack).ExcludeFromDescription();

    /// <summary>
    /// The next pages offer to take back what this request did; catalogue/undo.yaml has the words. What takes it back goes through the
    /// services any other change goes through.
    /// </summary>
    public static void MayUndo(this HttpContext http, Func<HttpContext, Task> back, string? about = null, string? to = null) =>
        http.RequestServices.GetRequiredService<Undos>()
            .Offer(http.User.Viewer()!.Account, AccessTable.PathOf((RouteEndpoint)http.GetEndpoint()!), back, about, to);

    /// <summary>
    /// The same of what others may change too, or end for good: it is taken back only while its state is as this request leaves it.
    /// </summary>
    public static async Task MayUndo(this HttpContext http, Func<HttpContext, Task<string>> state, Func<HttpContext, Task> back,
        string? about = null)
    {
        var left = await state(http);
        http.MayUndo(async later =>
        {
            if (await state(later) != left) throw new ChangedSinceException();
            await back(later);
        }, about);
    }

    /// <summary>Whatever else an account does after, what it did before is no longer offered to be taken back.</summary>
    public static void UseUndo(this WebApplication app)
    {
        var undos = app.Services.GetRequiredService<Undos>();
        app.Use(async (http, next) =>
        {
            if (!HttpMethods.IsPost(http.Request.Method) || http.Request.Path.IsForSystems() || http.Request.Path == Door
                || http.User.Viewer() is not { Account: var account })
            {
                await next(http);
                return;
            }
            var before = undos.Last(account);
            await next(http);
            if (before is not null && http.Response.StatusCode < StatusCodes.Status400BadRequest && !Refusal.Is(http.Response))
                undos.Drop(account, before);
        });
    }

    private static async Task<IResult> TakeBack([FromForm] string? id, [FromForm] string? trang, HttpContext http, Undos undos,
        AccessTable access, AuditLog audit, CancellationToken stop)
    {
        var (account, page) = (http.User.Viewer()!.Account, Local.Path(trang));
        if (undos.Take(account, id) is not { } done)
        {
            undos.Say(account, undos.WhyNot(account, id));
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
        catch (ChangedSinceException e)
        {
            undos.Say(account, e.Message.TrimEnd('.'));
        }
        catch (RefusedException e)
        {
            undos.Say(account, $"Chưa hoàn tác được. {e.Message.TrimEnd('.')}");
        }
        return Results.LocalRedirect(done.To ?? page);
    }
}

/// <summary>What was done is no longer as who did it left it.</summary>
internal sealed class ChangedSinceException() : RefusedException("Đã có thay đổi khác sau đó nên không hoàn tác được.");
