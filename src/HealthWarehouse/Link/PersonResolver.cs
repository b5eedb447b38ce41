using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Link;

/// <summary>
/// Gives each record of a batch to a person by exact tokens, and moves those of before whose person it changes. Who is together depends
/// on the records alone, not on their order or how they were grouped; since when, on the order in which they were known.
/// </summary>
public sealed class PersonResolver(MatchingRules rules, Pseudonyms pseudonyms)
{
    private static readonly TableSpec Record = new("link.record_person",
    [
        new("record_key", ColumnType.Long), new("person_key", ColumnType.Long), new("rule", ColumnType.Text),
            new("group_key", ColumnType.Long),
        new("known_from", ColumnType.Instant),
    ]);
    private static readonly TableSpec Given =
        new("batch_record_person", [new("record_key", ColumnType.Long), new("person_key", ColumnType.Long)]);
    private static readonly TableSpec Before = new("link.person_before",
    [
        new("record_key", ColumnType.Long), new("person_key", ColumnType.Long), new("known_from", ColumnType.Instant),
            new("known_to", ColumnType.Instant),
    ]);
    private static readonly TableSpec Token = new("link.person_token",
    [
        new("rule", ColumnType.Text), new("token", ColumnType.Uuid), new("sex", ColumnType.Text), new("group_key", ColumnType.Long),
            new("binds", ColumnType.Flag),
    ]);
    private static readonly TableSpec Met = new("batch_group", [new("group_key", ColumnType.Long), new("joins", ColumnType.Flag)]);
    private static readonly TableSpec Step = new("batch_step",
    [
        new("group_key", ColumnType.Long), new("into_key", ColumnType.Long), new("person_key", ColumnType.Long),
            new("known_from", ColumnType.Instant),
        new("known_to", ColumnType.Instant),
    ]);

    /// <summary>
    /// Forgets who is who; all records are then given to <see cref="Resolve"/> again, in order, and <see cref="Refresh"/> ends it.
    /// </summary>
    public static Task Forget(WarehouseWriter writer) => writer.Execute("link/forget");

    /// <summary>Brings the facts up to what was linked again.</summary>
    public static async Task Refresh(WarehouseWriter writer)
    {
        foreach (var fact in Facts(writer))
            await writer.ExecuteText(Whose(fact));
    }

    /// <summary>Links the records of the batch.</summary>
    public async Task Resolve(WarehouseWriter writer)
    {
        await writer.ExecuteText("delete from batch_record_person");
        var standing = await Standing(writer);
        var rows = (await writer.Query<Row>("link/batch")).GroupBy(r => r.RecordKey);
        RecordTokens[] records = [.. rows.Where(r => !standing.Contains(r.Key)).Select(Said)];
        if (records.Length > 0)
        {
            // Who comes to be linked after newer ones (tried again, used only now): what follows from that, and since when, only all
            // records tell.
            if ((await writer.Query<long?>("link/newest"))[0] > records[0].Key) await writer.Execute("link/due");
            await Link(writer, records);
        }
        // Last, since the others may have moved them.
        if (standing.Count > 0) await writer.Execute("link/stand");
    }

    private static RecordTokens Said(IGrouping<long, Row> rows) =>
        new(rows.Key, rows.First().KnownAt, rows.First().Sex,
            [.. rows.Where(r => r.Rule is not null).Select(r => (r.Rule!, r.Token!.Value))]);

    private async Task Link(WarehouseWriter writer, IReadOnlyList<RecordTokens> records)
    {
        var linking = new Linking(rules, pseudonyms.PersonKeys());
        if (records.Any(r => r.Tokens.Count > 0)) await Know(writer, linking, records);
        foreach (var record in records) linking.Take(record);
        await Move(writer, linking);
        await Write(writer, linking);
    }

    /// <summary>
    /// Records that were standardised again and say of their persons what they said before: whose they are stands. If any says something
    /// else, all of them are linked as new ones, and everybody again before long.
    /// </summary>
    private static async Task<HashSet<long>> Standing(WarehouseWriter writer)
    {
        var former = await writer.QueryText<long>("select distinct record_key from batch_former");
        if (former.Count == 0) return [];
        if ((await writer.Query<long>("link/changed"))[0] == 0) return [.. former];
        await writer.Execute("link/unlink");
        await writer.Execute("link/due");
        return [];
    }

