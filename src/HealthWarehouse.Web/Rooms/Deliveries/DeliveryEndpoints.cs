using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Operate;
using HealthWarehouse.Loading;
using HealthWarehouse.Web.Rooms.Findings;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HealthWarehouse.Web.Rooms.Deliveries;

/// <summary>The receipt a sender gets; status is Accepted or Duplicate, the note says what it should know beside.</summary>
internal sealed record ReceiptAnswer(string TrackingId, string Status, string State, IReadOnlyList<ReceiptAnswer>? Deliveries = null,
    string? Note = null);

internal static class DeliveryEndpoints
{
    public static void MapDeliveries(this IEndpointRouteBuilder app)
    {
        var deliveries = app.MapGroup("/api/v1/deliveries").WithTags("Tiếp nhận");
        deliveries.MapPost("/", DeliveryIntake.Take).DisableAntiforgery()
            .WithSummary("Gửi dữ liệu theo một hợp đồng: nội dung thô, JSON base64 hoặc multipart; hoặc chỉ xem thử");
        deliveries.MapGet("/", List).WithSummary("Các lần gửi, mới nhất trước");
        deliveries.MapGet("/{id}", One).WithSummary("Một lần gửi: trạng thái, sự kiện, phát hiện");
        deliveries.MapGet("/{id}/line", Line).ExcludeFromDescription();
        deliveries.MapPost("/lines", Lines).DisableAntiforgery().ExcludeFromDescription();
        deliveries.MapGet("/{id}/findings", Findings).WithSummary("Phát hiện của một lần gửi: json hoặc csv");
        deliveries.MapPost("/{id}/replay", Replay).DisableAntiforgery().WithSummary("Chuẩn hoá lại theo quy tắc hiện hành");
        deliveries.MapGet("/progress", Progress).ExcludeFromDescription();

        var episodes = app.MapGroup("/api/v1/episodes").WithTags("Tiếp nhận").DisableAntiforgery();
        episodes.MapPost("/cancel",
            (ActionRequest asked, HttpContext http, Intake intake, Senders senders, AuditLog audit, CancellationToken stop) =>
            Act(EpisodeActionKind.Cancel, asked, http, intake, senders, audit, stop)).WithSummary("Huỷ một hồ sơ, có lý do");
        episodes.MapPost("/restore",
            (ActionRequest asked, HttpContext http, Intake intake, Senders senders, AuditLog audit, CancellationToken stop) =>
            Act(EpisodeActionKind.Restore, asked, http, intake, senders, audit, stop)).WithSummary("Khôi phục một hồ sơ đã huỷ, có lý do");
    }

    private static async Task<Page> List(HttpContext http, Ledger ledger, Senders senders, CancellationToken stop, long? before = null,
        int limit = 50, string? sender = null, string? state = null, string? verdict = null)
    {
        var page = await ledger.Page(before, Math.Clamp(limit, 1, 500), sender, state, verdict,
            http.User.SenderCode() is { } own ? [own] : await senders.SeenBy(http.User.Viewer()!, stop), stop);
        return new([.. page.Select(Card)], page.Count == Math.Clamp(limit, 1, 500) ? page[^1].Seq : null);
    }

    private static async Task<Results<Ok<Detail>,
        NotFound>> One(string id, HttpContext http, Ledger ledger, Senders senders, FindingReads reads, Outflows outflows,
        CatalogueFiles catalogue, CancellationToken stop)
    {
        if (await Visible(id, http, ledger, senders, stop) is not { } delivery) return TypedResults.NotFound();
        var findings = await reads.OfDelivery(delivery.Seq, 1000, http.User.Viewer(), stop);
        if (http.User.Viewer() is { } viewer) await FindingReads.Leave(outflows, findings, asFile: false, viewer, stop);
        http.Response.Headers[Withheld.Header] = Withheld.Word(catalogue, http.User.Viewer());
        return TypedResults.Ok(new Detail(Card(delivery), await ledger.Events(delivery.Seq, stop), findings));
    }

    private static async Task<Results<Ok<Delivery>, NotFound>> Line(string id, Ledger ledger, CancellationToken stop) =>
        await ledger.Find(id, stop) is { } delivery ? TypedResults.Ok(delivery) : TypedResults.NotFound();

    private static async Task<Ok<Delivery[]>> Lines(string[] ids, Ledger ledger, CancellationToken stop) =>
        TypedResults.Ok((Delivery[])[.. (await ledger.Many(ids, stop)).Values]);

    private static async Task<IResult> Findings(string id, HttpContext http, Ledger ledger, Senders senders, FindingReads reads,
        Outflows outflows, CatalogueFiles catalogue, CancellationToken stop, string format = "json")
    {
        if (await Visible(id, http, ledger, senders, stop) is not { } delivery) return TypedResults.NotFound();
        var findings = await reads.OfDelivery(delivery.Seq, 1_000_000, http.User.Viewer(), stop);
        if (http.User.Viewer() is { } viewer) await FindingReads.Leave(outflows, findings, format == "csv", viewer, stop);
        http.Response.Headers[Withheld.Header] = Withheld.Word(catalogue, http.User.Viewer());
        return format == "csv" ? Csv.File(findings, $"phat-hien-{id}.csv") : TypedResults.Ok(findings);
    }

