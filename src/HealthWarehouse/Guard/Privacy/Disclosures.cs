using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Privacy;

/// <summary>
/// Data about to leave: to whom, for which activity, on which basis, which kinds, of how many persons (null or 0: none, aggregates only).
/// With consent as the basis, whose: every one of them must have consented.
/// </summary>
public sealed record DisclosureAsked(
    string Activity, string RecipientType, string Recipient, LawfulBasis Basis, IReadOnlyList<string> Kinds, long? Persons, long? Rows,
        string Document, string Channel,
    string? Agreement = null, string? Request = null, string Country = "VN", IReadOnlyList<SubjectRef>? Subjects = null);

/// <summary>A line of the log of disclosures; kinds are joined by ';'.</summary>
public sealed record Disclosure
{
    public long Seq { get; init; }
    public required string Id { get; init; }
    public required string At { get; init; }
    public required string Account { get; init; }
    public required string Activity { get; init; }
    public required string RecipientType { get; init; }
    public required string Recipient { get; init; }
    public required string Country { get; init; }
    public required string Basis { get; init; }
    public required string Kinds { get; init; }
    public long? Persons { get; init; }
    public long? RowsSent { get; init; }
    public required string Document { get; init; }
    public string? Agreement { get; init; }
    public string? Request { get; init; }
    public required string Channel { get; init; }
    public long Audit { get; init; }
}

/// <summary>
/// The one gate personal data leaves by. Whoever sends calls <see cref="Record"/> before the first byte: it judges recipient, basis,
/// sensitivity and country, writes the audit and the log, or refuses in words, which is audited too.
/// </summary>
public sealed class Disclosures(CatalogueFiles catalogue, Operations operations, AuditLog audit, Consents consents, TimeProvider clock)
{
    private const int Most = 10_000;

    public Task<IReadOnlyList<Disclosure>> Between(DateOnly from, DateOnly to, string? recipientType = null, string? activity = null,
        CancellationToken stop = default) =>
        operations.Query<Disclosure>("ask/privacy/disclosures",
            new { from = Moments.Text(Moments.Begin(from)), until = Moments.Text(Moments.Begin(to.AddDays(1))), type = recipientType ?? "",
            activity = activity ?? "", limit = Most }, stop);

    /// <summary>
    /// Writes down what is about to leave. Throws a <see cref="NotAllowedException"/> when it may not: then nothing may be sent.
    /// </summary>
    public async Task<Disclosure> Record(DisclosureAsked asked, Viewer by, CancellationToken stop = default)
    {
        if (await Fault(asked, stop) is { } fault)
        {
            await audit.Write(new(by.Account, "disclose-refused", "disclosure", asked.RecipientType, Source: by.Source, Detail: fault),
                stop);
            throw new NotAllowedException(fault);
        }
        var d = new Disclosure
        {
            Id = Guid.CreateVersion7().ToString(), At = Moments.Text(clock.GetUtcNow()), Account = by.Account, Activity = asked.Activity,
                RecipientType = asked.RecipientType, Recipient = asked.Recipient.Trim(), Country = asked.Country,
            Basis = asked.Basis.ToString(), Kinds = string.Join(';', asked.Kinds), Persons = asked.Persons, RowsSent = asked.Rows,
                Document = asked.Document.Trim(), Agreement = PlainNote.Of(asked.Agreement), Request = PlainNote.Of(asked.Request),
                Channel = asked.Channel,
        };
        var seq = await audit.Write(new(by.Account, "disclose", "disclosure", d.Id, Source: by.Source, Detail: $"{d.RecipientType}: " +
            $"{d.Recipient}; {d.Activity}; {d.Basis}; {d.Kinds}; {asked.Persons ?? 0} người; {asked.Rows ?? 0} dòng; {d.Document}"), stop);
        await operations.Write(change => change.Execute("ask/privacy/disclosure-add", new
        {
            d.Id, d.At, d.Account, d.Activity, d.RecipientType, d.Recipient, d.Country, d.Basis, d.Kinds, d.Persons, d.RowsSent,
                d.Document, d.Agreement, d.Request, d.Channel, audit = seq,
        }), stop);
        return d with { Audit = seq };
    }

    /// <summary>Why it may not leave, in words; null when it may.</summary>
    private async Task<string?> Fault(DisclosureAsked asked, CancellationToken stop)
    {
        var (gate, processing, today) = (catalogue.Privacy.Egress, catalogue.Privacy.Processing, clock.Today());
        if (!gate.Countries.Contains(asked.Country)) return $"Dữ liệu không được chuyển tới {asked.Country}: chỉ trong " +
            $"{string.Join(", ", gate.Countries)} (Luật 116/2025/QH15 Điều 25).";
        if (gate.Recipient(asked.RecipientType) is not { } recipient)
            return $"Không có loại bên nhận '{asked.RecipientType}' trong danh mục.";
        if (processing.Find(asked.Activity, today) is not { } activity)
            return $"Không có hoạt động xử lý '{asked.Activity}' đang hiệu lực.";
        if (!recipient.Bases.Contains(asked.Basis)) return $"{recipient.Name} không được nhận dữ liệu trên cơ sở này ({recipient.Basis}).";
        if (asked.Kinds.Count == 0 || asked.Kinds.FirstOrDefault(k => !activity.Data.Contains(k)) is not null)
            return $"{activity.Name} không xử lý loại dữ liệu này: {string.Join(", ", asked.Kinds.Except(activity.Data))}.";
        if (!recipient.Persons && asked.Persons > 0)
            return $"{recipient.Name} chỉ được nhận số liệu gộp, không nhận dữ liệu của từng người.";
        if (!recipient.Sensitive && asked.Persons > 0 && asked.Kinds.Any(k => processing.Kind(k)!.Sensitive))
            return $"{recipient.Name} không được nhận dữ liệu nhạy cảm.";
        if (asked.Persons < 0 || asked.Rows < 0) return "Số người, số dòng không thể âm.";
        if (string.IsNullOrWhiteSpace(asked.Recipient) || string.IsNullOrWhiteSpace(asked.Document)
            || string.IsNullOrWhiteSpace(asked.Channel))
            return "Phải ghi tên bên nhận, cách gửi và số văn bản gửi.";
        if (recipient.NeedsAgreement && string.IsNullOrWhiteSpace(asked.Agreement))
            return $"{recipient.Name} chỉ được nhận khi có thoả thuận: hãy ghi số thoả thuận.";
        if (recipient.NeedsWrittenRequest && string.IsNullOrWhiteSpace(asked.Request))
            return $"{recipient.Name} chỉ được nhận khi có yêu cầu bằng văn bản: hãy ghi số văn bản yêu cầu.";
        return new[] { asked.Recipient, asked.Document, asked.Agreement, asked.Request, asked.Channel }.Select(PlainNote.Fault)
            .FirstOrDefault(f => f is not null)
            ?? (asked.Basis is LawfulBasis.Consent ? await Unconsented(asked, activity, today, stop) : null);
    }

    private async Task<string?> Unconsented(DisclosureAsked asked, ProcessingActivity activity, DateOnly today, CancellationToken stop)
    {
        if (asked.Subjects is not { Count: > 0 } subjects || subjects.Count != asked.Persons)
            return "Trên cơ sở đồng ý thì phải nêu mã của từng người trong dữ liệu gửi đi.";
        foreach (var subject in subjects)
            if (!await consents.IsGiven(subject, activity.Id, today, stop))
                return $"{subject} chưa đồng ý, hoặc đã rút đồng ý, cho: {activity.Name}.";
        return null;
    }
}
