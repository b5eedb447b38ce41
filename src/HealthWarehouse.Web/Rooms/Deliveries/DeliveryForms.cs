using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Http.Features;

namespace HealthWarehouse.Web.Rooms.Deliveries;

/// <summary>What the pages of deliveries post.</summary>
internal static class DeliveryForms
{
    public static void MapDeliveryForms(this IEndpointRouteBuilder app, long maxUpload)
    {
        app.MapPost("/tiep-nhan/gui", Upload).WithFormOptions(multipartBodyLengthLimit: maxUpload).ExcludeFromDescription();
        app.MapPost("/tiep-nhan/{id}/chay-lai", Replay).ExcludeFromDescription();
    }

    /// <summary>
    /// Files of the page. A script hands in one file a request with the page's token in a header, so that it is sealed as it comes; without
    /// script the form was read already when its token was looked for.
    /// </summary>
    private static async Task<IResult> Upload(HttpContext http, Intake intake, House house, CancellationToken stop)
    {
        var isScript = http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);
        try
        {
            var own = new Handover(await http.HandsInAs(stop), "portal");
            var receipts = http.Features.Get<IFormFeature>()?.Form is { } form
                ? await intake.TakeMany([.. form.Files.Where(f => f.Length > 0).Select(f =>
                    new Incoming(f.OpenReadStream, own with { FileName = DeliveryIntake.Clean(f.FileName) }))], house.Settings.MaxUpload,
                        stop)
                : await DeliveryIntake.Files(http.Request, intake, house.Settings.MaxUpload, own, stop);
            if (receipts.Count == 0) throw new RefusedException("Chưa chọn tệp nào. Hãy chọn ít nhất một tệp rồi gửi.");
            return isScript ? Results.Json(receipts.Select(DeliveryIntake.Told)) : Results.LocalRedirect(
                $"/gui?vua={Of(receipts, ReceiptKind.Accepted)}&trung={Of(receipts, ReceiptKind.Duplicate)}");
        }
        catch (Exception fault) when (Problems.Of(fault) is { Status: < 500 } told)
        {
            return isScript ? TypedResults.Problem(told.Detail, statusCode: told.Status, title: told.Title)
                : Results.LocalRedirect($"/gui?loi={Uri.EscapeDataString($"{told.Title}. {told.Detail}")}");
        }
    }

    private static string Of(IReadOnlyList<Receipt> receipts, ReceiptKind kind) =>
        string.Join(',', receipts.Where(r => r.Kind == kind).Select(r => r.TrackingId).Take(50));

    private static async Task<IResult> Replay(string id, HttpContext http, Ledger ledger, Senders senders, Intake intake, AuditLog audit,
        CancellationToken stop)
    {
        if (await DeliveryEndpoints.Visible(id, http, ledger, senders, stop) is not { } delivery) return Results.NotFound();
        await audit.Write(new(http.User.Identity!.Name!, "replay", "delivery", id, Source: http.Connection.RemoteIpAddress?.ToString()),
            stop);
        await ledger.Replay(delivery, "Chuẩn hoá lại theo quy tắc hiện hành", stop);
        intake.Nudge();
        return Results.LocalRedirect($"/tiep-nhan/{id}");
    }
}
