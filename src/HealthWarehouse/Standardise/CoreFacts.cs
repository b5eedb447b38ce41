using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;

namespace HealthWarehouse.Standardise;

/// <summary>
/// Keeps core true to std for the episodes of a batch: decides which version was known when, closes the spans that ended, and inserts the
/// facts of new spans (warehouse/core/*.sql, where {xml2} stands for the batch's rows or, for a restored version, those of std).
/// </summary>
public sealed partial class CoreFacts(CatalogueFiles catalogue)
{
    private readonly Standing _standing = new(catalogue);
    private readonly HashSet<string> _standalone = [.. catalogue.Contracts.Values.SelectMany(c => c.Standalone ?? [])];

    /// <summary>Fact tables, each filled by the file of its name.</summary>
    public static IEnumerable<string> Names(WarehouseWriter writer) =>
        writer.Sql.In("core", writer.Engine).Select(n => n["core/".Length..]).Append("check_in");

    /// <param name="writer">The writer's transaction.</param>
    /// <param name="tables">Declared tables the batch brought rows of: facts fed by none of them are left alone.</param>
    /// <param name="hasActions">The batch holds cancels or restores.</param>
    public async Task Refresh(WarehouseWriter writer, IReadOnlySet<string> tables, bool hasActions)
    {
        await writer.Execute("std/touched");
        await writer.Execute("std/said");
        await _standing.Judge(writer);
        if (hasActions || (await writer.QueryText<long>("select count(*) from batch_forgotten"))[0] > 0) await Act(writer);
        await writer.Execute("std/versions");
        await writer.Execute("std/new-spans");
        var changed = (await writer.Query<Changed>("std/changed-spans"))[0];
        if (changed.Undone > 0) await Undo(writer);
        if (changed.Ended > 0) await Close(writer);
        await Insert(writer, tables, "batch_{0}");
        await writer.Execute("std/restored-only");
        if ((await writer.QueryText<long>("select count(*) from batch_new"))[0] > 0)
            await Insert(writer, null, "std.{0}", ("encounter_person", "link.encounter_person"));
        if (tables.Any(_standalone.Contains) || (await writer.QueryText<long>("select count(*) from core.check_in"))[0] > 0)
            await writer.Execute("std/check-ins");
    }

    /// <summary>Fills core, which is empty of them, with the facts of the episodes of the batch from what stands in std and link.</summary>
    internal async Task Again(WarehouseWriter writer)
    {
        await writer.Execute("std/touched");
        await writer.Execute("std/said");
        await _standing.Judge(writer);
        await Act(writer);
        await writer.Execute("std/versions");
        await writer.Execute("std/new-spans");
        await Insert(writer, null, "std.{0}", ("encounter_person", "link.encounter_person"));
        await writer.Execute("std/check-ins");
    }

    private async Task Act(WarehouseWriter writer)
    {
        await writer.Execute("std/apply-actions");
        var check = catalogue.CheckById("A01-action-without-effect");
        await writer.Execute("std/refused-actions", new { rule = check.Id, severity = (int)check.Severity, message = check.Message });
    }

    private static async Task Undo(WarehouseWriter writer)
    {
        await writer.Execute("std/undone-partitions");
        foreach (var fact in Names(writer).Where(f => f is not "check_in"))
            await writer.ExecuteText($"delete from core.{fact} where exists (select 1 from batch_undone u where u.encounter_key = " +
                $"core.{fact}.encounter_key and u.known_from = core.{fact}.known_from)");
    }

    private static async Task Close(WarehouseWriter writer)
    {
        await writer.Execute("std/close-spans");
        foreach (var fact in Names(writer).Where(f => f is not ("encounter" or "check_in")))
            await writer.ExecuteText($"update core.{fact} set known_to = s.known_to from batch_span s where core.{fact}.encounter_key = " +
                $"s.encounter_key and core.{fact}.known_from = s.known_from and core.{fact}.known_to is distinct from s.known_to");
    }

    /// <summary>
    /// Inserts the facts of batch_new; <paramref name="form"/> makes the name of a source, but for those named <paramref
    /// name="elsewhere"/>.
    /// </summary>
    private static async Task Insert(WarehouseWriter writer, IReadOnlySet<string>? tables, string form,
        params (string Name, string Table)[] elsewhere)
    {
        foreach (var sql in writer.Sql.In("core", writer.Engine).Select(name => writer.Sql[name, writer.Engine]))
        {
            var sources = Source().Matches(sql).Select(m => m.Groups[1].Value.ToUpperInvariant());
            if (tables is not null && !sources.Any(tables.Contains)) continue;
            await writer.ExecuteText(Source()
                .Replace(sql, m => elsewhere.FirstOrDefault(e => e.Name == m.Groups[1].Value).Table
                ?? string.Format(CultureInfo.InvariantCulture, form, m.Groups[1].Value)));
        }
    }

    private sealed record Changed
    {
        public long Ended { get; init; }
        public long Undone { get; init; }
    }

    [GeneratedRegex(@"\{([a-z0-9_]+)\}")] private static partial Regex Source();
}
