using HealthWarehouse.Concepts;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Privacy;

/// <summary>A person the desk asks about: every name it has in the house (persons joined into one, the records it came in), and the person key when the house knows it.</summary>
public sealed record KnownSubject(SubjectRef Asked, long? Person, int? BirthYear, IReadOnlyList<string> Names)
{
    internal string Joined => string.Join(';', Names);
}

/// <summary>Who a person key or a record key stands for, after persons were joined.</summary>
public sealed class Subjects(Warehouse warehouse)
{
    public async Task<KnownSubject> Of(SubjectRef subject, CancellationToken stop = default)
    {
        var rows = await warehouse.Query<Named>("ask/privacy/same-person", new { person = subject.IsRecord ? 0L : subject.Key, record = subject.IsRecord ? subject.Key : 0L }, stop);
        var person = rows.Where(r => r.Kind == "person" && r.JoinedInto is null).OrderByDescending(r => r.Number == subject.Key).FirstOrDefault();
        return new(subject, person?.Number, person?.BirthYear, [.. rows.Select(r => new SubjectRef(r.Kind == "record", r.Number).ToString()).Append(subject.ToString()).Distinct()]);
    }

    private sealed record Named
    {
        public required string Kind { get; init; }
        public long Number { get; init; }
        public long? JoinedInto { get; init; }
        public int? BirthYear { get; init; }
    }
}
