namespace HealthWarehouse.Catalogue;

/// <summary>
/// A type of outside recipient: on which bases it may be given data, whether sensitive and whether single persons, what must be written
/// down with it.
/// </summary>
public sealed record RecipientType(
    string Id, string Name, string Basis, IReadOnlyList<LawfulBasis> Bases, bool Sensitive = true, bool Persons = true,
        bool NeedsAgreement = false, bool NeedsWrittenRequest = false);

/// <summary>
/// The one gate data leaves by: recipients, and the countries it may go to: catalogue/disclosures.yaml (Luật 91/2025/QH15; Luật
/// 116/2025/QH15, Điều 25).
/// </summary>
public sealed record EgressFile(string Act, DateOnly ValidFrom, IReadOnlyList<string> Countries, IReadOnlyList<RecipientType> Recipients)
{
    public RecipientType? Recipient(string id) => Recipients.FirstOrDefault(r => r.Id == id);
}
