using HealthWarehouse.Guard.Vault;

namespace HealthWarehouse.Operate;

/// <summary>How rows of the audit name a person and the person's records.</summary>
public sealed class PersonTraces(House house)
{
    /// <summary>Whose record it is; null when nobody knows.</summary>
    public async Task<long?> PersonOf(long recordKey, CancellationToken stop = default) =>
        (await house.Warehouse.Query<long>("ask/record/person", new { key = recordKey }, stop)) is [> 0 and var person] ? person : null;

    /// <summary>The names of the person's records.</summary>
    public Task<IReadOnlyList<string>> NamesOfRecordsOf(long person, CancellationToken stop = default) =>
        house.Warehouse.Query<string>("ask/record/objects-of-person", new { person }, stop);

    /// <summary>The person's numbers: those drawn from its keys, and, in rows of before, the keys themselves.</summary>
    public async Task<IReadOnlyList<long>> NumbersOf(long person, CancellationToken stop = default)
    {
        var keys = (await house.Shredding.KnownAs(person, stop)).Append(person).Distinct().ToArray();
        return [.. keys.Concat(keys.Select(house.Vault.Pseudonyms.OfPerson)).Where(n => n > 0)];
    }
}
