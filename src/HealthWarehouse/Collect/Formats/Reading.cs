using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Xml;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// What is particular to the format of a contract: reading its deliveries, and writing one again without some of its records. Nothing
/// right of it knows formats.
/// </summary>
public static partial class Reading
{
    /// <param name="contract">The contract.</param>
    /// <param name="limits">Bounds of a delivery.</param>
    /// <param name="mapping">How somebody said a sheet is to be read.</param>
    public static DeliveryReader Reader(this Contract contract, XmlLimits? limits = null, SheetMapping? mapping = null) =>
        contract.Format switch
    {
        ContractFormat.Envelope => Envelopes(contract, limits ?? XmlLimits.Default),
        ContractFormat.Xml => new ElementsReader(contract, limits ?? XmlLimits.Default),
        ContractFormat.Json => new JsonReader(contract, limits ?? XmlLimits.Default),
        ContractFormat.Sheet => new SheetReader(contract, mapping, limits ?? XmlLimits.Default),
        _ => throw new ArgumentOutOfRangeException(nameof(contract), contract.Format, null),
    };

    /// <summary>Writes what <paramref name="open"/> gives to <paramref name="target"/> without the records of these numbers.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="open">Opens the delivery.</param>
    /// <param name="records">Numbers of the records that go.</param>
    /// <param name="target">Where it is written to.</param>
    /// <param name="mapping">How somebody said a sheet is to be read.</param>
    public static void Redact(this Contract contract, Func<Stream> open, IReadOnlySet<int> records, Stream target,
        SheetMapping? mapping = null)
    {
        switch (contract.Format)
        {
            case ContractFormat.Envelope:
                RedactEnvelopes(contract, open, records, target);
                break;
            case ContractFormat.Xml:
                new ElementsRedactor(contract, XmlLimits.Default).Write(open, records, target);
                break;
            case ContractFormat.Json:
                new JsonRedactor(contract, XmlLimits.Default).Write(open, records, target);
                break;
            case ContractFormat.Sheet:
                new SheetRedactor(contract, mapping, XmlLimits.Default).Write(open, records, target);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(contract), contract.Format, null);
        }
    }
}
