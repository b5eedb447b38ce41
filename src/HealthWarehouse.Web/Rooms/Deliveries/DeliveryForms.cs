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

    private static async Task<IResult> Upload(IFormFileCollection files, HttpContext http, Intake intake, House house, CancellationToken stop)
    {
        string? last = null;
        foreach (var file in files)
        {
            await using var content = file.OpenReadStream();
            var receipt = await intake.Take(content, new(await http.HandsInAs(stop), "portal", FileName: Path.GetFileName(file.FileName)), house.Settings.MaxUpload, stop);
            last = receipt.TrackingId;
        }
        return Results.LocalRedirect(files.Count == 1 ? $"/tiep-nhan/{last}" : "/tiep-nhan");
    }

    private static async Task<IResult> Replay(string id, HttpContext http, Ledger ledger, Senders senders, Intake intake, AuditLog audit, CancellationToken stop)
    {
        if (await DeliveryEndpoints.Visible(id, http, ledger, senders, stop) is not { } delivery) return Results.NotFound();
        await audit.Write(new(http.User.Identity!.Name!, "replay", "delivery", id, Source: http.Connection.RemoteIpAddress?.ToString()), stop);
        await ledger.Replay(delivery, "Chuẩn hoá lại theo quy tắc hiện hành", stop);
        intake.Nudge();
        return Results.LocalRedirect($"/tiep-nhan/{id}");
    }
}
