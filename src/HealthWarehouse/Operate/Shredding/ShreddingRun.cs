using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Loading;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Operate.Shredding;

/// <summary>
/// Carries out one shredding, step by step, while nothing is loaded: plan, take the records out of the archived deliveries, take pieces,
/// tokens and person out of the warehouse, destroy the secrets, take the old files away, and put what is left under new keys, so that
/// copies of before stay closed. Every step can be done twice; stopped anywhere, the next start goes on.
/// </summary>
internal sealed class ShreddingRun(House house, string id)
{
    /// <summary>Told before each step; for tests that stop there.</summary>
    internal static AsyncLocal<Action<string>?> Before { get; } = new();

    internal static readonly TableSpec Shred = new("batch_shred", [new("record_key", ColumnType.Long)]);

    public async Task Run(CancellationToken stop)
    {
        while (await house.Shredding.Find(id, stop) is { IsRunning: true } shredding)
        {
            Before.Value?.Invoke(shredding.State);
            switch (shredding.State)
            {
                case Shredding.Approved when shredding.IsGone:
                    await Step(Shredding.Destroyed, stop);
                    break;
                case Shredding.Approved:
                    house.Keys.MustReachMaster();                        // it is changed at the end: better not begun than left half way
                    await Audit("shred-begin", null, stop);
                    await Plan(shredding, stop);
                    break;
                case Shredding.Planned when await Halted(shredding, stop):
                    break;
                case Shredding.Planned:
                    await new ArchiveRedaction(house, shredding).Run(stop);
                    await Step(Shredding.Redacted, stop);
                    break;
                case Shredding.Redacted:
                    await house.Warehouse.Write(writer => Unlink(writer, shredding), stop);
                    await Step(Shredding.Unlinked, stop);
                    break;
                case Shredding.Unlinked:
                    await Audit("key-shred", $"{shredding.Records} hồ sơ", stop);
                    await Forget(stop);
                    await Destroy(stop);
                    await NewLeavesKey(stop);
                    await Step(Shredding.Destroyed, stop);
                    break;
                case Shredding.Destroyed:
                    await End(shredding, stop);
                    break;
            }
        }
    }

    private async Task Plan(Shredding shredding, CancellationToken stop)
    {
        // Whom the record belongs to today: the person may have got another key since it was asked for.
        var person = (await house.Warehouse.Query<long>("ask/shredding/person", new { key = shredding.RecordKey }, stop)) is [var today]
            ? today : shredding.PersonKey;
        var linked = await house.Warehouse.Query<PlannedRecord>("ask/shredding/records", new { person }, stop);
        IReadOnlyList<PlannedRecord> records = [.. linked, .. await Unlinked(person, stop)];
        var counts = await house.Warehouse.Write(async writer =>
        {
            await Names(writer, Shred, records.Select(r => r.RecordKey));
            return (await writer.Query<Counts>("ask/shredding/counts"))[0];
        }, stop);
        var subjects = records.Select(r => SubjectRef.Record(r.RecordKey))
            .Concat((await house.Shredding.KnownAs(person, stop)).Select(SubjectRef.Person));
        string? halted = null;
        await house.Operations.Write(async change =>
        {
            if ((halted = await house.Shredding.Halt(change, shredding, person, stop)) is not null) return 0;
            foreach (var subject in subjects)
                await change.Execute("ask/shredding/subject-add", new { id, subject = house.Vault.Pseudonyms.Of(subject) });
            return await change.Execute("ask/shredding/planned", new { id, records = (long)records.Count, counts.Pieces, counts.Tokens });
        }, stop);
        if (halted is not null) await Audit("shred-halt", halted, stop);
    }

    /// <summary>Before the first record is taken out: a hold laid meanwhile stops it.</summary>
    private async Task<bool> Halted(Shredding shredding, CancellationToken stop)
    {
        var person = (await house.Warehouse.Query<long>("ask/shredding/person", new { key = shredding.RecordKey }, stop)) is [var today]
            ? today : shredding.PersonKey;
        if (await house.Operations.Write(change => house.Shredding.Halt(change, shredding, person, stop), stop) is not { } why)
            return false;
        await Audit("shred-halt", why, stop);
        return true;
    }

