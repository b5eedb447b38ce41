using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Guard.Privacy;

/// <summary>A request of a data subject as it came; <c>Paper</c> is the kind of paper checked with at most three digits.</summary>
public sealed record SubjectRequest
{
    public required string Id { get; init; }
    public required string Number { get; init; }
    public required string Kind { get; init; }
    public required string ReceivedOn { get; init; }
    public required string Channel { get; init; }
    public long ThirdParty { get; init; }
    public required string Paper { get; init; }
    public string? Summary { get; init; }
    public required string At { get; init; }
    public required string Account { get; init; }
}

/// <summary>Something that happened to a request.</summary>
public sealed record RequestEvent
{
    public long Seq { get; init; }
    public required string Request { get; init; }
    public required string Type { get; init; }
    public string? Value { get; init; }
    public string? Note { get; init; }
    public required string HappenedOn { get; init; }
    public required string At { get; init; }
    public required string Account { get; init; }
}

public enum RequestState { Received, Acknowledged, InWork, Answered, Refused, Closed }

/// <summary>
/// A request with its clocks, worked out from what happened to it (NĐ 356/2025/NĐ-CP; terms declared in catalogue/requests.yaml).
/// </summary>
public sealed class RequestCase(SubjectRequest request, IReadOnlyList<RequestEvent> events, RequestFile rules, WorkingCalendar calendar)
{
    public SubjectRequest Request => request;
    public IReadOnlyList<RequestEvent> Events => events;
    public RequestKind Kind { get; } = rules.Kind(request.Kind)
        ?? new(request.Kind, request.Kind, "", rules.Acknowledge, rules.Acknowledge, rules.Acknowledge);

    public RequestState State =>
        Has("closed") ? RequestState.Closed : Has("refused") ? RequestState.Refused : Has("answered") ? RequestState.Answered
        : Has("started") || Has("extended") || Has("deletion") ? RequestState.InWork : Has("acknowledged")
            ? RequestState.Acknowledged : RequestState.Received;

    public bool IsExtended => Has("extended");

    /// <summary>
    /// Whether it was granted in such a way that the person's data may no longer be read as before, and that was not lifted since.
    /// </summary>
    public bool Limits =>
        Kind.Limits && !Has("refused") && !Has("lifted") && Has(Kind.Outcome is RequestOutcome.Deletion ? "deletion" : "answered");

    /// <summary>Whom it is about, by every name it was given.</summary>
    internal IEnumerable<SubjectRef> Persons =>
        new[] { Subject, SubjectRef.TryParse(Last("deletion")?.Value, out var deleted) ? (SubjectRef?)deleted : null }.OfType<SubjectRef>();

    /// <summary>The deletion decided on; null when there is none, or it was refused after all.</summary>
    public RequestEvent? Deletion => Has("refused") ? null : Last("deletion");

    public bool IsDone => State is RequestState.Answered or RequestState.Refused or RequestState.Closed;

    public string? Assigned => Last("assigned")?.Value;

    /// <summary>Who it is about, once that was found.</summary>
    public SubjectRef? Subject => SubjectRef.TryParse(Last("subject")?.Value, out var subject) ? subject : null;

    public DateOnly ReceivedOn => Moments.Day(request.ReceivedOn);

    public DateOnly AcknowledgeBy => calendar.Due(ReceivedOn, rules.Acknowledge, rules.RollToWorkingDay);

    /// <summary>The term of the law that holds now: longer with a third party, longer once extended.</summary>
    public Term Term =>
        (request.ThirdParty != 0 ? Kind.WithThirdParty : Kind.Answer) is var term && IsExtended ? term.Plus(Kind.Extension) : term;

    public DateOnly AnswerBy => calendar.Due(ReceivedOn, Term, rules.RollToWorkingDay);

    /// <summary>What must be done next and by when; null when nothing runs any more.</summary>
    public (string What, DateOnly By)? Next =>
        IsDone ? null : State is RequestState.Received ? ("Xác nhận đã nhận", AcknowledgeBy) : ("Trả lời", AnswerBy);

    public bool IsOverdue(DateOnly today) => Next is { } next && today > next.By;

    public bool IsDueSoon(DateOnly today) =>
        !IsOverdue(today) && Next is { } next && next.By.DayNumber - today.DayNumber <= rules.DueSoonDays;

    /// <summary>When it was answered or refused.</summary>
    public DateOnly? DoneOn => (Last("answered") ?? Last("refused")) is { } done ? Moments.Day(done.HappenedOn) : null;

    private bool Has(string type) => events.Any(e => e.Type == type);

    private RequestEvent? Last(string type) => events.LastOrDefault(e => e.Type == type);
}
