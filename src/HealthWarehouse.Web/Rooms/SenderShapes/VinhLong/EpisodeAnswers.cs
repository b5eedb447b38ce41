using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Rooms.SenderShapes.VinhLong;

/// <summary>The list of episodes by day of receipt, and one episode with every message about it.</summary>
internal static class EpisodeAnswers
{
    private const int LargestPage = 100, LongestDays = 92;
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    public static async Task<IResult> List(HttpContext http, SpokenShape spoken, SentEpisodes episodes)
    {
        if (Asked.Of(http.Request.Query, out var fault) is not { } asked) return spoken.Say("bad-request", fault);
        var (sender, stop) = (http.User.SenderCode()!, http.RequestAborted);
        var (from, until) =
            (asked.From.ToDateTime(TimeOnly.MinValue) - Vietnam, asked.Until.AddDays(1).ToDateTime(TimeOnly.MinValue) - Vietnam);
        var queue = (await episodes.InQueue(sender, null, stop)).DistinctBy(w => (w.Facility, w.Episode)).ToArray();
        var shown = asked.Errors == "has_error" ? []
            : queue.Where(w => w.ReceivedAt.UtcDateTime >= from && w.ReceivedAt.UtcDateTime < until).ToArray();
        var (skip, apart) = ((asked.Page - 1) * asked.Size, $";{string.Join(';', queue.Select(w => w.Episode))};");
        var waiting = shown.Skip(skip).Take(asked.Size).ToArray();
        // One row at least, so that the total is known even where the page is full or beyond the end.
        var loaded = await episodes.Loaded(sender, from, until, asked.Errors, asked.Cancelled, apart,
            Math.Max(1, asked.Size - waiting.Length), Math.Max(0, skip - shown.Length), stop);
        if (loaded.Count == 0 && skip > shown.Length)
            loaded = [.. (await episodes.Loaded(sender, from, until, asked.Errors, asked.Cancelled, apart, 1, 0, stop)).Take(1)];
        var total = shown.Length + (loaded.Count > 0 ? loaded[0].Total : 0);
        var items = waiting.Select(w => Item(spoken.Shape, w))
            .Concat(loaded.Take(skip + waiting.Length >= total ? 0 : asked.Size - waiting.Length).Select(l => Item(spoken.Shape, l)));
        return VinhLongDoor.Say(spoken, "found", "Danh sách hồ sơ.", new { total, page = asked.Page, page_size = asked.Size, items });
    }

    public static async Task<IResult> Status(HttpContext http, SpokenShape spoken, SentEpisodes episodes)
    {
        var (sender, stop, shape) = (http.User.SenderCode()!, http.RequestAborted, spoken.Shape);
        if (http.Request.Query["ma_lk"].ToString().Trim() is not { Length: > 0 and <= 255 } episode)
            return spoken.Say("bad-request", "thiếu ma_lk");
        var messages = await episodes.Messages(sender, episode, stop);
        var waiting = (await episodes.InQueue(sender, episode, stop)).Where(w => messages.All(m => m.TrackingId != w.Id)).ToArray();
        if (messages.Count + waiting.Length == 0) return spoken.Say("not-found", episode);
        var requests = new List<(string Status, object Body)>();
        foreach (var w in waiting)
            requests.Add((shape.State("queued"),
                Request(w.Id, shape.State("queued"), w.ReceivedAt, await Events(shape, episodes, w.Seq, stop), [])));
        foreach (var m in messages)
        {
            var faults = await episodes.Faults(m, stop);
            var status = shape.State(m.Kind != "load" ? m.Took ? "processed" : "no-effect" : !m.Took
                || faults.Any(f => f.Severity == (int)Severity.Error) ? "invalid" : faults.Any(f => f.Severity == (int)Severity.Warning)
                ? "warned" : "valid");
            requests.Add((status,
                Request(m.TrackingId, status, Instant(m.ReceivedAt), await Events(shape, episodes, m.Delivery, stop), faults)));
        }
        return VinhLongDoor.Say(spoken, "found", "Trạng thái hồ sơ.",
            new { ho_so = new { ma_lk = episode, status = Now(shape, messages, waiting.Length > 0, requests) },
            requests = requests.Select(r => r.Body) });
    }

    /// <summary>
    /// The episode is what its newest message made of it; cancelled by an action that took effect, until it is restored or sent again.
    /// </summary>
    private static string Now(SenderShape shape, IReadOnlyList<SentEpisodes.Message> messages, bool waits,
        List<(string Status, object Body)> requests)
    {
        if (waits) return shape.State("queued");
        if (messages.FirstOrDefault(m => m.Took) is { Kind: "cancel" }) return shape.State("cancelled");
        var latest = messages.Select((m, i) => (m.Kind, requests[requests.Count - messages.Count + i].Status))
            .FirstOrDefault(x => x.Kind == "load").Status;
        return latest ?? shape.State("processed");
    }

