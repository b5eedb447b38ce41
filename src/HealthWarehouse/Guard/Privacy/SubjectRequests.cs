using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Privacy;

/// <summary>A request to write down; <c>PaperDigits</c>: at most the last three of the paper that was checked.</summary>
public sealed record RequestAsked(string Kind, DateOnly ReceivedOn, string Channel, string Paper, string? PaperDigits = null,
    bool ThirdParty = false, string? Summary = null, SubjectRef? Subject = null);

/// <summary>A step of a request: its type, a value where the type has one, a note.</summary>
public sealed record RequestStep(string Type, string? Value = null, string? Note = null);

/// <summary>A deletion the desk decided on: whose data are to be made unreadable, on which request.</summary>
public sealed record ApprovedDeletion(string Request, string Number, long PersonKey, string DecidedAt, string DecidedBy);

/// <summary>Requests of data subjects. They and their events are only ever added to; every step is audited first.</summary>
public sealed class SubjectRequests(CatalogueFiles catalogue, Operations operations, AuditLog audit, Subjects subjects, TimeProvider clock)
{
    private RequestFile Rules => catalogue.Privacy.Requests;

    public async Task<IReadOnlyList<RequestCase>> All(bool open, CancellationToken stop = default) => await Read("", open, stop);

    public async Task<RequestCase?> Find(string id, CancellationToken stop = default) =>
        id.Length == 0 ? null : (await Read(id, false, stop)).SingleOrDefault();

    /// <summary>Deletions decided on requests still open: what the shredding of keys executes.</summary>
    public async Task<IReadOnlyList<ApprovedDeletion>> Deletions(CancellationToken stop = default) =>
        [.. (await All(open: true, stop))
            .SelectMany(c => c.Events.Where(e => e.Type == "deletion").Select(e => (Event: e, Of: Decided(e.Value)))
            .Where(d => d.Of is not null)
            .Select(d => new ApprovedDeletion(c.Request.Id, c.Request.Number, d.Of!.Value, d.Event.At, d.Event.Account)))];

    /// <summary>Whose deletion was decided; null once it was carried out.</summary>
    private static long? Decided(string? value) => SubjectRef.TryParse(value, out var subject) ? subject.Key : null;

    /// <summary>
    /// The deletion decided on a request, by its number, whether or not the request was closed since; null when none was.
    /// </summary>
    public async Task<ApprovedDeletion?> Deletion(string number, CancellationToken stop = default) =>
        (await All(open: false, stop)).FirstOrDefault(c => c.Request.Number == number) is { Deletion: { } decided } found
            && Decided(decided.Value) is { } person
            ? new(found.Request.Id, found.Request.Number, person, decided.At, decided.Account) : null;

    public async Task<RequestCase> Receive(RequestAsked asked, Viewer by, CancellationToken stop = default)
    {
        by.RequireDesk();
        if (Rules.Kind(asked.Kind) is null) throw new FieldException("kind", "Hãy chọn loại yêu cầu trong danh mục.");
        if (!Rules.Channels.Contains(asked.Channel) || !Rules.Papers.Contains(asked.Paper))
            throw new FieldException("channel", "Hãy chọn kênh tiếp nhận và loại giấy tờ trong danh mục.");
        if (asked.ReceivedOn > clock.Today()) throw new FieldException("received", "Ngày nhận chưa tới.");
        if (asked.PaperDigits is { Length: > 0 } digits && (digits.Length > 3 || !digits.All(char.IsAsciiDigit)))
            throw new FieldException("digits", "Chỉ ghi nhiều nhất ba số cuối của giấy tờ.");
        var (id, summary, at) = (Guid.CreateVersion7().ToString(), PlainNote.Of(asked.Summary), Moments.Text(clock.GetUtcNow()));
        var paper = string.IsNullOrEmpty(asked.PaperDigits) ? asked.Paper : $"{asked.Paper} …{asked.PaperDigits}";
        var seq = await audit.Write(new(by.Account, "request-receive", "subject-request", id, Source: by.Source,
            Detail: $"{asked.Kind}; {Moments.Text(asked.ReceivedOn)}"), stop);
        await operations.Write(async change =>
        {
            var year = $"YC-{asked.ReceivedOn.Year}-";
            var number = Moments.Number(year, await change.One<long>("ask/privacy/request-count", new { year }));
            return await change.Execute("ask/privacy/request-add", new
            {
                id, number, asked.Kind, receivedon = Moments.Text(asked.ReceivedOn), asked.Channel, thirdparty = asked.ThirdParty
                    ? 1 : 0, paper, summary, at, by.Account, audit = seq,
            });
        }, stop);
        if (asked.Subject is { } subject) await Step(id, new("subject", subject.ToString()), by, stop);
        return (await Find(id, stop))!;
    }

