using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;
using HealthWarehouse.Web.Shared.Forms;

namespace HealthWarehouse.Web.Rooms.Deliveries;

/// <summary>
/// A steward's word that a record is the version of its episode that counts, whatever came later. It is a message like any other, kept in
/// the ledger, so that a rebuild gives the same.
/// </summary>
internal static class VersionForm
{
    /// <summary>Rules whose findings offer it: the record was kept, but does not count.</summary>
    public static readonly string[] Rules = ["A02-older-message", "A03-two-people"];

    public static void MapVersionForm(this IEndpointRouteBuilder app) =>
        app.MapPost("/tiep-nhan/{id}/dung-ban", Use).ExcludeFromDescription();

    /// <summary>The field of a record's reason: a page has several.</summary>
    public static string Field(object record) => $"reason-{record}";

    private static async Task<IResult> Use(string id, HttpContext http, Ledger ledger, Senders senders, Warehouse warehouse, Intake intake,
        AuditLog audit, CancellationToken stop)
    {
        if (await DeliveryEndpoints.Visible(id, http, ledger, senders, stop) is not { } delivery) return Results.NotFound();
        var form = await http.Request.ReadFormAsync(stop);
        var reason = form["reason"].ToString().Trim();
        if (reason.Length is 0 or > 500)
            return Refusal.Back($"/tiep-nhan/{id}", new FieldException(Field(form["record"]), "Hãy ghi lý do, không quá 500 ký tự."));
        if (!int.TryParse(form["record"], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || await warehouse.One<Usable>("ask/record/usable", new { delivery = delivery.Seq, record = number }, stop) is not { } record)
            return Refusal.Back($"/tiep-nhan/{id}", new FormatException("Lần gửi này không có hồ sơ dùng được mang số đó."));
        await audit.Write(new(http.User.Identity!.Name!, "use-version", "record", record.RecordKey.ToString(CultureInfo.InvariantCulture),
            Source: http.Connection.RemoteIpAddress?.ToString(), Detail: id), stop);
        using var content = new MemoryStream(new EpisodeAction(EpisodeActionKind.Use, record.FacilityCode, record.EpisodeCode, reason,
            Guid.NewGuid().ToString(), record.RecordKey).ToBytes());
        await intake.Take(content, new(Sender.Local, "portal", EpisodeAction.Contract), stop: stop);
        await ledger.Note(delivery, "Use", $"Hồ sơ {record.EpisodeCode}: cán bộ tiếp nhận chọn bản trong lần gửi này", stop);
        return Results.LocalRedirect($"/tiep-nhan/{id}");
    }

    private sealed record Usable
    {
        public long RecordKey { get; init; }
        public required string FacilityCode { get; init; }
        public required string EpisodeCode { get; init; }
    }
}
