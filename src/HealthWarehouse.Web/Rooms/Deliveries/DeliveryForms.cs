using HealthWarehouse.Collect;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Rooms.Deliveries;

/// <summary>What the pages of deliveries post.</summary>
internal static class DeliveryForms
{
    public static void MapDeliveryForms(this IEndpointRouteBuilder app)
    {
        app.MapPost("/tiep-nhan/gui", Upload).ExcludeFromDescription();
        app.MapPost("/tiep-nhan/{id}/chay-lai", Replay).ExcludeFromDescription();
    }

    private static async Task<IResult> Upload(IFormFileCollection files, HttpContext http, Intake intake, House house,
        CancellationToken stop)
    {
        var sender = await http.HandsInAs(stop);
        var receipts = await intake.TakeMany([.. files.Select(f =>
            new Incoming(f.OpenReadStream, new(sender, "portal", FileName: Path.GetFileName(f.FileName))))], house.Settings.MaxUpload,
            stop);
        return Results.LocalRedirect(receipts is [var only] ? $"/tiep-nhan/{only.TrackingId}" : "/tiep-nhan");
    }

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
