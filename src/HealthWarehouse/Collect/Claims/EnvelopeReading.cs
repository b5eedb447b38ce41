using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Claims;
using HealthWarehouse.Collect.Xml;

namespace HealthWarehouse.Collect.Formats;

/// <summary>The format of encounter messages.</summary>
public static partial class Reading
{
    private static ClaimsReader Envelopes(Contract contract, XmlLimits limits) => new(contract.Packing, limits);

    private static void RedactEnvelopes(Contract contract, Func<Stream> open, IReadOnlySet<int> records, Stream target) =>
        new Redactor(contract.Packing, XmlLimits.Default).Write(open, records, target);
}
