using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;

namespace HealthWarehouse.Standardise;

/// <summary>
/// Keeps std.restricted true to catalogue/compartments.yaml: the records of a batch are judged in the transaction that brings them, and all
/// of them again when the declarations are others than before.
/// </summary>
public sealed class RestrictedRecords(CatalogueFiles catalogue)
{
    private readonly IReadOnlyList<CompartmentRule> _rules = catalogue.Compartments.Rules;

    /// <summary>Judges every record again if the rules are not those the table was made with.</summary>
    public async Task Prepare(WarehouseWriter writer)
    {
        var all = Sql("std.{0}", _ => true)!;
        var digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
        if ((await writer.QueryText<string>("select rules from std.restricted_by")).SingleOrDefault() == digest) return;
        await writer.ExecuteText("delete from std.restricted");
        await writer.ExecuteText("delete from std.restricted_by");
        await writer.ExecuteText(all);
        await writer.ExecuteText("insert into std.restricted_by (rules) values ($digest)", new { digest });
    }

    /// <summary>Judges the records of the batch, through the views on it that <see cref="Landing.Check"/> opened.</summary>
    public async Task Mark(WarehouseWriter writer, IReadOnlySet<string> tables)
    {
        if (Sql("batch_{0}", tables.Contains) is { } sql) await writer.ExecuteText(sql);
    }

    /// <summary>One statement over all tables that matter; null when none does.</summary>
    private string? Sql(string form, Predicate<string> wanted)
    {
        var parts = _rules.Where(r => wanted(r.Table)).GroupBy(r => (r.Compartment, r.Table)).Select(g =>
            $"select r.record_key, '{g.Key.Compartment}' as compartment from " +
                $"{string.Format(CultureInfo.InvariantCulture, form, g.Key.Table.ToLowerInvariant())} r where " +
                $"{string.Join("\n   or ", g.Select(Holds))}").ToArray();
        return parts.Length == 0 ? null : "insert into std.restricted (record_key, compartment)\nselect distinct record_key, " +
            $"compartment from (\n{string.Join("\nunion all\n", parts)}\n) t";
    }

    private static string Holds(CompartmentRule rule) =>
        rule.Tests.Count == 0 ? "true" : $"({string.Join(" and ", rule.Tests.Select(Holds))})";

    /// <summary>A code is looked at as conformed and, where it has no conformed spelling of its own, as received.</summary>
    private static string Holds(ColumnTest test) => test.Field switch
    {
        { Type: FieldType.Flag } flag => $"coalesce(r.{flag.To}, false)",
        { List: "icd10" } icd => $"coalesce(matches(coalesce(r.{icd.To}, r.{icd.Received}), '{test.Pattern}'), false)",
        { List: not null } code =>
            $"(coalesce(matches(r.{code.To}, '{test.Pattern}'), false) or coalesce(matches(r.{code.Received}, '{test.Pattern}'), false))",
        var text => $"coalesce(matches(r.{text.To}, '{test.Pattern}'), false)",
    };
}
