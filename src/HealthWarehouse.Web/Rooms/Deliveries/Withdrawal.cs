using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared.Forms;

namespace HealthWarehouse.Web.Rooms.Deliveries;

/// <summary>
/// What stands and falls with a delivery: whether it is in force, its records that count today, and for how many of these another delivery
/// has something that would count instead.
/// </summary>
internal sealed record Withdrawal
{
    private const int LongestReason = 500;

    public bool InForce { get; init; }
    public long Counting { get; init; }
    public long Instead { get; init; }

    /// <summary>
    /// Whether a delivery can be taken back as a whole, or given back. Of messages in envelopes each record has its own cancel and restore,
    /// which taking a whole delivery back would overrule.
    /// </summary>
    public static bool MayBe(Delivery delivery, CatalogueFiles catalogue) => delivery.State is DeliveryState.Loaded
        && catalogue.Contracts.TryGetValue(delivery.Contract, out var contract) && contract.Format is not ContractFormat.Envelope;

    public static async Task<Withdrawal> Of(Delivery delivery, Warehouse warehouse, CancellationToken stop) =>
        (await warehouse.One<Withdrawal>("ask/delivery/withdrawal", new { delivery = delivery.Seq }, stop))!;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/tiep-nhan/{id}/rut/ghi", (string id, HttpContext http, IFormCollection form) =>
            Say(id, http, form, DeliveryActionKind.Cancel)).ExcludeFromDescription();
        app.MapPost("/tiep-nhan/{id}/rut/dua-lai", (string id, HttpContext http, IFormCollection form) =>
            Say(id, http, form, DeliveryActionKind.Restore)).ExcludeFromDescription();
    }

    /// <summary>It is a message like any other, kept in the ledger, so that a rebuild gives the same.</summary>
    private static async Task<IResult> Say(string id, HttpContext http, IFormCollection form, DeliveryActionKind kind)
    {
        var (services, stop, back) = (http.RequestServices, http.RequestAborted, $"/tiep-nhan/{id}/rut");
        var ledger = services.GetRequiredService<Ledger>();
        if (await DeliveryEndpoints.Visible(id, http, ledger, services.GetRequiredService<Senders>(), stop) is not { } delivery)
            return Results.NotFound();
        var reason = form["reason"].ToString().Trim();
        if (reason.Length is 0 or > LongestReason)
            return Refusal.Back(back, new FieldException("reason", $"Hãy ghi lý do, không quá {LongestReason} ký tự."));
        var warehouse = services.GetRequiredService<Warehouse>();
        if (!MayBe(delivery, services.GetRequiredService<CatalogueFiles>())
            || (await Of(delivery, warehouse, stop)).InForce != (kind is DeliveryActionKind.Cancel))
            return Refusal.Back(back, new RefusedException("Lần gửi này không còn như trang vừa cho xem. Hãy xem lại."));
        var account = http.User.Identity!.Name!;
        await services.GetRequiredService<AuditLog>().Write(new(account,
            kind is DeliveryActionKind.Cancel ? "delivery-cancel" : "delivery-restore", "delivery", delivery.Id, Source: http.Source()),
            stop);
        var action = new DeliveryAction(kind, Guid.Parse(delivery.Id), reason, Guid.NewGuid().ToString());
        using var content = new MemoryStream(action.ToBytes());
        await services.GetRequiredService<Intake>().Take(content,
            new(await http.HandsInAs(stop), "portal", DeliveryAction.Contract), stop: stop);
        // The reason is in the message, sealed: people write names in it.
        await ledger.Note(delivery, kind is DeliveryActionKind.Cancel ? "Withdrawn" : "Restored", $"Bởi {account}", stop);
        return Results.LocalRedirect($"/tiep-nhan/{id}");
    }
}
