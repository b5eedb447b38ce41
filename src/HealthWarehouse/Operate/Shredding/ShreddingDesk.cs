using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;

namespace HealthWarehouse.Operate.Shredding;

/// <summary>
/// Where shredding is asked for, decided and carried out (deletion of domain §5.4, NĐ 356/2025/NĐ-CP): asked by one with the right privacy,
/// approved by another; refused, with the reason and its end, while a legal hold or a period of retention covers any record of the person.
/// </summary>
public sealed class ShreddingDesk(House house)
{
    public async Task<IReadOnlyList<Shredding>> All(CancellationToken stop = default) =>
        [.. (await house.Operations.Query<Shredding>("ask/shredding/all", null, stop)).Select(Opened)];

    public async Task<Shredding?> Find(string id, CancellationToken stop = default) =>
        await house.Operations.One<Shredding>("ask/shredding/one", new { id }, stop) is { } found ? Opened(found) : null;

    public Task<IReadOnlyList<LegalHold>> Holds(CancellationToken stop = default) =>
        house.Operations.Query<LegalHold>("ask/shredding/holds", null, stop);

    /// <summary>The decision a shredding carries out: who asked for deletion, and what the privacy desk decided.</summary>
    private SubjectRequests Requests =>
        field ??= new(house.Catalogue, house.Operations, house.Audit, new(house.Warehouse, house.Vault.Pseudonyms), house.Clock);

    /// <summary>
    /// Asks for the person of a record to be shredded, as decided on that person's request of a number; gives the id of the shredding.
    /// </summary>
    public async Task<string> Ask(long record, string request, string reason, Viewer viewer, CancellationToken stop = default)
    {
        Must(viewer, Right.Privacy);
        if (string.IsNullOrWhiteSpace(reason)) throw new FieldException("reason", "Hãy ghi lý do.");
        var person = await PersonOf(record, stop);
        if ((await house.Warehouse.Query<long>("ask/shredding/is-shredded", new { key = record }, stop))[0] > 0)
            throw new FieldException("record", "Hồ sơ của người này đã được huỷ khoá.");
        var (known, theirs) = (await KnownAs(person, stop), (await RecordsOf(person, stop)).Select(e => e.RecordKey).ToHashSet());
        if (await Undecided(request.Trim(), known, stop) is { } undecided)
        {
            await Audit(viewer, "shred-refused", Subject(record), undecided, stop);
            throw new FieldException("request", undecided);
        }
        if ((await All(stop)).Where(s => known.Contains(s.PersonKey) || theirs.Contains(s.RecordKey))
            .Any(s => s.IsRunning || s.State == Shredding.Asked))
            throw new RefusedException("Người này đã có một yêu cầu đang chờ.");
        if (await Obstacle(person, stop) is { } obstacle)
        {
            await Audit(viewer, "shred-refused", Subject(record), obstacle, stop);
            throw new RefusedException(obstacle);
        }
        var (id, at) = (Guid.CreateVersion7(house.Clock.GetUtcNow()).ToString(), house.Clock.GetUtcNow());
        await Audit(viewer, "shred-ask", id, reason.Trim(), stop);
        await house.Operations.Write(async change =>
        {
            await change.Execute("ask/shredding/request-add", new { id, request = request.Trim() });
            return await change.Execute("ask/shredding/ask",
                new { id, subject = Subject(record), reason = reason.Trim(), by = viewer.Account, at });
        }, stop);
        return id;
    }

    /// <summary>
    /// Approves or refuses a request; only somebody else than who asked may. Approved, it is carried out in the background, or at the next
    /// start.
    /// </summary>
    public async Task Decide(string id, bool approve, string? why, Viewer viewer, CancellationToken stop = default)
    {
        if (!viewer.May(Right.Privacy)) Must(viewer, Right.Operate);
        var shredding = await Find(id, stop) ?? throw new RefusedException("Không có yêu cầu này.");
        if (shredding.State != Shredding.Asked) throw new RefusedException("Yêu cầu này đã được quyết định.");
        if (shredding.AskedBy == viewer.Account) throw new RefusedException("Người yêu cầu không được tự duyệt: cần một người khác.");
        if (!approve && string.IsNullOrWhiteSpace(why)) throw new FieldException("why", "Hãy ghi lý do không duyệt.");
        if (approve && await ObstacleNow(shredding, await PersonOf(shredding.RecordKey, stop), stop) is { } obstacle)
        {
            await Audit(viewer, "shred-refused", id, obstacle, stop);
            throw new RefusedException(obstacle);
        }
        await Audit(viewer, approve ? "shred-approve" : "shred-refuse", id, why, stop);
        var changed = await house.Operations.Write(change =>
            change.Execute("ask/shredding/decide",
            new { id, state = approve ? Shredding.Approved : Shredding.Refused, by = viewer.Account, at = house.Clock.GetUtcNow(),
            decision = why }), stop);
        if (changed == 0) throw new RefusedException("Yêu cầu này đã được quyết định.");
        house.KeyOffice.Nudge();
    }

