using HealthWarehouse.Concepts;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Privacy;

/// <summary>
/// Persons whose data may no longer be read as before: the desk granted their request to restrict, to object or to delete, and did not lift
/// it since. Worked out from the requests each time anything was added to them, or to the warehouse.
/// </summary>
public sealed class Limits(SubjectRequests requests, Subjects subjects, Operations operations, Warehouse warehouse)
{
    private volatile Known? _known;

    public async Task<IReadOnlySet<long>> Persons(CancellationToken stop = default)
    {
        var (events, commit) =
            ((await operations.Query<long>("ask/privacy/request-newest", null, stop))[0], await warehouse.CommitNumber(stop));
        if (_known is { } known && known.Events == events && known.Commit == commit) return known.Persons;
        var persons = new HashSet<long>();
        foreach (var limiting in (await requests.All(open: false, stop)).Where(c => c.Limits))
            foreach (var subject in limiting.Persons)
            {
                var found = await subjects.Of(subject, stop);
                if (found.Person is { } person) persons.Add(person);
                foreach (var name in found.Names) if (SubjectRef.TryParse(name, out var named) && !named.IsRecord) persons.Add(named.Key);
            }
        _known = new(events, commit, persons);
        return persons;
    }

    /// <summary>Whether a person's data may only be read for the purposes that hold in spite of a limit.</summary>
    public async Task<bool> Limit(long? person, CancellationToken stop = default) =>
        person is { } key && (await Persons(stop)).Contains(key);

    /// <summary>The persons as the questions of the warehouse take them: a;b.</summary>
    public async Task<string> Listed(CancellationToken stop = default) =>
        string.Join(';', (await Persons(stop)).Order().Select(p => p.ToString(CultureInfo.InvariantCulture)));

    private sealed record Known(long Events, long Commit, IReadOnlySet<long> Persons);
}
