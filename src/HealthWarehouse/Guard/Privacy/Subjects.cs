using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Privacy;

/// <summary>
/// A person the desk asks about: every name it has in the house (persons joined into one, the records it came in), and the person key when
/// the house knows it.
/// </summary>
public sealed record KnownSubject(SubjectRef Asked, long? Person, int? BirthYear, IReadOnlyList<string> Names)
{
    internal string Joined => string.Join(';', Names);
}

/// <summary>
/// Who a person key or a record key stands for, after persons were joined, and how it stands in the books: by a pseudonym, whose way back
/// is destroyed when the person is shredded. Lines of before name the key itself.
/// </summary>
public sealed class Subjects(Warehouse warehouse, Pseudonyms pseudonyms)
{
    /// <summary>What stands in a book for a subject. Throws a RefusedException in words where it was shredded.</summary>
    public string Written(SubjectRef subject) => pseudonyms.Has(subject) ? pseudonyms.Of(subject)
        : throw new RefusedException("Hồ sơ của người này đã được huỷ khoá: không còn gì để ghi vào sổ.");

    /// <summary>
    /// What a book's words say of whom: the subject a pseudonym stands for as long as that can be told, else the words as they are.
    /// </summary>
    public string? Opened(string? written) => pseudonyms.Open(written)?.ToString() ?? written;

    public async Task<KnownSubject> Of(SubjectRef subject, CancellationToken stop = default)
    {
        var rows = await warehouse.Query<Named>("ask/privacy/same-person",
            new { person = subject.IsRecord ? 0L : subject.Key, record = subject.IsRecord ? subject.Key : 0L }, stop);
        var person = rows.Where(r => r.Kind == "person" && r.JoinedInto is null).OrderByDescending(r => r.Number == subject.Key)
            .FirstOrDefault();
        SubjectRef[] names = [.. rows.Select(r => new SubjectRef(r.Kind == "record", r.Number)).Append(subject).Distinct()];
        var former = names.Where(n => n.IsRecord).Select(n => SubjectRef.Person(Pseudonyms.FormerPersonKey(n.Key)));
        return new(subject, person?.Number, person?.BirthYear, [.. names.Concat(former).SelectMany(Names).Distinct()]);
    }

    private IEnumerable<string> Names(SubjectRef subject)
    {
        yield return subject.ToString();
        if (pseudonyms.Has(subject)) yield return pseudonyms.Of(subject);
    }

    private sealed record Named
    {
        public required string Kind { get; init; }
        public long Number { get; init; }
        public long? JoinedInto { get; init; }
        public int? BirthYear { get; init; }
    }
}