    /// <summary>Records nobody was found for that carry a token of the person: their archived content is read for it.</summary>
    private async Task<List<PlannedRecord>> Unlinked(long person, CancellationToken stop)
    {
        var tokens = (await house.Warehouse.Query<Guid>("ask/shredding/tokens", new { person }, stop)).ToHashSet();
        var found = new List<PlannedRecord>();
        foreach (var delivery in (await house.Warehouse.Query<PlannedRecord>("ask/shredding/unlinked", null, stop))
            .GroupBy(r => r.Delivery))
        {
            var wanted = delivery.ToDictionary(r => r.Record);
            var known = await house.Ledger.Find(delivery.Key, stop)
                ?? throw new InvalidOperationException($"Sổ tiếp nhận thiếu lần gửi {delivery.Key}.");
            using var content = house.Contents.Open(known);
            var binder = house.Loader.Workshop.Binder(known.Contract);
            await house.Contents.Ready([known], stop);
            foreach (var record in house.Contents.Reader(house.Catalogue.ContractOf(known.Contract), known).ReadRecords(content))
                if (wanted.TryGetValue(record.Number, out var planned) && binder.TokensOf(record).Any(tokens.Contains)) found.Add(planned);
            house.Loader.Workshop.Return(binder);
        }
        return found;
    }

    /// <summary>
    /// The tombstone takes the person's place; what findings showed masked goes; tokens that other persons' records share with it go too.
    /// </summary>
    private async Task Unlink(WarehouseWriter writer, Shredding shredding)
    {
        await Names(writer, Shred, await Records(writer.Stop));
        foreach (var neighbour in await writer.Query<Standardise.DroppedToken>("ask/shredding/neighbours"))
            await writer.Execute("ask/shredding/neighbour-token", new { neighbour.Record, neighbour.Rule });
        var fields = new Standardise.SealedFields(house.Catalogue.Contracts.Values);
        foreach (var finding in await writer.Query<FindingText>("ask/shredding/findings"))
            if (fields.Clean(finding.TableName, finding.Field, finding.Value, finding.Message) is { Value: null } clean)
                await writer.Execute("ask/shredding/clean-finding",
                    new { table = finding.TableName, finding.Field, finding.Value, finding.Message, clean = clean.Message });
        await writer.Execute("ask/shredding/unlink", new { tombstone = shredding.Tombstone });
        await new Derived(house.Loader.Workshop, house.Warehouse).Relink(writer);
    }

    /// <summary>Holds, openings and older requests name the person no longer.</summary>
    private async Task Forget(CancellationToken stop)
    {
        var (records, persons) = (await Records(stop), (await Subjects(stop)).Where(s => !s.IsRecord));
        await house.Operations.Write(async change =>
        {
            foreach (var record in records)
                await change.Execute("ask/shredding/forget-record", new { record, name = record.ToString(CultureInfo.InvariantCulture) });
            foreach (var person in persons.Select(p => p.Key))
                await change.Execute("ask/shredding/forget-person", new { person, name = person.ToString(CultureInfo.InvariantCulture) });
            return true;
        }, stop);
        await house.Operations.Wipe(stop);
    }

    /// <summary>
    /// The secrets of records and files, and of everything that leads from a pseudonym to the person or from the person to a pseudonym.
    /// </summary>
    private async Task Destroy(CancellationToken stop)
    {
        var (subjects, files) = (await Subjects(stop), await Files(stop));
        await house.Operations.Write(async change =>
        {
            await EntryDesk.Turn(change);
            var gone = new List<ulong>();
            foreach (var file in files)
                if (file.Leaf is { } leaf && ulong.Parse(leaf, CultureInfo.InvariantCulture) is var secret
                    && (await IsLeft(change, file.Hash) || house.Archive.LeafOf(file.Hash) != secret))
                    gone.Add(secret);
            return house.Leaves.Destroy([.. subjects.SelectMany(house.Vault.Pseudonyms.Ways).Distinct(), .. gone]);
        }, stop);
    }

    private async Task End(Shredding shredding, CancellationToken stop)
    {
        house.Keys.MustReachMaster();
        var files = await Files(stop);
        await house.Operations.Write(async change =>
        {
            await EntryDesk.Turn(change);
            foreach (var file in files)
                if (await IsLeft(change, file.Hash)) house.Archive.Remove(file.Hash);
            return true;
        }, stop);
        await new TokenCovers(house.Warehouse, house.Vault.Tokens).Turn(stop);
        if (house.Warehouse.File is not null) await house.Warehouse.Fold(stop);
        await NewMaster(stop);
        await Audit("shred-done", $"{shredding.Records} hồ sơ, {shredding.Pieces} mảnh, {shredding.Tokens} thẻ, {files.Count} tệp", stop);
        var at = house.Clock.GetUtcNow();
        await house.Operations.Write(change => change.Execute("ask/shredding/end", new
        {
            id, files = (long)files.Count, keys = (shredding.Records ?? 0)
                + files.Count(f => f.Leaf is not null), at, month = new DateTimeOffset(at.Year, at.Month, 1, 0, 0, 0, TimeSpan.Zero),
        }), stop);
        await house.Operations.Wipe(stop);
        Before.Value?.Invoke(Shredding.Done);
    }

