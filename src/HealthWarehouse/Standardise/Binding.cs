using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Standardise;

/// <summary>A contract made ready for binding, shared by all workers.</summary>
public sealed class Binding
{
    public Binding(CatalogueFiles catalogue, Contract contract, StdLayout layout)
    {
        (Catalogue, Contract) = (catalogue, contract);
        Tables = Contract.Tables.Values.Select(t => new TableBinding(Contract, t, layout.Tables[t.Code], catalogue))
            .ToDictionary(t => t.Table.Code);
        Main = Tables[Contract.Main];
        MemoryChecks = catalogue.Checks.Where(c => c.Memory is not null && Tables.ContainsKey(c.On!)).GroupBy(c => Tables[c.On!])
            .ToDictionary(g => g.Key, g => g.Select(c => new MemoryCheck(c, g.Key)).ToArray());
        Restricted = new BoundCompartments(catalogue, Tables);
        Tokens = Contract.Person is { } person ? new(catalogue.Matching, person, Main) : null;
    }

    public CatalogueFiles Catalogue { get; }

    public Contract Contract { get; }

    internal IReadOnlyDictionary<string, TableBinding> Tables { get; }

    internal TableBinding Main { get; }

    internal IReadOnlyDictionary<TableBinding, MemoryCheck[]> MemoryChecks { get; }

    /// <summary>Null where the records are of nobody.</summary>
    internal TokenRules? Tokens { get; }

    internal BoundCompartments Restricted { get; }

    /// <summary>The same rules over another table, as far as it has their columns.</summary>
    internal TokenRules? TokensIn(TableBinding table) => 
        table == Main || Contract.Person is null ? Tokens : new(Catalogue.Matching, Contract.Person, table);

    /// <summary>The version a record is of: as the sender said, else by an element only one version has, else by its day.</summary>
    internal string VersionOf(SourceRecord record, string? said, DateOnly day)
    {
        if (said is not null && Contract.Versions.Any(v => v.Code == said)) return said;
        var possible = new List<ContractVersion>();
        foreach (var version in Contract.Versions)
        {
            if (version.Mark is null) possible.Add(version);
            else if (record.Tables.FirstOrDefault(t => t.Kind == version.Mark.Table) is { Rows.Count: > 0 } table
                && Has(table, Encoding.UTF8.GetBytes(version.Mark.Element)))
                return version.Code;
            else if (version.Mark.Table != Contract.Main) possible.Add(version);
        }
        return possible.LastOrDefault(v => v.HoldsOn(day))?.Code ?? Contract.Base;
    }

    private static bool Has(SourceTable table, ReadOnlySpan<byte> element)
    {
        foreach (var cell in table.Cells(table.Rows[0])) if (table.Name(cell).SequenceEqual(element)) return true;
        return false;
    }
}

/// <summary>
/// What is known of a delivery before its records are bound; <c>Facilities</c>: those its sender might send for when it came, null = all.
/// </summary>
public sealed record BindingContext(long Delivery, string? Version, DateOnly ReceivedOn, IReadOnlySet<string>? Facilities,
    Redaction? Redaction = null)
{
    /// <summary>When its content was first known here, local time.</summary>
    public DateTime KnownAt { get; init; }

    /// <summary>Taken in before the sender's own time decided between versions: the order of receipt does.</summary>
    public bool ByReceipt { get; init; }

    /// <summary>
    /// The time by which a message takes its place among the versions of an episode: the sender's own where there is one, never later than
    /// it was known.
    /// </summary>
    internal DateTime MadeAt(SourceHead head) => !ByReceipt && head.MadeAt is { } made && made < KnownAt ? made : KnownAt;
}
