using System.Collections.Concurrent;
using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Link;
using HealthWarehouse.Standardise;

namespace HealthWarehouse.Loading;

/// <summary>Tools of loading, made once for the declarations of the day; binders and batch sets are handed out and taken back.</summary>
internal sealed class Workshop(CatalogueFiles catalogue, StdLayout layout, VaultDoor vault)
{
    private readonly Dictionary<string, (Binding Binding, ConcurrentBag<RecordBinder> Free)> _binders =
        catalogue.Contracts.Values.ToDictionary(c => c.Code, c => (new Binding(catalogue, c, layout), new ConcurrentBag<RecordBinder>()));
    private readonly ConcurrentBag<BatchSet> _sets = [];

    public CatalogueFiles Catalogue { get; } = catalogue;

    /// <summary>
    /// Fingerprint of the declarations and lists these tools were made for: what is bound with them is noted with it, whatever was imported
    /// since.
    /// </summary>
    public string Digest { get; } = catalogue.Digest;

    public StdLayout Layout { get; } = layout;
    public VaultDoor Vault { get; } = vault;
    public Landing Landing { get; } = new(catalogue, layout, new SqlChecks(catalogue, layout));
    public CoreFacts Core { get; } = new(catalogue, layout);
    public RestrictedRecords Restricted { get; } = new(catalogue);
    public Rollups Rollups { get; } = new(catalogue);
    public PersonResolver Persons { get; } = new(catalogue.Matching, vault.Pseudonyms);

    /// <summary>A binder of the records of a contract.</summary>
    public RecordBinder Binder(string contract)
    {
        var (binding, free) = _binders[contract];
        return free.TryTake(out var binder) ? binder : new(binding, Vault);
    }

    public void Return(RecordBinder binder) => _binders[binder.Contract].Free.Add(binder);

    public BatchSet Set() => _sets.TryTake(out var set) ? set : new(Layout);

    public void Return(BatchSet set)
    {
        set.Clear();
        if (_sets.Count < 8) _sets.Add(set);
    }
}