    /// <summary>Lays a hold on the person of a record, or on a facility and a period.</summary>
    public async Task<string> Hold(long? record, string? facility, DateOnly? from, DateOnly? to, string reason, string act, DateOnly? until,
        Viewer viewer, CancellationToken stop = default)
    {
        Must(viewer, Right.Privacy);
        if (string.IsNullOrWhiteSpace(reason) || string.IsNullOrWhiteSpace(act))
            throw new FieldException("reason", "Hãy ghi lý do và căn cứ của việc giữ.");
        if (record is null == string.IsNullOrWhiteSpace(facility))
            throw new FieldException("record", "Hãy ghi một mã hồ sơ, hoặc một cơ sở.");
        if (from > to) throw new FieldException("from", "Ngày đầu của khoảng giữ sau ngày cuối: lệnh này không giữ hồ sơ nào.");
        if (until < Today) throw new FieldException("until", "Ngày hết hạn đã qua: lệnh này không giữ hồ sơ nào.");
        if (record is null && !await IsKnown(facility!.Trim(), stop))
            throw new FieldException("facility", $"Không có cơ sở '{facility.Trim()}' trong danh mục hay trong dữ liệu đã nhận.");
        long? person = record is { } key ? await PersonOf(key, stop) : null;
        var (id, at) = (Guid.CreateVersion7(house.Clock.GetUtcNow()).ToString(), house.Clock.GetUtcNow());
        await Audit(viewer, "hold-add", id, $"{reason.Trim()} ({act.Trim()})", stop);
        await house.Operations.Write(async change =>
        {
            await EntryDesk.Turn(change);
            return await change.Execute("ask/shredding/hold-add", new
            {
                id, person, record, facility = person is null ? facility!.Trim() : null, from = Iso(from), to = Iso(to),
                reason = reason.Trim(), act = act.Trim(), until = Iso(until), by = viewer.Account, at,
            });
        }, stop);
        return id;
    }

    public async Task Lift(string id, string why, Viewer viewer, CancellationToken stop = default)
    {
        Must(viewer, Right.Privacy);
        if (string.IsNullOrWhiteSpace(why)) throw new FieldException("why", "Hãy ghi lý do thôi giữ.");
        await Audit(viewer, "hold-lift", id, why.Trim(), stop);
        await house.Operations.Write(change =>
            change.Execute("ask/shredding/hold-lift", new { id, by = viewer.Account, at = house.Clock.GetUtcNow(), why = why.Trim() }),
            stop);
    }

    /// <summary>Ends what a crash left half way, before anything is read.</summary>
    internal async Task Resume(CancellationToken stop)
    {
        foreach (var shredding in (await Running(stop)).Where(s => s.State != Shredding.Approved)) await Run(shredding.Id, stop);
    }

    /// <summary>Carries out what was approved; gives the number done.</summary>
    public async Task<int> RunApproved(CancellationToken stop = default)
    {
        var running = await Running(stop);
        foreach (var shredding in running) await Run(shredding.Id, stop);
        return running.Count;
    }

    private async Task<IReadOnlyList<Shredding>> Running(CancellationToken stop) =>
        [.. (await house.Operations.Query<Shredding>("ask/shredding/running", null, stop)).Select(Opened)];

    private string Subject(long record) => house.Vault.Pseudonyms.Of(SubjectRef.Record(record));

    /// <summary>With the record its pseudonym stands for, and the tombstone drawn from it, as long as they can be told.</summary>
    private Shredding Opened(Shredding found) =>
        found.Subject is null || house.Vault.Pseudonyms.Open(found.Subject) is not { } subject ? found
        : found with { RecordKey = subject.Key, Tombstone = house.Vault.Pseudonyms.Tombstone(subject.Key, found.Id)?.ToString() ?? "" };

    private Task Run(string id, CancellationToken stop) => house.Loader.Alone(() => new ShreddingRun(house, id).Run(stop), stop);

    /// <summary>
    /// Looks once more, in the turn in which it is about to be carried out, whether a decided request stands behind it and nothing came in
    /// its way since it was approved; what may not go on is refused there and then, with the reason, which is given. What was begun is
    /// ended: half of it would help nobody.
    /// </summary>
    internal async Task<string?> Halt(OperationsChange change, Shredding shredding, long person, CancellationToken stop)
    {
        await EntryDesk.Turn(change);
        var why = await Obstacle(person, await change.Query<LegalHold>("ask/shredding/holds"), stop)
            ?? await Undecided((await change.Query<string>("ask/shredding/request-of", new { id = shredding.Id })).SingleOrDefault() ?? "",
                await KnownAs(person, stop), stop);
        return why is not null && await change.Execute("ask/shredding/halt", new { id = shredding.Id, why }) > 0 ? why : null;
    }