    private static async Task<Results<Accepted<DeliveryCard>,
        NotFound>> Replay(string id, HttpContext http, Ledger ledger, Senders senders, Intake intake, AuditLog audit,
        CancellationToken stop)
    {
        if (await Visible(id, http, ledger, senders, stop) is not { } delivery) return TypedResults.NotFound();
        await audit.Write(new(http.User.Identity!.Name!, "replay", "delivery", id), stop);
        await ledger.Replay(delivery, "Chuẩn hoá lại theo quy tắc hiện hành", stop);
        intake.Nudge();
        return TypedResults.Accepted($"/api/v1/deliveries/{id}", Card((await ledger.Find(id, stop))!));
    }

    private static async Task<IResult> Act(EpisodeActionKind kind, ActionRequest asked, HttpContext http, Intake intake, Senders senders,
        AuditLog audit, CancellationToken stop)
    {
        if (new[] { asked.FacilityCode, asked.EpisodeCode, asked.Reason, asked.RequestId }.Any(string.IsNullOrWhiteSpace))
            return Problems.Bad("Thiếu thông tin", "Cần đủ facilityCode, episodeCode, reason và requestId.");
        asked = asked with { FacilityCode = VietnameseText.Clean(asked.FacilityCode),
            EpisodeCode = VietnameseText.Clean(asked.EpisodeCode) };
        var sender = await senders.Find(await http.HandsInAs(stop), stop);
        if (sender?.AllowedFacilities is { } allowed && !allowed.Contains(asked.FacilityCode))
        {
            await audit.Write(new(sender.Code, "refused", "episode",
                asked.FacilityCode.Length > 64
                ? asked.FacilityCode[..64] : asked.FacilityCode, Source: http.Source(), Detail: "MACSKCB_MISMATCH"), stop);
            throw new NotAllowedException("Tài khoản gửi không thuộc cơ sở này (MACSKCB_MISMATCH).");
        }
        using var content =
            new MemoryStream(new EpisodeAction(kind, asked.FacilityCode, asked.EpisodeCode, asked.Reason, asked.RequestId).ToBytes());
        var receipt = await intake.Take(content,
            new(sender!.Code, "api", EpisodeAction.Contract, IdempotencyKey: Handover.Key(asked.RequestId)), stop: stop);
        return DeliveryIntake.Answer(receipt);
    }

    private static async Task<IResult> Progress(Loader loader, Ledger ledger, Senders senders, HttpContext http, CancellationToken stop)
    {
        var seen = await senders.SeenBy(http.User.Viewer()!, stop);
        var loading = new List<object>();
        var senderOf = seen is null ? [] : (await ledger.Waiting(5000, stop)).ToDictionary(d => d.Seq, d => d.Sender);
        foreach (var (seq, progress) in loader.Progress)
            if (seen is null || (senderOf.TryGetValue(seq, out var sender) && seen.Contains(sender)))
                loading.Add(new { seq, progress.Bytes, progress.Read, progress.Records });
        return TypedResults.Ok(new { counts = await ledger.Counts(seen, stop), loading });
    }

    /// <summary>A sender sees its own deliveries, people see all of the province or those of their facilities.</summary>
    internal static async Task<Delivery?> Visible(string id, HttpContext http, Ledger ledger, Senders senders, CancellationToken stop)
    {
        var delivery = await ledger.Find(id, stop);
        if (delivery is null || delivery.Sender == http.User.SenderCode()) return delivery;
        if (http.User.Viewer() is not { } viewer) return null;
        return await senders.SeenBy(viewer, stop) is not { } seen || seen.Contains(delivery.Sender) ? delivery : null;
    }

    public static DeliveryCard Card(Delivery d) =>
        new(d.Id, d.Seq, d.Sender, d.Channel, d.FileName, d.ReceivedAt, d.State, d.Verdict, d.Records, d.Refused, d.Errors, d.Warnings,
            d.Problem, d.LoadedAt, d.ByteCount);

    internal sealed record ActionRequest(string FacilityCode, string EpisodeCode, string Reason, string RequestId);
    internal sealed record Page(IReadOnlyList<DeliveryCard> Items, long? NextBefore);
    internal sealed record Detail(DeliveryCard Delivery, IReadOnlyList<DeliveryEvent> Events, IReadOnlyList<FindingLine> Findings);
    internal sealed record DeliveryCard(string TrackingId, long Seq, string Sender, string Channel, string? FileName,
        DateTimeOffset ReceivedAt, string State, string? Verdict, int? Records, int? Refused, int? Errors, int? Warnings, string? Problem,
        DateTimeOffset? LoadedAt, long Bytes);
}

/// <summary>One finding as its readers see it.</summary>
internal sealed record FindingLine
{
    public int? Record { get; init; }
    public string? FacilityCode { get; init; }
    public string? EpisodeCode { get; init; }
    public string? TableName { get; init; }
    public int? RowNo { get; init; }
    public string? Field { get; init; }
    public required string Rule { get; init; }
    public int Severity { get; init; }
    public int Times { get; init; }
    public string? Value { get; init; }
    public required string Message { get; init; }
    public long? RecordKey { get; init; }
}
