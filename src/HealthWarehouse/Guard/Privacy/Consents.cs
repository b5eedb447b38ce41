using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Privacy;

/// <summary>The book of consents: it only grows; a withdrawal is a record of its own (Luật 91/2025/QH15; NĐ 356/2025/NĐ-CP).</summary>
public sealed class Consents(CatalogueFiles catalogue, Operations operations, AuditLog audit, Subjects subjects, TimeProvider clock)
{
    private const int Newest = 50;

    /// <summary>Whether a person's consent to an activity holds on a day, whichever of its names it was recorded under.</summary>
    public async Task<bool> IsGiven(SubjectRef subject, string activity, DateOnly day, CancellationToken stop = default) =>
        ConsentRecord.HoldsOn(await Of(subject, activity, stop), day);

    /// <summary>All records of a person, newest first.</summary>
    public async Task<IReadOnlyList<ConsentRecord>> Of(SubjectRef subject, string? activity = null, CancellationToken stop = default) =>
        Opened(await operations.Query<ConsentRecord>("ask/privacy/consents",
            new { subjects = (await subjects.Of(subject, stop)).Joined, activity = activity ?? "" }, stop));

    public async Task<IReadOnlyList<ConsentRecord>> Latest(CancellationToken stop = default) =>
        Opened(await operations.Query<ConsentRecord>("ask/privacy/consents-newest", new { limit = Newest }, stop));

    private ConsentRecord[] Opened(IReadOnlyList<ConsentRecord> records) =>
        [.. records.Select(r => r with { Subject = subjects.Opened(r.Subject)! })];

    /// <summary>Records a consent. Throws a RefusedException in words when it would not be one.</summary>
    public async Task<ConsentRecord> Give(ConsentAsked asked, Viewer by, CancellationToken stop = default)
    {
        var day = Day(asked);
        if (catalogue.Privacy.Processing.Find(asked.Activity, day) is not { } activity)
            throw new FieldException("activity", $"Không có hoạt động xử lý '{asked.Activity}' trong ngày {Moments.Text(day)}.");
        if (activity.Basis is not LawfulBasis.Consent)
            throw new FieldException("activity", $"{activity.Name} không dựa trên sự đồng ý, không ghi đồng ý cho hoạt động này.");
        var notice = catalogue.Privacy.Consents.NoticeOn(day)
            ?? throw new FieldException("from", "Ngày này chưa có bản thông báo nào để người đồng ý đọc.");
        var known = await subjects.Of(asked.Subject, stop);
        if (Fault(asked.By, known.BirthYear, day) is { } fault) throw new FieldException("by", fault);
        return await Write(asked, ConsentRecord.Given, day, notice.Version, by, stop);
    }

    /// <summary>Records that a consent is withdrawn. There must be one that holds.</summary>
    public async Task<ConsentRecord> Withdraw(ConsentAsked asked, Viewer by, CancellationToken stop = default)
    {
        var (day, records) = (Day(asked), await Of(asked.Subject, asked.Activity, stop));
        if (!ConsentRecord.HoldsOn(records, day)) throw new FieldException("subject", "Không có đồng ý nào đang hiệu lực để rút.");
        return await Write(asked, ConsentRecord.Withdrawn, day, records[0].Notice, by, stop);
    }

    private async Task<ConsentRecord> Write(ConsentAsked asked, string action, DateOnly day, string notice, Viewer by,
        CancellationToken stop)
    {
        by.RequireDesk();
        if (!catalogue.Privacy.Consents.Channels.Contains(asked.Channel))
            throw new FieldException("channel", "Hãy chọn cách thể hiện đồng ý trong danh mục.");
        var document = PlainNote.Required(asked.Document, "số văn bản chứng minh");
        var record = new ConsentRecord
        {
            Id = Guid.CreateVersion7().ToString(), Subject = subjects.Written(asked.Subject), Activity = asked.Activity, Action = action,
                Notice = notice, HoldsFrom = Moments.Text(day), Channel = asked.Channel,
            Document = document, Guardian =
                asked.By switch { ConsentBy.Self => "none", ConsentBy.Guardian => "guardian", _ => "child-and-guardian" },
                At = Moments.Text(clock.GetUtcNow()), Account = by.Account,
        };
        var seq = await audit.Write(new(by.Account, $"consent-{action}", "consent", record.Id, Source: by.Source,
            Detail: $"{record.Subject}; {record.Activity}; {record.Notice}; {record.HoldsFrom}; {record.Document}; {record.Guardian}"),
            stop);
        await operations.Write(change => change.Execute("ask/privacy/consent-add", new
        {
            record.Id, record.Subject, record.Activity, record.Action, record.Notice, record.HoldsFrom, record.Channel, record.Document,
                record.Guardian, record.At, record.Account, audit = seq,
        }), stop);
        return record with { Subject = asked.Subject.ToString(), Audit = seq };
    }

    private DateOnly Day(ConsentAsked asked) =>
        asked.From is { } from && from > clock.Today()
            ? throw new FieldException("from", "Không ghi đồng ý của một ngày chưa tới.") : asked.From
            ?? clock.Today();

    /// <summary>Who must say yes at which age; of a birth year alone, only what cannot be is refused.</summary>
    private string? Fault(ConsentBy by, int? birthYear, DateOnly day)
    {
        if (birthYear is not { } year) return null;
        var (rules, youngest, oldest) = (catalogue.Privacy.Consents, day.Year - year - 1, day.Year - year);
        return by switch
        {
            ConsentBy.Self when oldest < rules.GuardianBelow => $"Người này chưa đủ {rules.GuardianBelow} tuổi: người giám hộ đồng ý thay.",
            ConsentBy.Self when oldest < rules.ChildAndGuardianBelow =>
                $"Người này chưa đủ {rules.ChildAndGuardianBelow} tuổi: cần cả trẻ và người giám hộ.",
            ConsentBy.ChildAndGuardian when oldest < rules.GuardianBelow =>
                $"Người này chưa đủ {rules.GuardianBelow} tuổi: chỉ người giám hộ đồng ý.",
            ConsentBy.ChildAndGuardian when youngest >= rules.ChildAndGuardianBelow => "Người này đã thành niên.",
            ConsentBy.Guardian when youngest >= rules.GuardianBelow && oldest < rules.ChildAndGuardianBelow =>
                $"Người này đã đủ {rules.GuardianBelow} tuổi: cần cả trẻ và người giám hộ.",
            _ => null,
        };
    }
}
