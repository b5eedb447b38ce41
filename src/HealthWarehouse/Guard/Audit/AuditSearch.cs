using System.Text.Json;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Audit;

/// <summary>
/// What is looked for in the audit; days are those of Việt Nam, both included. Records name a person's records as rows name them; Numbers
/// are all that rows may show the person by (null: the key alone).
/// </summary>
public sealed record AuditQuestion(
    string? Account = null, string? Action = null, string? Object = null, string? Purpose = null, string? Result = null,
    string? Source = null, string? Kind = null, long? Person = null, IReadOnlyList<string>? Records = null,
    DateOnly? From = null, DateOnly? To = null, IReadOnlyList<long>? Numbers = null);

/// <summary>
/// Rows found, newest first. Older = where the next page begins; null at the end. A page may be short: it looks at so many rows at most.
/// </summary>
public sealed record AuditPage(IReadOnlyList<AuditRow> Rows, long? Older);

/// <summary>
/// Looks into the audit by its indexes, page after page. It judges nobody: the caller has asked for the right and noted the look.
/// </summary>
public sealed class AuditSearch(Operations operations)
{
    /// <summary>Rows looked at for one page, at most.</summary>
    public const int Budget = 5_000;

    public async Task<AuditPage> Page(AuditQuestion asked, long? before, int limit, CancellationToken stop = default)
    {
        var from = asked.From is { } day ? await Since(day, stop) ?? long.MaxValue : 0;
        var until = asked.To is { } last && await Since(last.AddDays(1), stop) is { } end ? end : long.MaxValue;
        var name = asked.Person is null ? "ask/audit/search" : "ask/audit/search-person";
        var text = operations.Sql[name, operations.Engine].Replace("{which}", Which(asked), StringComparison.Ordinal);
        var found = await operations.QueryText<FoundRow>(text, new
        {
            before = Math.Min(before ?? long.MaxValue, until), from, budget = Budget, limit,
            account = asked.Account ?? "", action = asked.Action ?? "", @object = asked.Object ?? "", purpose = asked.Purpose ?? "",
            result = asked.Result ?? "", source = asked.Source ?? "", kind = asked.Kind ?? "",
            persons = JsonSerializer.Serialize(asked.Numbers ?? (asked.Person is { } person ? [person] : [])),
            objects = JsonSerializer.Serialize(asked.Records ?? []),
        }, stop);
        var rows = found.Where(r => r.Seq > 0).ToArray();
        return new(rows, rows.Length == limit ? rows[^1].Seq : found is [{ Looked: Budget } one, ..] ? one.Reached : null);
    }

    /// <summary>All rows of a question, page after page, until so many.</summary>
    public async IAsyncEnumerable<AuditRow> All(AuditQuestion asked, int most,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default)
    {
        var given = 0;
        for (long? before = null; given < most;)
        {
            var page = await Page(asked, before, Math.Min(1000, most - given), stop);
            foreach (var row in page.Rows) yield return row;
            given += page.Rows.Count;
            before = page.Older;
            if (before is null) yield break;
        }
    }

    private Task<long?> Since(DateOnly day, CancellationToken stop) =>
        operations.One<long?>("ask/audit/since",
        new { at = day.ToDateTime(TimeOnly.MinValue).AddHours(-7).ToString(AuditRow.Times, CultureInfo.InvariantCulture) }, stop);

    /// <summary>The condition whose index is gone by: what leaves the fewest rows first.</summary>
    private static string Which(AuditQuestion a) =>
        Has(a.Object) ? "object_id = $object"
        : Has(a.Account) ? "account = $account"
        : Has(a.Source) ? "source = $source"
        : Has(a.Result) && a.Result != AuditEntry.Done ? "result = $result and result <> 'done'"
        : Has(a.Purpose) ? "purpose = $purpose"
        : Has(a.Action) ? "action = $action"
        : "true";

    private static bool Has(string? text) => !string.IsNullOrEmpty(text);

    private sealed record FoundRow : AuditRow
    {
        public long Looked { get; init; }
        public long Reached { get; init; }
    }
}