    /// <summary>Adds a step. Throws a RefusedException in words when the request is not so far or the step lacks something.</summary>
    public async Task<RequestCase> Step(string id, RequestStep step, Viewer by, CancellationToken stop = default)
    {
        by.RequireDesk();
        var known = await Find(id, stop) ?? throw new RefusedException("Không có yêu cầu này.");
        var (value, note) = (await Judged(known, step, stop), PlainNote.Of(step.Note));
        var at = Moments.Text(clock.GetUtcNow());
        var seq = await audit.Write(new(by.Account, $"request-{step.Type}", "subject-request", id, Source: by.Source, Detail: value), stop);
        await operations.Write(change =>
            change.Execute("ask/privacy/request-event-add",
            new { request = id, step.Type, value, note, happenedon = Moments.Text(clock.Today()), at, by.Account, audit = seq }), stop);
        return (await Find(id, stop))!;
    }

    /// <summary>The value to keep with a step that may be taken.</summary>
    private async Task<string?> Judged(RequestCase known, RequestStep step, CancellationToken stop)
    {
        if (step.Type == "lifted" && known.Limits) return Noted(step, null);
        if (known.State is RequestState.Closed) throw new RefusedException("Yêu cầu đã đóng.");
        return step.Type switch
        {
            "note" => Noted(step, null),
            "subject" when !known.IsDone => subjects.Written(SubjectRef.Parse(step.Value)),
            "assigned" when !known.IsDone => PlainNote.Required(step.Value, "tài khoản được giao"),
            "acknowledged" when known.State is RequestState.Received => null,
            "started" when known.State is RequestState.Acknowledged => null,
            "extended" when known is { IsExtended: false, IsDone: false, State: not RequestState.Received } => Extended(known, step),
            "deletion" when known is { IsDone: false, State: not RequestState.Received, Kind.Outcome: RequestOutcome.Deletion } =>
                await PersonOf(known, stop),
            "answered" when known is { IsDone: false, State: not RequestState.Received } =>
                known.Kind.Outcome is RequestOutcome.Deletion && known.Events.All(e => e.Type != "deletion")
                ? throw new RefusedException("Yêu cầu xoá chỉ trả lời xong khi đã có quyết định xoá; nếu không xoá thì từ chối kèm lý do.")
                    : await Granted(known, step, stop),
            "refused" when known is { IsDone: false, State: not RequestState.Received } => Refused(known, step),
            "closed" when known.State is RequestState.Answered or RequestState.Refused => null,
            _ => throw new RefusedException("Bước này không hợp với tình trạng của yêu cầu."),
        };
    }

    /// <summary>An answer that limits what is done with somebody's data names whose.</summary>
    private async Task<string?> Granted(RequestCase known, RequestStep step, CancellationToken stop)
    {
        if (known.Kind is { Limits: true, Outcome: not RequestOutcome.Deletion }) await PersonOf(known, stop);
        return Noted(step, null);
    }

    private static string? Noted(RequestStep step, string? value)
    {
        PlainNote.Required(step.Note, "nội dung");
        return value;
    }

    /// <summary>Once, with a reason, and while the term still runs.</summary>
    private string Extended(RequestCase known, RequestStep step)
    {
        Noted(step, null);
        if (clock.Today() > known.AnswerBy) throw new RefusedException("Đã quá hạn, không gia hạn được nữa.");
        var day = catalogue.Privacy.Holidays.Calendar.Due(known.ReceivedOn, known.Term.Plus(known.Kind.Extension), Rules.RollToWorkingDay);
        return Moments.Text(day);
    }

    private string Refused(RequestCase known, RequestStep step)
    {
        if (Rules.RefusalsOf(known.Request.Kind).All(r => r.Id != step.Value))
            throw new FieldException("value", "Hãy chọn lý do từ chối trong danh mục.");
        return Noted(step, step.Value)!;
    }

    private async Task<string> PersonOf(RequestCase known, CancellationToken stop) =>
        known.Subject is { } subject && (await subjects.Of(subject, stop)).Person is { } person
            ? subjects.Written(SubjectRef.Person(person))
        : throw new RefusedException("Chưa xác định được người này trong kho, chưa chấp thuận được.");

    private async Task<IReadOnlyList<RequestCase>> Read(string id, bool open, CancellationToken stop)
    {
        var events = (await operations.Query<RequestEvent>("ask/privacy/request-events", new { id, open = open ? 1 : 0 }, stop))
            .Select(e => e.Type is "subject" or "deletion" ? e with { Value = subjects.Opened(e.Value) } : e).ToLookup(e => e.Request);
        return [.. (await operations.Query<SubjectRequest>("ask/privacy/requests", new { id, open = open ? 1 : 0 }, stop))
            .Select(r => new RequestCase(r, [.. events[r.Id]], Rules, catalogue.Privacy.Holidays.Calendar))];
    }
}
