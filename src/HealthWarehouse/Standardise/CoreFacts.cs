using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;

namespace HealthWarehouse.Standardise;

/// <summary>
/// Keeps core true to std for the subjects of a batch: decides which record was known when (std.version), closes the spans that ended, and
/// inserts the facts of new spans (warehouse/core/*.sql).
/// </summary>
public sealed class CoreFacts(CatalogueFiles catalogue, StdLayout layout)
{
    private static readonly (string, string) Whose = ("record_person", "link.record_person");
    private readonly Standing _standing = new(catalogue);
    private readonly HashSet<string> _standalone = [.. catalogue.Contracts.Values.SelectMany(c => c.Standalone ?? [])];

    /// <summary>Facts of the warehouse, each filled by the file of its name.</summary>
    internal static IReadOnlyList<FactFile> All(WarehouseWriter writer) => FactFile.All(writer.Sql, writer.Engine);

    /// <summary>
    /// Makes the tables of facts that follow from their files, and fills those that are new, or whose file is another than before, from
    /// what stands in std.
    /// </summary>
    public async Task Prepare(WarehouseWriter writer)
    {
        var made = (await writer.QueryText<(string Name, string Digest)>("select name, digest from house.fact"))
            .ToDictionary(m => m.Name, m => m.Digest);
        await writer.ExecuteText("delete from batch_new");
        foreach (var fact in All(writer).Where(f => f.IsSelect && IsDeclared(f)))
        {
            var digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(fact.Text)));
            if (made.GetValueOrDefault(fact.Name) == digest) continue;
            await writer.ExecuteText($"drop table if exists {fact.Table}");
            await writer.ExecuteText($"create table {fact.Table} as\n{fact.From("std.{0}", Whose)}\nlimit 0");
            if (writer.Engine is Engine.PostgreSql) await writer.ExecuteText($"create index on {fact.Table} (record_key)");
            await writer.Execute("std/every-span", new { contracts = string.Join(';', ContractsOf(fact)) });
            await Insert(writer, [fact], "std.{0}", Whose);
            await writer.ExecuteText("delete from batch_new");
            await writer.ExecuteText("delete from house.fact where name = $name", new { name = fact.Name });
            await writer.ExecuteText("insert into house.fact (name, digest) values ($name, $digest)", new { name = fact.Name, digest });
        }
    }

    /// <summary>Gives the facts whose rows changed, by their tables.</summary>
    /// <param name="writer">The writer's transaction.</param>
    /// <param name="tables">Declared tables the batch brought rows of: facts fed by none of them are left alone.</param>
    /// <param name="hasActions">The batch holds cancels or restores.</param>
    public async Task<IReadOnlySet<string>> Refresh(WarehouseWriter writer, IReadOnlySet<string> tables, bool hasActions)
    {
        var forgotten = (await writer.QueryText<long>("select count(*) from batch_forgotten"))[0] > 0;
        await Judge(writer, hasActions || forgotten);
        var touched = await Touched(writer);
        var changed = (await writer.Query<(long Ended, long Undone)>("std/changed-spans"))[0];
        var came = touched.Where(f => f.Sources.Overlaps(tables.Select(t => t.ToUpperInvariant()))).ToArray();
        if (changed.Undone > 0) await Undo(writer, touched);
        if (changed.Ended > 0) await Close(writer, touched);
        await writer.Execute("std/keep-spans");
        await Insert(writer, came, "batch_{0}");
        await writer.Execute("std/restored-only");
        var restored = (await writer.QueryText<long>("select count(*) from batch_new"))[0] > 0;
        if (restored) await Insert(writer, touched, "std.{0}", Whose);
        if (tables.Any(_standalone.Contains) || await AreSome(writer, touched)) await Alone(writer, touched);
        var tablesChanged = (changed.Ended + changed.Undone > 0 || restored || forgotten ? touched : came).Select(f => f.Table).ToHashSet();
        await Partitions.Note(writer, catalogue, tablesChanged, "batch_span");
        return tablesChanged;
    }

    /// <summary>Fills core, which is empty of them, with the facts of the subjects of the batch from what stands in std and link.</summary>
    internal async Task Again(WarehouseWriter writer)
    {
        await Judge(writer, hasActions: true);
        await writer.Execute("std/keep-spans");
        var all = All(writer).Where(IsDeclared).ToArray();
        await Insert(writer, all, "std.{0}", Whose);
        await Alone(writer, all);
    }

    /// <summary>Works out which record was known when, of all subjects that may have changed (batch_span, and of it what is new).</summary>
    internal async Task Judge(WarehouseWriter writer, bool hasActions, string touch = "std/touched")
    {
        await writer.Execute(touch);
        var endings = (await writer.QueryText<string>("select distinct ends from batch_touched")).ToHashSet();
        await writer.Execute("std/said");
        await _standing.Judge(writer);
        if (hasActions) await Act(writer);
        await writer.Execute("std/versions");
        if (endings.Contains("append") || endings.Contains("span")
            || (await writer.QueryText<long>("select count(*) from std.delivery_action"))[0] > 0) await writer.Execute("std/other-endings");
        if (endings.Contains("snapshot")) await writer.Execute("std/lists");
        await writer.Execute("std/new-spans");
    }

    private async Task Act(WarehouseWriter writer)
    {
        await writer.Execute("std/apply-actions");
        var check = catalogue.CheckById("A01-action-without-effect");
        await writer.Execute("std/refused-actions", new { rule = check.Id, severity = (int)check.Severity, message = check.Message });
    }

    /// <summary>Facts fed by the contracts of the subjects of the batch.</summary>
    private async Task<IReadOnlyList<FactFile>> Touched(WarehouseWriter writer)
    {
        var contracts = (await writer.Query<string>("std/contracts")).ToHashSet();
        return [.. All(writer).Where(f => IsDeclared(f) && ContractsOf(f).Any(contracts.Contains))];
    }

    /// <summary>Whether every std table it is filled from is one of a contract declared here.</summary>
    internal bool IsDeclared(FactFile fact) => ContractsOf(fact).Any();

    private IEnumerable<string> ContractsOf(FactFile fact) =>
        fact.Sources.Where(layout.Knows).Select(s => layout.ContractNamed(s).Code).Distinct();

    private static async Task<bool> AreSome(WarehouseWriter writer, IReadOnlyList<FactFile> facts)
    {
        foreach (var fact in facts.Where(f => f.IsAlone))
            if ((await writer.QueryText<long>($"select count(*) from {fact.Table}"))[0] > 0) return true;
        return false;
    }

    private static async Task Alone(WarehouseWriter writer, IReadOnlyList<FactFile> facts)
    {
        foreach (var fact in facts.Where(f => f.IsAlone)) await writer.ExecuteText(fact.From("std.{0}"));
    }

    private async Task Undo(WarehouseWriter writer, IReadOnlyList<FactFile> facts)
    {
        await writer.Execute("std/undone-partitions");
        await Partitions.Note(writer, catalogue, facts.Select(f => f.Table), "batch_undone");
        await writer.Execute("std/undo-spans");
        foreach (var fact in facts.Where(f => !f.IsAlone))
            await writer.ExecuteText($"delete from {fact.Table} where exists (select 1 from batch_undone u where u.record_key = " +
                $"{fact.Table}.record_key and u.known_from = {fact.Table}.known_from)");
    }

    private static async Task Close(WarehouseWriter writer, IReadOnlyList<FactFile> facts)
    {
        await writer.Execute("std/close-spans");
        foreach (var fact in facts.Where(f => !f.IsAlone))
            await writer.ExecuteText($"update {fact.Table} set known_to = s.known_to from batch_span s where {fact.Table}.record_key = " +
                $"s.record_key and {fact.Table}.known_from = s.known_from and {fact.Table}.known_to is distinct from s.known_to");
    }

    /// <summary>
    /// Inserts the facts of batch_new; <paramref name="form"/> makes the name of a source, but for those named <paramref
    /// name="elsewhere"/>.
    /// </summary>
    private static async Task Insert(WarehouseWriter writer, IEnumerable<FactFile> facts, string form,
        params (string Name, string Table)[] elsewhere)
    {
        foreach (var fact in facts.Where(f => !f.IsAlone))
            await writer.ExecuteText($"{(fact.IsSelect ? $"insert into {fact.Table}\n" : "")}{fact.From(form, elsewhere)}");
    }
}