    private static async Task Know(WarehouseWriter writer, Linking linking, IReadOnlyList<RecordTokens> records)
    {
        foreach (var known in await writer.Query<KnownToken>("link/tokens")) linking.Know(known);
        var met = linking.Foresee(records);
        var isAmbiguous = linking.Nodes.Any(n => n.Sides.Any(s => s.HasOthers));
        if (met.Values.Any(joins => joins) || (met.Count > 0 && isAmbiguous)) await KnowMore(writer, linking, met);
        linking.Begin();
    }

    /// <summary>
    /// Other tokens of the groups that may become one with others, and by which tokens those the batch meets are bound: seldom needed.
    /// </summary>
    private static async Task KnowMore(WarehouseWriter writer, Linking linking, IReadOnlyDictionary<Group, bool> met)
    {
        var groups = new ColumnBatch(Met);
        foreach (var (group, joins) in met) groups.Row().Put(group.Key).Put(joins);
        await writer.ExecuteText("delete from batch_group");
        await writer.Append(groups, temporary: true);
        var told = linking.Nodes.Select(n => (n.Rule, n.Token)).ToHashSet();
        foreach (var known in await writer.Query<KnownToken>("link/joined-tokens"))
            if (!told.Contains((known.Rule, known.Token))) linking.Know(known);
        foreach (var member in await writer.Query<KnownMember>("link/members")) linking.Know(member);
    }

    /// <summary>What changes for records of before.</summary>
    private static async Task Move(WarehouseWriter writer, Linking linking)
    {
        var steps = new ColumnBatch(Step);
        foreach (var group in linking.Moved)
            foreach (var (person, from, to) in group.Steps) steps.Row().Put(group.Key).Put(group.Root.Key).Put(person).Put(from).Put(to);
        if (steps.Rows == 0) return;
        await writer.ExecuteText("delete from batch_step");
        await writer.Append(steps, temporary: true);
        await writer.Execute("link/moved");
        foreach (var fact in Facts(writer))
            await writer.ExecuteText($"{Whose(fact)} and e.group_key in (select into_key from batch_step)");
    }

    private static string Whose(string fact) => $"""
        update {fact} set person_key = e.person_key
        from   link.record_person e
        where  e.record_key = {fact}.record_key and {fact}.person_key is distinct from e.person_key
        """;

    /// <summary>Facts that name a person: those filled from link.</summary>
    private static IEnumerable<string> Facts(WarehouseWriter writer) =>
        FactFile.All(writer.Sql, writer.Engine).Where(f => f.HasPerson).Select(f => f.Table);

    private static async Task Write(WarehouseWriter writer, Linking linking)
    {
        var (linked, given) = (new ColumnBatch(Record), new ColumnBatch(Given));
        var (before, tokens) = (new ColumnBatch(Before), new ColumnBatch(Token));
        foreach (var (record, known, rule, group) in linking.Records)
            foreach (var (person, from, to) in group.Since(known))
                if (to is { } end) before.Row().Put(record).Put(person).Put(from).Put(end);
                else
                {
                    linked.Row().Put(record).Put(person).Put(rule).Put(group.Root.Key).Put(from);
                    given.Row().Put(record).Put(person);
                }
        foreach (var side in linking.Nodes.SelectMany(n => n.Sides))
        {
            foreach (var group in side.New) Add(side, group, binds: true);
            if (side.Lean is { IsOld: false } lean) Add(side, lean, binds: false);
        }
        await writer.Append(linked);
        await writer.Append(given, temporary: true);
        if (before.Rows > 0) await writer.Append(before);
        await writer.Append(tokens);

        void Add(Side side, Group group, bool binds) =>
            tokens.Row().Put(side.Node.Rule).Put(side.Node.Token).Put(side.Sex).Put(group.Key).Put(binds);
    }

    private sealed record Row
    {
        public long RecordKey { get; init; }
        public DateTime KnownAt { get; init; }
        public string? Sex { get; init; }
        public string? Rule { get; init; }
        public Guid? Token { get; init; }
    }
}
