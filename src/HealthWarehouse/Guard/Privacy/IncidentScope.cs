using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Privacy;

/// <summary>What to ask the audit: accounts (none = all), a window (end excluded), an address (null = any).</summary>
public sealed record ScopeAsked(IReadOnlyList<string> Accounts, DateTimeOffset From, DateTimeOffset Until, string? Source = null);

/// <summary>What one account did to one kind of object.</summary>
public sealed record ScopeLine
{
    public required string Account { get; init; }
    public required string Action { get; init; }
    public required string ObjectType { get; init; }
    public long Times { get; init; }
    public long Objects { get; init; }
    public required string FirstAt { get; init; }
    public required string LastAt { get; init; }
}

/// <summary>Persons and episodes seen, of one facility.</summary>
public sealed record ScopeFacility(string? Facility, int Persons, long Episodes);

/// <summary>Something that left the house in the window.</summary>
public sealed record ScopeExport
{
    public long Seq { get; init; }
    public required string At { get; init; }
    public required string Account { get; init; }
    public required string Action { get; init; }
    public required string ObjectType { get; init; }
    public required string ObjectId { get; init; }
    public string? Purpose { get; init; }
    public string? Source { get; init; }
    public string? Detail { get; init; }
}

/// <summary>
/// Whose data, which kind, how many. <c>Lists</c>: pages of lists that were opened, whose lines the audit does not name; <c>Unknown</c>:
/// objects read that lead to no record the house has (a record made unreadable, or a kind of object not declared).
/// </summary>
public sealed record ScopeFound(
    ScopeAsked Asked, int Persons, long Episodes, long Reads, long Lists, int Unknown, IReadOnlyList<string> DataKinds,
        IReadOnlyList<ScopeFacility> Facilities, IReadOnlyList<ScopeLine> Lines, IReadOnlyList<ScopeExport> Exports);

/// <summary>A person seen in a window, at one facility; the key is null where the record was never given to a person.</summary>
public sealed record ScopePerson
{
    public string? FacilityCode { get; init; }
    public long? PersonKey { get; init; }
    public long Episodes { get; init; }
}

/// <summary>
/// Answers from the audit what an incident touched (Luật 91/2025/QH15, Điều 23). The question itself is audited: it tells who was read
/// about.
/// </summary>
public sealed class IncidentScope(CatalogueFiles catalogue, Operations operations, Warehouse warehouse, PersonalReads reads)
{
    private IncidentFile Rules => catalogue.Privacy.Incidents;

    public Task<ScopeFound> Ask(ScopeAsked asked, Viewer viewer, CancellationToken stop = default) =>
        Through(asked, viewer, () => Found(asked, stop), stop);

    /// <summary>The persons behind the numbers, by key.</summary>
    public Task<IReadOnlyList<ScopePerson>> Persons(ScopeAsked asked, Viewer viewer, CancellationToken stop = default) =>
        Through(asked, viewer, async () => (await Seen(asked, stop)).Persons, stop);

    private async Task<T> Through<T>(ScopeAsked asked, Viewer viewer, Func<Task<T>> read, CancellationToken stop)
    {
        viewer.RequireDesk();
        if (asked.Until <= asked.From) throw new RefusedException("Khoảng thời gian phải có đầu trước cuối.");
        return await reads.Read(viewer, Rules.ScopePurpose, "incident-scope",
            $"{string.Join(',', asked.Accounts)}?{Moments.Text(asked.From)}–{Moments.Text(asked.Until)}&{asked.Source}", null, read,
            stop: stop);
    }

    private async Task<ScopeFound> Found(ScopeAsked asked, CancellationToken stop)
    {
        var lines = await operations.Query<ScopeLine>("ask/privacy/reads-by-account",
            Arguments(asked, [.. Rules.ReadActions, .. Rules.ExportActions]), stop);
        var exports = await operations.Query<ScopeExport>("ask/privacy/reads-exports", Arguments(asked, Rules.ExportActions), stop);
        var (persons, unknown) = await Seen(asked, stop);
        var read = lines.Where(l => Rules.ReadActions.Contains(l.Action)).ToArray();
        return new(asked, persons.Select(p => p.PersonKey).OfType<long>().Distinct().Count(), persons.Sum(p => p.Episodes),
            read.Sum(l => l.Times),
            read.Where(l => Rules.Object(l.ObjectType)?.Shape is ReadShape.List).Sum(l => l.Times), unknown,
            [.. read.SelectMany(l => Rules.Object(l.ObjectType)?.Data ?? []).Distinct()],
            [.. persons.GroupBy(p => p.FacilityCode)
                .Select(g =>
                new ScopeFacility(g.Key, g.Select(p => p.PersonKey).OfType<long>().Distinct().Count(), g.Sum(p => p.Episodes)))], lines,
                exports);
    }

    /// <summary>
    /// The objects read, followed to persons: the audit and the warehouse are two databases, so that keys go from one to the other.
    /// </summary>
    private async Task<(IReadOnlyList<ScopePerson> Persons, int Unknown)> Seen(ScopeAsked asked, CancellationToken stop)
    {
        var objects = (await operations.Query<ReadOf>("ask/privacy/reads-objects", Arguments(asked, Rules.ReadActions), stop))
            .ToLookup(o => Rules.Object(o.ObjectType)?.Shape);
        var persons = await warehouse.Query<ScopePerson>("ask/privacy/read-persons",
            new { episodes = Ids(ReadShape.Episode), records = Ids(ReadShape.Record), persons = Ids(ReadShape.Person) }, stop);
        return (persons, objects[null].Count());

        string Ids(ReadShape shape) => string.Join(';', objects[shape].Select(o => o.ObjectId).Where(id => !id.Contains(';')).Distinct());
    }

    private static object Arguments(ScopeAsked asked, IReadOnlyList<string> actions) => new
    {
        accounts = string.Join(';', asked.Accounts), from = Moments.Text(asked.From), until = Moments.Text(asked.Until),
            source = asked.Source ?? "", actions = string.Join(';', actions),
    };

    private sealed record ReadOf
    {
        public required string ObjectType { get; init; }
        public required string ObjectId { get; init; }
    }
}
