using HealthWarehouse.Collect;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Rooms.SenderShapes.VinhLong;

/// <summary>Cancel and restore: messages like any other, but the sender waits for what they did.</summary>
internal sealed class EpisodeDesk(Intake intake, Ledger ledger, SentEpisodes episodes, ShapeIntake senders, AuditLog audit,
    TimeProvider clock)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(25);

    public async Task<IResult> Act(EpisodeActionKind kind, HttpContext http, SpokenShape spoken)
    {
        var stop = http.RequestAborted;
        var body = await SentBody.Read(http, spoken);
        var reason = kind is EpisodeActionKind.Cancel ? "LY_DO_HUY" : "LY_DO";
        if (body.Missing("MA_LK", "MA_CSKCB", reason, "MA_YEU_CAU") is { } missing) return spoken.Say("bad-request", $"thiếu {missing}");
        var (episode, facility, request) = (body["MA_LK"]!.Trim(), body["MA_CSKCB"]!.Trim(), body["MA_YEU_CAU"]!.Trim());
        if (episode.Length > 255 || facility.Length > 20 || request.Length > 200)
            return spoken.Say("bad-request", "MA_LK, MA_CSKCB hoặc MA_YEU_CAU quá dài");
        var sender = await senders.Sender(http);
        if (sender.AllowedFacilities?.Contains(facility) is false)
        {
            await audit.Write(new(sender.Code, "refused", "delivery", facility, Source: http.Source(),
                Detail: $"{spoken.Shape.Code}: MACSKCB_MISMATCH"), stop);
            return spoken.Say("wrong-facility", facility);
        }
        if (!await episodes.Knows(sender.Code, facility, episode, stop)) return spoken.Say("not-found", episode);
        using var content = new MemoryStream(new EpisodeAction(kind, facility, episode, body[reason]!.Trim(), request).ToBytes());
        var receipt = await intake.Take(content,
            new(sender.Code, spoken.Shape.Code, EpisodeAction.Contract, IdempotencyKey: $"{spoken.Shape.Code}-action:{request}"),
            spoken.Shape.MaxBytes, stop);
        return await Answer(kind, episode, receipt, spoken, stop);
    }

    private async Task<IResult> Answer(EpisodeActionKind kind, string episode, Receipt receipt, SpokenShape spoken, CancellationToken stop)
    {
        object Data(string state) => new { tracking_id = receipt.TrackingId, status = spoken.Shape.State(state) };
        if (receipt.Kind is ReceiptKind.Conflict) return VinhLongDoor.Say(spoken, "conflict", null, Data("no-effect"));
        if (await Loaded(receipt, spoken, stop) is not { } delivery) return VinhLongDoor.Say(spoken, "queued", null, Data("queued"));
        var applied = await episodes.Applied(delivery.Seq, stop);
        var did = kind is EpisodeActionKind.Cancel ? "huỷ" : "khôi phục";
        if (!applied)
            return VinhLongDoor.Say(spoken, "no-effect",
                kind is EpisodeActionKind.Cancel
                ? $"Hồ sơ {episode} đã huỷ từ trước." : $"Hồ sơ {episode} không ở trạng thái đã huỷ.", Data("no-effect"));
        return receipt.Kind is ReceiptKind.Duplicate
            ? VinhLongDoor.Say(spoken, "duplicate", null, Data("processed"))
            : VinhLongDoor.Say(spoken, "processed", $"Đã {did} hồ sơ {episode}.", Data("processed"));
    }

    /// <summary>The delivery once it is loaded; null when that takes longer than the shape waits.</summary>
    private async Task<Delivery?> Loaded(Receipt receipt, SpokenShape spoken, CancellationToken stop)
    {
        var until = clock.GetUtcNow().AddSeconds(spoken.Shape.WaitSeconds);
        while (true)
        {
            var delivery = (await ledger.Find(receipt.TrackingId, stop))!;
            if (delivery.State != DeliveryState.Queued) return delivery;
            if (clock.GetUtcNow() >= until) return null;
            await Task.Delay(Glance, stop);
        }
    }
}
