using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared.Forms;
using HealthWarehouse.Web.Shared.Undoing;

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

    private static async Task<IResult> Use(string id, HttpContext http, Ledger ledger, Senders senders, Warehouse warehouse,
        CancellationToken stop)
    {
        if (await DeliveryEndpoints.Visible(id, http, ledger, senders, stop) is not { } delivery) return Results.NotFound();
        var form = await http.Request.ReadFormAsync(stop);
        var reason = form["reason"].ToString().Trim();
        if (reason.Length is 0 or > 500)
            return Refusal.Back($"/tiep-nhan/{id}", new FieldException(Field(form["record"]), "Hãy ghi lý do, không quá 500 ký tự."));
        if (!int.TryParse(form["record"], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || await warehouse.One<Usable>("ask/record/usable", new { delivery = delivery.Seq, record = number }, stop) is not { } record)
            return Refusal.Back($"/tiep-nhan/{id}", new RefusedException("Lần gửi này không có hồ sơ dùng được mang số đó."));
        var counted = await Counted(warehouse, record, stop);
        await Say(http, delivery, new(EpisodeActionKind.Use, record.FacilityCode, record.EpisodeCode, reason, Guid.NewGuid().ToString(),
            record.RecordKey), "cán bộ tiếp nhận chọn bản trong lần gửi này");
        http.MayUndo(async later =>
        {
            // The choice is taken in while people go on: until then what counted before counts.
            var now = await Counted(warehouse, record, later.RequestAborted);
            if (now != record.RecordKey && now != counted) throw new ChangedSinceException();
            await Say(later, delivery, new(counted is null ? EpisodeActionKind.Cancel : EpisodeActionKind.Use,
                record.FacilityCode, record.EpisodeCode, "Hoàn tác việc chọn bản", Guid.NewGuid().ToString(), counted),
                "hoàn tác việc chọn bản, bản trước đó lại được dùng");
        }, record.EpisodeCode);
        return Results.LocalRedirect($"/tiep-nhan/{id}");
    }

    private static async Task<long?> Counted(Warehouse warehouse, Usable record, CancellationToken stop) =>
        (await warehouse.Query<long>("ask/record/standing", new { facility = record.FacilityCode, episode = record.EpisodeCode }, stop))
            .Cast<long?>().FirstOrDefault();

    private static async Task Say(HttpContext http, Delivery delivery, EpisodeAction action, string words)
    {
        var (services, stop) = (http.RequestServices, http.RequestAborted);
        await services.GetRequiredService<AuditLog>().Write(new(http.User.Identity!.Name!, "use-version", "record",
            action.Record?.ToString(CultureInfo.InvariantCulture) ?? action.EpisodeCode, Source: http.Source(), Detail: delivery.Id), stop);
        using var content = new MemoryStream(action.ToBytes());
        await services.GetRequiredService<Intake>().Take(content, new(Sender.Local, "portal", EpisodeAction.Contract), stop: stop);
        await services.GetRequiredService<Ledger>().Note(delivery, "Use", $"Hồ sơ {action.EpisodeCode}: {words}", stop);
    }

    private sealed record Usable
    {
        public long RecordKey { get; init; }
        public required string FacilityCode { get; init; }
        public required string EpisodeCode { get; init; }
    }
}
