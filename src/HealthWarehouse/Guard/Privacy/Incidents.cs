using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Privacy;

/// <summary>An incident to write down.</summary>
public sealed record IncidentAsked(string Kind, string Severity, DateTimeOffset DetectedAt, DateTimeOffset AwareAt, string? Note = null);

/// <summary>A step of an incident.</summary>
public sealed record IncidentStep(string Type, string? Value = null, string? Note = null);

/// <summary>Incidents and their clocks. They and their events are only ever added to; every step is audited first.</summary>
public sealed class Incidents(CatalogueFiles catalogue, Operations operations, AuditLog audit, TimeProvider clock)
{
    private IncidentFile Rules => catalogue.Privacy.Incidents;

    public async Task<IReadOnlyList<IncidentCase>> All(bool open, CancellationToken stop = default) => await Read("", open, stop);

    public async Task<IncidentCase?> Find(string id, CancellationToken stop = default) =>
        id.Length == 0 ? null : (await Read(id, false, stop)).SingleOrDefault();

    public async Task<IncidentCase> Open(IncidentAsked asked, Viewer by, CancellationToken stop = default)
    {
        by.RequireDesk();
        if (Rules.Kind(asked.Kind) is null || Rules.Severity(asked.Severity) is null)
            throw new FieldException("kind", "Hãy chọn loại và mức sự cố trong danh mục.");
        if (asked.AwareAt < asked.DetectedAt || asked.AwareAt > clock.GetUtcNow())
            throw new FieldException("aware", "Thời điểm biết phải sau thời điểm xảy ra và không ở tương lai.");
        var (id, note) = (Guid.CreateVersion7().ToString(), PlainNote.Of(asked.Note));
        var seq = await audit.Write(new(by.Account, "incident-open", "incident", id, Source: by.Source,
            Detail: $"{asked.Kind}; {asked.Severity}; {Moments.Text(asked.AwareAt)}"), stop);
        await operations.Write(async change =>
        {
            var year = $"SC-{Moments.Day(asked.AwareAt).Year}-";
            var number = Moments.Number(year, await change.One<long>("ask/privacy/incident-count", new { year }));
            return await change.Execute("ask/privacy/incident-add", new
            {
                id, number, asked.Kind, asked.Severity, detectedat = Moments.Text(asked.DetectedAt), awareat = Moments.Text(asked.AwareAt),
                    at = Moments.Text(clock.GetUtcNow()), by.Account, audit = seq,
            });
        }, stop);
        if (note is not null) await Step(id, new("note", Note: note), by, stop);
        return (await Find(id, stop))!;
    }

    /// <summary>Adds a step. Throws a RefusedException in words when it cannot be taken.</summary>
    public async Task<IncidentCase> Step(string id, IncidentStep step, Viewer by, CancellationToken stop = default)
    {
        by.RequireDesk();
        var known = await Find(id, stop) ?? throw new RefusedException("Không có sự cố này.");
        return await Add(known, step.Type, Judged(known, step), PlainNote.Of(step.Note), by, stop);
    }

    /// <summary>Keeps what the audit answered.</summary>
    public async Task<IncidentCase> Keep(string id, ScopeFound found, Viewer by, CancellationToken stop = default)
    {
        by.RequireDesk();
        return await Add(await Running(id, stop), "scope", JsonSerializer.Serialize(found), null, by, stop);
    }

    /// <summary>Keeps what the officer wrote in the notice.</summary>
    public async Task<IncidentCase> Write(string id, IReadOnlyDictionary<string, string> fields, Viewer by,
        CancellationToken stop = default)
    {
        by.RequireDesk();
        var written = Rules.Notice.Sections.SelectMany(s => s.Fields).Where(f => f.From is null && fields.ContainsKey(f.Id))
            .Select(f => (f.Id, Text: PlainNote.Of(fields[f.Id]))).Where(f => f.Text is not null).ToDictionary(f => f.Id, f => f.Text);
        return await Add(await Running(id, stop), "draft", JsonSerializer.Serialize(written), null, by, stop);
    }

    private async Task<IncidentCase> Running(string id, CancellationToken stop) =>
        await Find(id, stop) is { IsClosed: false } known ? known : throw new RefusedException("Không có sự cố này, hoặc sự cố đã đóng.");

    private async Task<IncidentCase> Add(IncidentCase known, string type, string? value, string? note, Viewer by, CancellationToken stop)
    {
        var seq = await audit.Write(new(by.Account, $"incident-{type}", "incident", known.Incident.Id, Source: by.Source,
            Detail: type is "scope" or "draft" ? null : value), stop);
        await operations.Write(change =>
            change.Execute("ask/privacy/incident-event-add",
            new { incident = known.Incident.Id, type, value, note, at = Moments.Text(clock.GetUtcNow()), by.Account, audit = seq }), stop);
        return (await Find(known.Incident.Id, stop))!;
    }

    private string? Judged(IncidentCase known, IncidentStep step)
    {
        if (known.IsClosed) throw new RefusedException("Sự cố đã đóng.");
        return step.Type switch
        {
            "severity" => Rules.Severity(step.Value ?? "")?.Id ?? throw new FieldException("value", "Hãy chọn mức sự cố trong danh mục."),
            "contained" => known.ContainedAt is null && clock.GetUtcNow() >= known.DetectedAt
                ? Moments.Text(clock.GetUtcNow()) : throw new RefusedException("Sự cố đã được ghi là khống chế."),
            "sent" => Sent(known, step),
            "subjects-told" or "not-a-breach" or "note" => Noted(step, null),
            "closed" => Closed(known, step),
            _ => throw new RefusedException("Không có bước này."),
        };
    }

    private static string Sent(IncidentCase known, IncidentStep step)
    {
        if (known.Clocks.All(c => c.Rule.Id != step.Value || !c.IsRunning))
            throw new RefusedException("Thông báo này không cần gửi hoặc đã gửi.");
        PlainNote.Required(step.Note, "số văn bản đã gửi");
        return step.Value!;
    }

    private static string? Closed(IncidentCase known, IncidentStep step)
    {
        if (known.ContainedAt is null && !known.IsNoBreach) throw new RefusedException("Chưa ghi là đã khống chế thì chưa đóng được.");
        if (known.Clocks.FirstOrDefault(c => c.IsRunning) is { } owed)
            throw new RefusedException($"Chưa gửi: {owed.Rule.Name}. Nếu xác định không phải vi phạm thì ghi bước ấy trước.");
        return Noted(step, null);
    }

    private static string? Noted(IncidentStep step, string? value)
    {
        PlainNote.Required(step.Note, "nội dung");
        return value;
    }

    private async Task<IReadOnlyList<IncidentCase>> Read(string id, bool open, CancellationToken stop)
    {
        var events = (await operations.Query<IncidentEvent>("ask/privacy/incident-events", new { id }, stop)).ToLookup(e => e.Incident);
        return [.. (await operations.Query<Incident>("ask/privacy/incidents", new { id, open = open ? 1 : 0 }, stop))
            .Select(i => new IncidentCase(i, [.. events[i.Id]], Rules))];
    }
}