    private static async Task<IEnumerable<object>> Events(SenderShape shape, SentEpisodes episodes, long delivery,
        CancellationToken stop) =>
        (await episodes.Events(delivery, stop))
            .Select(e =>
            (object)new { event_type = e.Type, to_status = ToStatus(shape, e.Type), message = e.Message ?? Words(e.Type),
            at = Local(e.At) });

    private static string? ToStatus(SenderShape shape, string type) => type switch
    {
        "Received" or DeliveryState.Queued or DeliveryState.Quarantined or "Replay" => shape.State("queued"),
        Verdict.Validated => shape.State("valid"),
        Verdict.ValidatedWithWarnings => shape.State("warned"),
        Verdict.ValidatedWithErrors or DeliveryState.Rejected or DeliveryState.StructurallyInvalid => shape.State("invalid"),
        _ => null,
    };

    private static string Words(string type) =>
        type switch { "Received" => "Đã nhận", "Duplicate" =>
        "Gửi lại", "Replay" => "Chạy lại", _ => Verdict.Name(type) is { Length: > 0 } verdict ? verdict : DeliveryState.Name(type) };

    private static object Request(string id, string status, DateTimeOffset at, IEnumerable<object> events,
        IReadOnlyList<SentEpisodes.Fault> faults) => new
    {
        tracking_id = id, status, received_at = Local(at), events,
        errors = faults.Select(f =>
            new { severity = ((Severity)f.Severity).ToString().ToUpperInvariant(), code = f.Rule, field_path = Path(f),
            message = f.Message }),
    };

    private static object Item(SenderShape shape, SentEpisodes.Waiting w) =>
        new { ma_lk = w.Episode, ma_cskcb = w.Facility, ho_ten = (string?)null, ma_bn = (string?)null, ngay_vao = (string?)null,
        status = shape.State("queued"), is_cancelled = false, sent_date = Local(w.ReceivedAt), latest_tracking_id = w.Id };

    /// <summary>Names and patient codes are sealed identity and are not given back; clients show the field empty.</summary>
    private static object Item(SenderShape shape, SentEpisodes.Line l) => new
    {
        ma_lk = l.EpisodeCode, ma_cskcb = l.FacilityCode, ho_ten = (string?)null, ma_bn = (string?)null,
            ngay_vao = l.ArrivedAt?.ToString("s", CultureInfo.InvariantCulture),
        status = shape.State(l.Cancelled ? "cancelled" : !l.Kept || l.Errors > 0 ? "invalid" : l.Warnings > 0 ? "warned" : "valid"),
            is_cancelled = l.Cancelled, sent_date = Local(Instant(l.ReceivedAt)), latest_tracking_id = l.TrackingId,
    };

    /// <summary>XML2[3].SO_LUONG: table, row, field.</summary>
    private static string? Path(SentEpisodes.Fault f) =>
        f.TableName is null ? f.Field : $"{f.TableName}{(f.RowNo is { } row ? $"[{row}]" : "")}{(f.Field is null ? "" : $".{f.Field}")}";

    private static DateTimeOffset Instant(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    /// <summary>Local time without a zone, as that gateway writes it.</summary>
    private static string Local(DateTimeOffset at) =>
        at.ToOffset(Vietnam).ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>What a list asks for.</summary>
    private sealed record Asked(DateOnly From, DateOnly Until, int Page, int Size, string Errors, bool Cancelled)
    {
        public static Asked? Of(IQueryCollection query, out string? fault)
        {
            fault = null;
            if (!TypedDay.TryParse(query["from_date"], out var from)
                || !TypedDay.TryParse(query["to_date"], out var until) || from > until)
                fault = "from_date và to_date phải có dạng yyyy-MM-dd, from_date không sau to_date";
            else if (until.DayNumber - from.DayNumber > LongestDays) fault = "khoảng tra cứu tối đa 3 tháng";
            else if (!Number(query["page"], 1, 1_000_000, out var page) | !Number(query["page_size"], 20, LargestPage, out var size))
                fault = $"page từ 1, page_size từ 1 đến {LargestPage}";
            else if ((query["error_status"].ToString() is { Length: > 0 } given ? given : "all") is var errors && errors
                is not ("all" or "has_error" or "no_error"))
                fault = "error_status là all, has_error hoặc no_error";
            else return new(from, until, page, size, errors, bool.TryParse(query["include_cancelled"], out var cancelled) && cancelled);
            return null;
        }

        private static bool Number(string? text, int otherwise, int most, out int value)
        {
            value = otherwise;
            return string.IsNullOrEmpty(text)
                || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= 1 && value <= most);
        }
    }
}
