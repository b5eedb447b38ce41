using HealthWarehouse.Collect;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Deliveries;

namespace HealthWarehouse.Web.Rooms.Operate;

/// <summary>How many deliveries that were set aside are tried again.</summary>
internal sealed record RetryAnswer(int Deliveries);

/// <summary>
/// Deliveries that were set aside are tried again, one or all of them: from the page, by the API, by <c>khoyte retry</c>.
/// </summary>
internal static class RetryEndpoints
{
    public static void MapRetry(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/deliveries/{id}/retry", One).DisableAntiforgery().WithTags("Tiếp nhận")
            .WithSummary("Thử nạp lại một lần gửi để riêng");
        app.MapPost("/api/v1/operate/retry",
            async (HttpContext http, Ledger ledger, Intake intake, AuditLog audit, CancellationToken stop) =>
            new RetryAnswer(await Again(null, http, ledger, intake, audit, stop)))
            .DisableAntiforgery().WithTags("Tiếp nhận").WithSummary("Thử nạp lại mọi lần gửi để riêng");
        app.MapPost("/tiep-nhan/{id}/thu-lai",
            async (string id, HttpContext http, Ledger ledger, Senders senders, Intake intake, AuditLog audit, CancellationToken stop) =>
        {
            if (await DeliveryEndpoints.Visible(id, http, ledger, senders, stop) is null) return Results.NotFound();
            await Again(id, http, ledger, intake, audit, stop);
            return Results.LocalRedirect($"/tiep-nhan/{id}");
        }).ExcludeFromDescription();
        app.MapPost("/tiep-nhan/thu-lai", async (HttpContext http, Ledger ledger, Intake intake, AuditLog audit, CancellationToken stop) =>
        {
            await Again(null, http, ledger, intake, audit, stop);
            return Results.LocalRedirect("/");
        }).ExcludeFromDescription();
    }

    private static async Task<IResult> One(string id, HttpContext http, Ledger ledger, Senders senders, Intake intake, AuditLog audit,
        CancellationToken stop) =>
        await DeliveryEndpoints.Visible(id, http, ledger, senders, stop) is null
            ? Results.NotFound() : Results.Ok(new RetryAnswer(await Again(id, http, ledger, intake, audit, stop)));

    private static async Task<int> Again(string? id, HttpContext http, Ledger ledger, Intake intake, AuditLog audit, CancellationToken stop)
    {
        await audit.Write(new(http.User.Identity!.Name!, "retry", "delivery", id ?? "*", Source: http.Source()), stop);
        var tried = await ledger.Retry(id, stop);
        if (tried > 0) intake.Nudge();
        return tried;
    }
}
