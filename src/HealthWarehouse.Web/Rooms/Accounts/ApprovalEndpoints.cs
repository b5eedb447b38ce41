using HealthWarehouse.Concepts;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Shared.Forms;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.Accounts;

/// <summary>Deciding what needs two people; a fault comes back to the page in words.</summary>
internal static class ApprovalEndpoints
{
    private const string Page = "/quan-tri/duyet";

    public static void MapApprovals(this IEndpointRouteBuilder app)
    {
        app.MapPost($"{Page}/quyet-dinh",
            ([FromForm] string? id, [FromForm] string? approve, [FromForm] string? why, HttpContext http, Approvals approvals,
            NewPasswords codes, CancellationToken stop) => Try(async () =>
        {
            var code = await approvals.Decide(id ?? "", approve == "true", why, http.User.Viewer()!,
                http.User.Seen()!.Session?.TwoSteps is true, stop);
            return code is null ? Page : $"{Page}?ma={codes.Keep(code)}";
        })).ExcludeFromDescription();
        app.MapPost($"{Page}/rut",
            ([FromForm] string? id, [FromForm] string? back, HttpContext http, Approvals approvals, CancellationToken stop) =>
            Try(async () =>
        {
            await approvals.Withdraw(id ?? "", http.User.Viewer()!, stop);
            return string.IsNullOrEmpty(back) ? Page : Local.Path(back);
        })).ExcludeFromDescription();
        app.MapPost($"{Page}/thu-hoi",
            ([FromForm] string? id, [FromForm] string? why, HttpContext http, Approvals approvals, CancellationToken stop) =>
            Try(async () =>
        {
            await approvals.Revoke(id ?? "", why, http.User.Viewer()!, http.User.Seen()!.Session?.TwoSteps is true, stop);
            return Page;
        })).ExcludeFromDescription();
    }

    private static async Task<IResult> Try(Func<Task<string>> work)
    {
        try
        {
            return Results.LocalRedirect(await work());
        }
        catch (RefusedException e)
        {
            return Refusal.Back(Page, e);
        }
    }
}
