namespace HealthWarehouse.Guard.Audit;

/// <summary>
/// One line of the audit (TCVN 14423:2026, domain §5.3 A5): who, when, from where, what, on which object, why, with what result, about
/// which persons
/// (by their keys). Never a clear identity. Result is done, refused or failed; where it is not given the action tells. Account type and
/// origin come from
/// <see cref="AuditOrigin"/> unless given.
/// </summary>
public sealed record AuditEntry(
    string Account, string Action, string ObjectType, string ObjectId, string? Purpose = null, string? Source = null, string? Detail = null,
    string? Result = null, IReadOnlyCollection<long>? Persons = null, string? AccountType = null)
{
    public const string Done = "done", Refused = "refused", Failed = "failed";

    internal string ResultOrTold => Result
        ?? (Action.EndsWith("refused", StringComparison.Ordinal) ? Refused : Action.EndsWith("failed", StringComparison.Ordinal)
        ? Failed : Done);
}

/// <summary>
/// A stored line; <c>At</c> is UTC to the microsecond, <c>Form</c> how its hash is made, <c>Persons</c> keys joined by ';'.
/// </summary>
public record AuditRow
{
    internal const string Times = "yyyy-MM-dd HH:mm:ss.ffffff";

    public long Seq { get; init; }
    public required string At { get; init; }
    public required string Account { get; init; }
    public required string Action { get; init; }
    public required string ObjectType { get; init; }
    public required string ObjectId { get; init; }
    public string? Purpose { get; init; }
    public string? Source { get; init; }
    public string? Detail { get; init; }
    public required string Hash { get; init; }
    public int Form { get; init; } = 1;
    public string? AccountType { get; init; }
    public int? Port { get; init; }
    public string? Device { get; init; }
    public string? Result { get; init; }
    public string? Persons { get; init; }

    public string Day => At[..10];

    /// <summary>
    /// The line an entry becomes, before its number, time and hash. What stands in it is made storable first: every engine must give back
    /// what was hashed.
    /// </summary>
    internal static AuditRow Of(AuditEntry entry, AuditOrigin? origin) => new()
    {
        At = "", Hash = "", Form = 2, Account = Clean(entry.Account, 256)!, Action = Clean(entry.Action, 64)!,
            ObjectType = Clean(entry.ObjectType, 64)!, ObjectId = Clean(entry.ObjectId, 1000)!,
        Purpose = Clean(entry.Purpose, 200), Detail = Clean(entry.Detail, 2000), Source = Clean(entry.Source ?? origin?.Source, 64),
            Port = origin?.Port, Device = Clean(origin?.Device, 200),
        AccountType = Clean(entry.AccountType ?? origin?.AccountType() ?? AuditOrigin.House, 32), Result = Clean(entry.ResultOrTold, 16),
        Persons = entry.Persons is { Count: > 0 } persons
            ? string.Join(';', persons.Distinct().Order().Select(p => p.ToString(CultureInfo.InvariantCulture))) : null,
    };

    internal IEnumerable<long> PersonKeys => Persons?.Split(';').Select(p => long.Parse(p, CultureInfo.InvariantCulture)) ?? [];

    /// <summary>Short, without control characters and halves of characters, which not every engine keeps.</summary>
    private static string? Clean(string? text, int longest)
    {
        if (text is null) return null;
        if (text.Length > longest) text = text[..longest];
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') && !text.Any(char.IsControl)) return text;
        var clean = new System.Text.StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(System.Text.Rune.IsControl(rune) ? " " : rune.ToString());
        return clean.ToString();
    }
}
