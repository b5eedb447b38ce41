using System.Text.Json;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Guard.Privacy;

/// <summary>An incident as first written down.</summary>
public sealed record Incident
{
    public required string Id { get; init; }
    public required string Number { get; init; }
    public required string Kind { get; init; }
    public required string Severity { get; init; }
    public required string DetectedAt { get; init; }
    public required string AwareAt { get; init; }
    public required string At { get; init; }
    public required string Account { get; init; }
}

/// <summary>Something that happened to an incident.</summary>
public sealed record IncidentEvent
{
    public long Seq { get; init; }
    public required string Incident { get; init; }
    public required string Type { get; init; }
    public string? Value { get; init; }
    public string? Note { get; init; }
    public required string At { get; init; }
    public required string Account { get; init; }
}

/// <summary>
/// A notice that is owed: until when, and when it was sent. It stops without being sent when the incident turns out to be no breach.
/// </summary>
public sealed record NoticeClock(IncidentClock Rule, DateTimeOffset Due, DateTimeOffset? SentAt, string? Document, bool Stopped)
{
    public bool IsRunning => SentAt is null && !Stopped;

    public bool IsOverdue(DateTimeOffset now) => IsRunning && now > Due;

    public TimeSpan Left(DateTimeOffset now) => Due - now;

    /// <summary>Moments to remind of it, with whether each has come.</summary>
    public IReadOnlyList<(DateTimeOffset At, bool Come)> Reminders(DateTimeOffset now) =>
        [.. Rule.RemindHours.OrderDescending().Select(h => Due.AddHours(-h)).Select(at => (at, at <= now))];
}

/// <summary>An incident with its clocks, counted from when the house knew of it (Luật 91/2025/QH15, Điều 23).</summary>
public sealed class IncidentCase(Incident incident, IReadOnlyList<IncidentEvent> events, IncidentFile rules)
{
    public Incident Incident => incident;
    public IReadOnlyList<IncidentEvent> Events => events;
    public DateTimeOffset DetectedAt => Moments.Of(incident.DetectedAt);
    public DateTimeOffset AwareAt => Moments.Of(incident.AwareAt);
    public DateTimeOffset? ContainedAt => Last("contained")?.Value is { } at ? Moments.Of(at) : null;
    public string KindName => rules.Kind(incident.Kind)?.Name ?? incident.Kind;
    public string SeverityId => Last("severity")?.Value ?? incident.Severity;
    public string SeverityName => rules.Severity(SeverityId)?.Name ?? SeverityId;
    public bool IsSerious => rules.Severity(SeverityId)?.Serious is true;
    public bool IsNoBreach => Last("not-a-breach") is not null;
    public bool IsClosed => Last("closed") is not null;

    /// <summary>The notices this incident owes, the most urgent first.</summary>
    public IReadOnlyList<NoticeClock> Clocks => [.. rules.Clocks.Where(c => IsSerious || !c.SeriousOnly).Select(Clock).OrderBy(c => c.Due)];

    /// <summary>The answer of the audit that was last kept: whose data, which kind, how many.</summary>
    public ScopeFound? Scope => Last("scope")?.Value is { } json ? JsonSerializer.Deserialize<ScopeFound>(json) : null;

    /// <summary>What the officer wrote in the notice, by field.</summary>
    public IReadOnlyDictionary<string, string> Draft =>
        Last("draft")?.Value is { } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)! : new Dictionary<string, string>();

    private NoticeClock Clock(IncidentClock rule)
    {
        var sent = events.FirstOrDefault(e => e.Type == "sent" && e.Value == rule.Id);
        return new(rule, AwareAt.AddHours(rule.Hours), sent is null ? null : Moments.Of(sent.At), sent?.Note, IsNoBreach);
    }

    private IncidentEvent? Last(string type) => events.LastOrDefault(e => e.Type == type);
}
