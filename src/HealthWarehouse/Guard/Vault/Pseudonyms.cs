using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Guard.Vault;

/// <summary>
/// Keys and names of persons and records that lead nowhere once the secrets behind them are destroyed (<see cref="Leaves"/>). A person's
/// key is drawn from the secret of the record that first showed it. In books and in the audit a person or record stands under a pseudonym
/// drawn from a secret of its own; the way back stands beside it, masked by a secret that is the pseudonym's. Who lacks those secrets tells
/// neither from the other, whatever copies he has.
/// </summary>
public sealed class Pseudonyms(Leaves leaves)
{
    private const ulong NotOfRecords = 1UL << 63;
    private const int Length = 2 + 2 * 16;

    /// <summary>Draws keys of persons from records that come in order; one a thread.</summary>
    public Func<long, long> PersonKeys()
    {
        var walk = new LeafWalk(leaves);
        return record =>
            walk.Secret(Leaves.OfRecord(record)) is { IsEmpty: false } secret ? Number(secret, "person") : FormerPersonKey(record);
    }

    /// <summary>Key of the person a record first showed, before keys of persons had secrets: books and audit of then name it.</summary>
    public static long FormerPersonKey(long record)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, record);
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(bytes)) & long.MaxValue;
    }

    /// <summary>What stands for a person in the audit.</summary>
    public long OfPerson(long person) => leaves.Secret(LeafOf(SubjectRef.Person(person))) is { } secret ? Number(secret, "audit") : 0;

    /// <summary>What stands for a subject in a book: always the same for the same. Throws when its secret was destroyed.</summary>
    public string Of(SubjectRef subject)
    {
        if (!Has(subject)) throw new DestroyedException();
        var number = NumberOf(subject)!.Value;
        return string.Create(CultureInfo.InvariantCulture,
            $"~{(subject.IsRecord ? 'r' : 'p')}{number:x16}{Masked(subject.Key, number)!.Value:x16}");
    }

    /// <summary>Whether a subject has a pseudonym, or had one that is destroyed.</summary>
    public bool Has(SubjectRef subject) => NumberOf(subject) is { } number && Masked(0, number) is not null;

    /// <summary>Whom a pseudonym stands for; null when it is none, or its way back was destroyed.</summary>
    public SubjectRef? Open(string? text)
    {
        if (text is not { Length: Length } || text[0] != '~' || text[1] is not ('r' or 'p')) return null;
        if (!long.TryParse(text.AsSpan(2, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)) return null;
        if (!long.TryParse(text.AsSpan(18), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var masked)
            || Masked(masked, number) is not { } key)
            return null;
        var subject = new SubjectRef(text[1] == 'r', key);
        return NumberOf(subject) == number ? subject : null;
    }

    /// <summary>
    /// What stands for a person after shredding, for one request: nobody draws it again once the record's secret is destroyed.
    /// </summary>
    public Guid? Tombstone(long record, string request) =>
        leaves.Secret(Leaves.OfRecord(record)) is { } secret
            ? new(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"khoyte tombstone|{request}")).AsSpan(0, 16), bigEndian: true) : null;

    /// <summary>The secrets that lead from and to a subject.</summary>
    public IEnumerable<ulong> Ways(SubjectRef subject)
    {
        if (NumberOf(subject) is { } number) yield return NotOfRecords | (ulong)number;
        yield return LeafOf(subject);
    }

    private static ulong LeafOf(SubjectRef subject) => subject.IsRecord ? Leaves.OfRecord(subject.Key) : NotOfRecords | (ulong)subject.Key;

    private long? NumberOf(SubjectRef subject) =>
        leaves.Secret(LeafOf(subject)) is { } secret ? Number(secret, subject.IsRecord ? "record" : "subject") : null;

    private long? Masked(long key, long number) =>
        leaves.Secret(NotOfRecords | (ulong)number) is { } secret ? key ^ Number(secret, "way back") : null;

    private static long Number(ReadOnlySpan<byte> secret, string what)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"khoyte {what}"), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash) & long.MaxValue;
    }
}
