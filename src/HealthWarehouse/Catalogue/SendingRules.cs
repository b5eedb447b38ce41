namespace HealthWarehouse.Catalogue;

/// <summary>By when a facility should have sent again (catalogue/sending.yaml).</summary>
/// <param name="Basis">The act it rests on.</param>
/// <param name="Days">Days from the last receipt on, for kinds that are not named.</param>
/// <param name="Kinds">The same for some kinds of facilities.</param>
public sealed record SendingRules(string Basis, int Days, IReadOnlyDictionary<string, int> Kinds)
{
    public int DaysOf(string? kind) => kind is not null && Kinds.TryGetValue(kind, out var days) ? days : Days;

    internal void Verify(CatalogueFiles files)
    {
        CatalogueRules.Require(Kinds.Values.Append(Days).All(d => d is >= 1 and <= 366), "sending.yaml", "số ngày phải từ 1 đến 366");
        foreach (var kind in Kinds.Keys)
            CatalogueRules.Require(files.Lists["facility-kind"].Entries.Any(e => e.Code == kind), "sending.yaml",
                $"không có loại hình '{kind}'");
    }
}