    private async Task<string?> ObstacleNow(Shredding shredding, long person, CancellationToken stop) => await Obstacle(person, stop)
        ?? await Undecided((await house.Operations.Query<string>("ask/shredding/request-of", new { id = shredding.Id }, stop))
            .SingleOrDefault() ?? "", await KnownAs(person, stop), stop);

    /// <summary>Why no decided request of this person stands behind a number; null when one does.</summary>
    private async Task<string?> Undecided(string number, HashSet<long> known, CancellationToken stop) =>
        number.Length > 0 && await Requests.Deletion(number, stop) is { } decided
            && (known.Contains(decided.PersonKey) || (await KnownAs(decided.PersonKey, stop)).Overlaps(known)) ? null
            : "Chỉ huỷ khoá theo quyết định xoá của bộ phận bảo vệ dữ liệu, trên yêu cầu của đúng người này: hãy ghi số yêu cầu đã có " +
                "quyết định xoá.";

    /// <summary>Why the person may not be shredded yet, and until when; null when nothing stands in the way.</summary>
    private async Task<string?> Obstacle(long person, CancellationToken stop) => await Obstacle(person, await Holds(stop), stop);

    private async Task<string?> Obstacle(long person, IReadOnlyList<LegalHold> holds, CancellationToken stop)
    {
        var today = Today;
        var records = await RecordsOf(person, stop);
        var known = await KnownAs(person, stop);
        bool Covers(LegalHold hold) => (hold.PersonKey is { } key && known.Contains(key))
            || records.Any(e =>
                e.RecordKey == hold.RecordKey || (e is { FacilityCode: { } facility, Day: { } day } && hold.Covers(facility, day)));
        var hold = holds.FirstOrDefault(h => h.HoldsOn(today) && Covers(h));
        if (hold is not null)
            return $"Đang bị giữ theo {hold.Act}: {hold.Reason}" + (hold.UntilOn is { } until
                ? $"; đến hết {DateOnly.ParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture):dd/MM/yyyy}."
                    : "; chưa định ngày hết.");
        var longest = new List<(DateOnly Until, RetentionPeriod Period)>();
        foreach (var period in house.Catalogue.Retention.Periods)
        {
            var last = (await house.Warehouse.QueryText<DateOnly?>(
                house.Sql["ask/shredding/last-day", house.Warehouse.Engine].Replace("{where}", period.Where ?? "true",
                    StringComparison.Ordinal), new { person }, stop))[0];
            if (last is { } day && day.AddYears(period.Years) is var end && end > today) longest.Add((end, period));
        }
        return longest.Count == 0 ? null
            : longest.MaxBy(l => l.Until) is var (ends, why)
                ? $"Còn trong thời hạn lưu giữ {why.Years} năm ({why.Name}, {why.Act}): đến {ends:dd/MM/yyyy}." : null;
    }

    /// <summary>The day it is in Vietnam, by which holds end.</summary>
    public DateOnly Today => DateOnly.FromDateTime(house.Clock.GetUtcNow().UtcDateTime.AddHours(7));

    /// <summary>A code with a slip in it would hold nothing: it must be of a list, of any day, or of something received.</summary>
    private async Task<bool> IsKnown(string facility, CancellationToken stop) =>
        house.Catalogue.Lists["facility"].Entries.Any(e => e.Code == facility)
        || (await house.Warehouse.QueryText<long>("select count(*) from std.record where facility_code = $facility", new { facility },
            stop))[0] > 0;

    /// <summary>Every key the records of a person ever had: requests and holds of before may name another than today's.</summary>
    internal async Task<HashSet<long>> KnownAs(long person, CancellationToken stop) =>
        [.. await house.Warehouse.Query<long>("ask/shredding/known-as", new { person }, stop),
            .. (await RecordsOf(person, stop)).Select(e => Pseudonyms.FormerPersonKey(e.RecordKey))];

    private Task<IReadOnlyList<OwnRecord>> RecordsOf(long person, CancellationToken stop) =>
        house.Warehouse.Query<OwnRecord>("ask/shredding/own-records", new { person }, stop);

    private async Task<long> PersonOf(long record, CancellationToken stop)
    {
        var found = await house.Warehouse.Query<long>("ask/shredding/person", new { key = record }, stop);
        return found is [var person]
            ? person : throw new FieldException("record", "Không có hồ sơ này, hoặc hồ sơ chưa gắn với người bệnh nào.");
    }

    private Task Audit(Viewer viewer, string action, string id, string? detail, CancellationToken stop) =>
        house.Audit.Write(new(viewer.Account, action, "person", id, Source: viewer.Source, Detail: detail), stop);

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Must(Viewer viewer, Right right)
    {
        if (!viewer.May(right)) throw new NotAllowedException("Vai trò này không được làm việc huỷ khoá.");
    }

    private sealed record OwnRecord
    {
        public long RecordKey { get; init; }
        public string? FacilityCode { get; init; }
        public DateOnly? Day { get; init; }
    }
}