    /// <summary>The tree of secrets is sealed by a new key: earlier copies of it stay closed.</summary>
    private async Task NewLeavesKey(CancellationToken stop)
    {
        await house.Audit.Write(new("khoyte", "key-rotate", "key", $"{nameof(KeyUse.Leaves)}/{house.Keys.Newest(KeyUse.Leaves) + 1}",
            Detail: id), stop);
        house.Keys.Rotate(nameof(KeyUse.Leaves));
        house.Leaves.Save();
        house.Keys.RetireOlder(nameof(KeyUse.Leaves));
    }

    /// <summary>The ring is wrapped by a new master key: earlier copies of the ring, and what their keys open, stay closed.</summary>
    private async Task NewMaster(CancellationToken stop)
    {
        await house.Audit.Write(new("khoyte", "key-rotate", "key", "master", Detail: id), stop);
        house.Keys.ChangeMaster();
    }

    /// <summary>No delivery stands on a content any more: one that came in meanwhile with the same bytes keeps it.</summary>
    private static async Task<bool> IsLeft(OperationsChange change, string hash) =>
        (await change.Query<long>("ask/shredding/holders", new { hash }))[0] == 0;

    internal static async Task Names(WarehouseWriter writer, TableSpec spec, IEnumerable<long> keys)
    {
        var batch = new ColumnBatch(spec);
        foreach (var key in keys) batch.Row().Put(key);
        await writer.ExecuteText(spec.CreateSql(spec.Name, temporary: true));
        await writer.ExecuteText($"delete from {spec.Name}");
        await writer.Append(batch, temporary: true);
    }

    private Task<IReadOnlyList<long>> Records(CancellationToken stop) => Records(house, id, stop);

    /// <summary>Records of the person, as long as their secrets are there.</summary>
    internal static async Task<IReadOnlyList<long>> Records(House house, string id, CancellationToken stop) =>
        [.. (await Subjects(house, id, stop)).Where(s => s.IsRecord).Select(s => s.Key)];

    private Task<IReadOnlyList<SubjectRef>> Subjects(CancellationToken stop) => Subjects(house, id, stop);

    /// <summary>Records and keys of the person, as long as their secrets are there; records as they were noted before, too.</summary>
    private static async Task<IReadOnlyList<SubjectRef>> Subjects(House house, string id, CancellationToken stop) =>
    [
        .. (await house.Operations.Query<string>("ask/shredding/subjects-of", new { id }, stop))
            .Select(s => house.Vault.Pseudonyms.Open(s)).OfType<SubjectRef>(),
        .. (await house.Operations.Query<long>("ask/shredding/records-of", new { id }, stop)).Select(SubjectRef.Record),
    ];

    private Task<IReadOnlyList<ShreddedFile>> Files(CancellationToken stop) =>
        house.Operations.Query<ShreddedFile>("ask/shredding/files-of", new { id }, stop);

    private Task Step(string state, CancellationToken stop) =>
        house.Operations.Write(change => change.Execute("ask/shredding/step", new { id, state }), stop);

    private Task Audit(string action, string? detail, CancellationToken stop) =>
        house.Audit.Write(new AuditEntry("khoyte", action, "person", id, Detail: detail), stop);

    private sealed record Counts
    {
        public long Pieces { get; init; }
        public long Tokens { get; init; }
    }

    private sealed record FindingText
    {
        public string? TableName { get; init; }
        public string? Field { get; init; }
        public required string Value { get; init; }
        public required string Message { get; init; }
    }
}

/// <summary>A record of a person that is to be shredded.</summary>
internal sealed record PlannedRecord
{
    public long RecordKey { get; init; }
    public long Delivery { get; init; }
    public int Record { get; init; }
    public bool Kept { get; init; }
    public required string Contract { get; init; }
}

/// <summary>A file of the archive that a shredding takes away.</summary>
internal sealed record ShreddedFile
{
    public long Delivery { get; init; }
    public required string Hash { get; init; }
    public string? Leaf { get; init; }
}
